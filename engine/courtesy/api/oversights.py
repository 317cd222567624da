"""What is not read of a policy that is valid, or not told from another one; what makes no sense, lint tells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.policy import Policy
from courtesy.api.waiving import waivers_file
from courtesy.errors import InvalidInputError
from courtesy.loading.policy_catalog import SHIPPED, at_hand, find_versions, taken_by
from courtesy.loading.policy_loader import read_policy
from courtesy.loading.project import is_path
from courtesy.loading.versions import VersionOrder
from courtesy.loading.waivers import waivers_beside
from courtesy.model.verdict import Notice
from courtesy.wording.text import short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.compiling.identity import Identity
    from courtesy.loading.policy_folders import Found
    from courtesy.loading.project import Project


def oversights(policy: Policy, project: Project | None = None) -> tuple[Notice, ...]:
    """What is told beside a policy that loads: a name that is taken, waivers that nobody reads, days that are lost."""
    return (*_taken(policy, project), *_waivers_unread(policy, project), *_days_lost(policy, project))


def _days_lost(policy: Policy, project: Project | None) -> Iterator[Notice]:
    """A range names a version that holds only from some day on, and nothing of this policy holds before that."""
    source, parent = policy.source, policy.source.parent
    stated = None if source.manifest is None else source.manifest.get("extends")
    if stated is None or is_path(stated) or parent is None or parent.valid_from is None:
        return
    own = [one for one in at_hand(project) if one.id == policy.id and _is_older(one.version, policy.version)]
    older = [one for one in find_versions(stated, project) if _is_older(one.version, parent.version)]
    if own or not older or source.valid_from != parent.valid_from:
        return
    message = (
        f"`{stated}` is {parent.author}, the newest, which holds from {parent.valid_from} on, so that no version of "
        f"{policy.id} holds before that day: let this one build on `{parent.id}@{older[-1].version}`, and a newer "
        f"version of {policy.id} on `{parent.id}@^{parent.version}`"
    )
    yield Notice(code="days-lost", message=message)


def _is_older(version: str, other: str) -> bool:
    return VersionOrder(version) < VersionOrder(other)


def _waivers_unread(policy: Policy, project: Project | None) -> Iterator[Notice]:
    """Waivers lie beside the policy, and the project names another file of them."""
    beside = waivers_beside(Path(policy.source.location), policy.version)
    if beside is not None and waivers_file(policy.source, project) != beside and not _same(beside, project):
        message = f"`{beside.name}` is not read: the project names another file of waivers"
        yield Notice(code="waivers-not-read", message=message)


def _same(file: Path, project: Project | None) -> bool:
    return project is not None and project.waivers is not None and project.waivers.resolve() == file.resolve()


def _taken(policy: Policy, project: Project | None) -> Iterator[Notice]:
    """Another policy at hand has this id and version, and other content: verdicts would not tell the two apart."""
    for found in taken_by(policy.id, policy.version, Path(policy.source.location), project):
        other = _identity(found, project)
        if other is None or other == policy.identity:
            continue
        where = "that comes with Courtesy" if found.origin == SHIPPED else f"in {found.location}"
        how = "whose words are others"
        if other.digest != policy.digest:
            how = f"whose digest begins with {short_digest(other.digest)}"
        message = f"this is not the {policy.id} {policy.version} {where}, {how}: give it an id or a version of its own"
        yield Notice(code="taken-name", message=message)


def _identity(found: Found, project: Project | None) -> Identity | None:
    """The digests of another policy; None where it is none."""
    source, problems = read_policy(found.location, project=project)
    if source is None or problems:
        return None
    try:
        return Policy(source, matcher="native").identity
    except InvalidInputError:
        return None
