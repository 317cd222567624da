"""The policy that a file of tests is of, where it lies beside none: it names one, or holds a whole one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.all_versions import Policies
from courtesy.api.policies import load_policy, policy_in
from courtesy.api.waiving import waivers_stated
from courtesy.errors import InvalidInputError
from courtesy.loading.errors import MissingKeyError
from courtesy.loading.project import is_path
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from courtesy.api.policy import Policy
    from courtesy.loading.project import Project
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.policy_tests import TestFile


def policy_of(file: TestFile, *, matcher: MatcherName = "auto", project: Project | None = None) -> Policy:
    """The policy that a file of tests names or holds, with the waivers that hold in its tests.

    A path starts at the file. Raises `CourtesyError`.
    """
    named = file.policy
    if named is None:
        hint = "move the file into the folder `tests` beside a policy, or name one"
        raise InvalidInputError([MissingKeyError(file.tree.span, "policy", hint)])
    if isinstance(named, MappingNode):
        found = policy_in(named, matcher=matcher)
    else:
        place = Path(file.path).parent / named if is_path(named) else str(named)
        found = load_policy(place, matcher=matcher, project=project)
    return with_waivers_of(file, found)


def subject_of(file: TestFile, policy: Policy | Policies) -> Policy | Policies:
    """The policy, in one version or in all, with the waivers that a file of tests states. Raises InvalidInputError."""
    if isinstance(policy, Policies):
        return Policies([with_waivers_of(file, version) for version in policy.versions])
    return with_waivers_of(file, policy)


def with_waivers_of(file: TestFile, policy: Policy) -> Policy:
    """The policy with the waivers that a file of tests states, and no others. Raises InvalidInputError."""
    if file.waivers is None:
        return policy.with_waivers(()) if policy.waivers else policy
    return policy.with_waivers(waivers_stated(file.waivers, policy.source))
