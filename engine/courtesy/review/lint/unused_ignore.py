"""An ignore hits nothing.

`lint: {ignore: [...]}` in the manifest passes over one sense, of one rule or one word, and says why. What it was
written for is gone, or it names the wrong rule, word or sense: then it would one day hide what nobody has looked at.

Bad:
    lint:
      ignore:
        - {sense: never-decides, rule: timing.wait, because: It is kept for the audit.}
    rules:
      - {id: timing.wait, level: must, wait: {at_least: 7 days, after: interview}}
Good:
    lint:
      ignore:
        - {sense: never-decides, rule: timing.wait, because: It is kept for the audit.}
    rules:
      - {id: timing.wait, level: must, wait: {at_least: 7 days, after: interview}}
      - {id: timing.longer, level: must, wait: {at_least: 9 days, after: interview}}
Why: An exception that is no longer needed is one that nobody watches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.lint import LintIgnore


def check(linted: Linted) -> Iterator[LintFinding]:  # noqa: ARG001  known only when all others have been looked at
    """Nothing by itself: `told` is asked when all that was found is known."""
    yield from ()


def told(linted: Linted, unused: Iterable[LintIgnore]) -> Iterator[LintFinding]:
    """Each ignore that nothing was found for."""
    for one in unused:
        of = "" if one.rule is None and one.word is None else f" about `{one.rule or one.word}`"
        yield linted.found(
            Sense.UNUSED_IGNORE,
            f"there is no `{one.sense}`{of} that could be ignored",
            Place("the ignore", one.span, one.rule),
            fix="take the ignore out, or correct what it names",
            word=one.word,
        )
