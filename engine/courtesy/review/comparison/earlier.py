"""Which version a policy is compared with where only one is named: the one that was released before it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from courtesy.api import Policy, load_policy
from courtesy.errors import CourtesyError
from courtesy.loading.policy_catalog import find_versions
from courtesy.loading.policy_folders import versions_in
from courtesy.loading.releases import recorded
from courtesy.loading.versions import VersionOrder

if TYPE_CHECKING:
    from courtesy.api import MatcherName
    from courtesy.loading.policy_folders import Found
    from courtesy.loading.project import Project


class NoEarlierVersionError(CourtesyError):
    """There is only one version of a policy, and it builds on no other."""

    code: ClassVar[str] = "no-earlier-version"
    way_out: ClassVar[str] = "name both: `courtesy diff OLD NEW`"

    def __init__(self, policy: str, version: str) -> None:
        super().__init__()
        self.policy, self.version = policy, version

    def __str__(self) -> str:
        return f"expected an earlier version of `{self.policy}` to compare {self.version} with, found none"

    def help(self) -> str:
        """How to say what to compare it with."""
        return "name both, the older one first: `courtesy diff OLD NEW`"


def with_earlier(
    name: str | Path, *, project: Project | None = None, matcher: MatcherName = "auto"
) -> tuple[Policy, Policy]:
    """A policy, and the version before it: the newest older one that is released, or else the newest older one.

    Of a policy without older versions it is the one that it builds on. Raises NoEarlierVersionError, and what
    `load_policy` does.
    """
    new = load_policy(name, project=project, matcher=matcher)
    older = [one for one in _line(name, new, project) if VersionOrder(one.version) < VersionOrder(new.version)]
    if older:
        ordered = sorted(older, key=lambda one: (_is_released(one), VersionOrder(one.version)))
        return load_policy(ordered[-1].location, project=project, matcher=matcher), new
    if new.source.parent is not None:
        return Policy(new.source.parent, matcher=matcher), new
    raise NoEarlierVersionError(new.id, new.version)


def _line(name: str | Path, new: Policy, project: Project | None) -> list[Found]:
    """The versions of the policy: those of its name, of a path those that lie beside it."""
    found = find_versions(name, project)
    if found[-1].id and not isinstance(name, Path) and "/" not in name:
        found = find_versions(new.id, project)
    elif not found[-1].id:
        place = Path(new.source.location).resolve()
        found = tuple(one for folder in (place.parent, place.parent.parent) for one in versions_in(folder))
    return [one for one in found if one.id == new.id]


def _is_released(one: Found) -> bool:
    return bool(recorded(one.location, one.id, one.version))
