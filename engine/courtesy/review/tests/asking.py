"""Asking from Python what becomes of the tests of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from courtesy.api import Policies, Policy
    from courtesy.model.policy_tests import TestReport


def run_tests(policy: Policy | Policies, *, words: str = "", rules: Collection[str] = ()) -> TestReport:
    """Run the tests that lie in the folder `tests` beside a policy, or beside its versions, and tell what came of each.

    With `words` only those whose sentence has all of them, with `rules` only those that name one of these. What keeps
    tests from being run is told in the report, which has not passed then. Waivers are those that the files state.
    """
    from courtesy.review.tests.choice import Choice  # noqa: PLC0415  cold start: most programs ask nothing
    from courtesy.review.tests.report import report_on_own  # noqa: PLC0415  likewise

    return report_on_own(policy, Choice(words, tuple(rules)))
