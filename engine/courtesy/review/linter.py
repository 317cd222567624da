"""What embeds the linter: one function, which loads what it needs when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.api.policy import Policy
    from courtesy.model.case import Case
    from courtesy.model.lint import LintReport


def lint(policy: Policy, *, cases: Iterable[Case] = ()) -> LintReport:
    """What makes no sense in a policy that is valid, whatever its level.

    The acts of `cases`, and of the tests beside the policy, are judged too: rules that leave them all undecided are
    told. What a policy inherits is told
    only where the policy itself causes it. `findings` are in the order of the files, and without those that the
    policy's own `lint: {ignore: ...}` passes over, which are `ignored`.
    """
    from courtesy.review.lint.linting import lint_policy  # noqa: PLC0415  cold start: nothing else needs it

    return lint_policy(policy, cases)
