"""Asking from Python what the tests of a policy try."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from courtesy.api.policy import Policy
    from courtesy.model.coverage import Coverage


def coverage(policy: Policy, *, rules: Collection[str] = (), inherited: bool = False) -> Coverage:
    """What the tests that lie beside a policy try of the rules that it adds or changes.

    With `rules` only those of these ids are looked at, with `inherited` also those that the policy takes over as they
    are. Its waivers do not matter. Raises InvalidInputError where a file of tests cannot be read.
    """
    from courtesy.review.coverage.covering import coverage_of  # noqa: PLC0415  cold start: most programs ask nothing

    return coverage_of(policy.with_waivers(()), rules=rules, inherited=inherited)
