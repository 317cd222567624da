"""What every format says of what tests try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.text import agree, joined, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.coverage import Coverage


def heading(coverage: Coverage) -> str:
    """The policy, and how many tests there are."""
    policy = f"{coverage.id} {coverage.version} ({short_digest(coverage.digest)})"
    if not coverage.tests:
        return f"{policy}: no answered test"
    return f"{policy}: what {agree(coverage.tests, 'test')} {_try(coverage.tests)}"


def _try(number: int) -> str:
    return "tries" if number == 1 else "try"


def notes(coverage: Coverage) -> Iterator[str]:
    """What a reader should know beside the figures."""
    if coverage.open_tests:
        many = agree(coverage.open_tests, "test", "is")
        yield f"{many} open and not counted until somebody has said what is right."
    if coverage.unread:
        named = joined(f"“{sentence}”" for sentence in coverage.unread)
        yield f"Not counted, since the engine cannot judge the case; `courtesy test` tells why: {named}."
    if coverage.inherited:
        rules = agree(len(coverage.inherited), "inherited rule", "is")
        yield f"{rules} left to the tests of the policy that this one builds on; --inherited looks at them too."
