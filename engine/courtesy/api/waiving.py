"""The waivers that hold for policies: where they are read, and that each fits the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.loading.policy_catalog import at_hand
from courtesy.loading.policy_files import NOTHING_UNSAVED
from courtesy.loading.policy_folders import policies_in
from courtesy.loading.policy_loader import read_policy
from courtesy.loading.python_source import tree_of
from courtesy.loading.waivers import load_waivers, parse_waivers, read_waivers, unfit, waivers_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courtesy.api.policy import Policy
    from courtesy.errors import Problem
    from courtesy.loading.policy_folders import Found
    from courtesy.loading.project import Project
    from courtesy.loading.source import Unsaved
    from courtesy.loading.waivers import WrittenWaiver
    from courtesy.model.policy import PolicySource
    from courtesy.model.waivers import Waiver
    from courtesy.spans import Tree


def fit_waivers(waivers: Iterable[Waiver], policy: PolicySource) -> tuple[Waiver, ...]:
    """Waivers that were built in Python, once they are known to be of rules of a policy. Raises InvalidInputError."""
    given = list(waivers)
    return _fit(read_waivers(tree_of(given)), policy) if given else ()


def waivers_in(data: bytes, policy: PolicySource) -> tuple[Waiver, ...]:
    """The waivers in the bytes of a file that is of one policy. Raises InvalidInputError."""
    return _fit(parse_waivers(data, "waivers"), policy)


def waivers_stated(tree: Tree, policy: PolicySource) -> tuple[Waiver, ...]:
    """The waivers that stand in another file and are of one policy. Raises InvalidInputError."""
    return _fit(read_waivers(tree), policy)


def waivers_file(policy: PolicySource, project: Project | None) -> Path | None:
    """The one place of the waivers from a policy: what the project names, else the file beside it; None without."""
    if project is not None and project.waivers is not None:
        return project.waivers
    return waivers_beside(Path(policy.location), policy.version)


def with_waivers(policies: Sequence[Policy], project: Project | None) -> list[Policy]:
    """The versions of a policy with the waivers from their rules. Raises InvalidInputError."""
    files = [waivers_file(policy.source, project) for policy in policies]
    written = {file: load_waivers(file) for file in dict.fromkeys(files) if file is not None}
    problems = [problem for file in written for problem in misfits(file, written[file], policies, project)]
    if problems:
        raise InvalidInputError(problems)
    found = []
    for policy, file in zip(policies, files, strict=True):
        known = {rule.id for rule in policy.rules}
        own = [] if file is None else [one.waiver for one in written[file] if one.waiver.rule in known]
        found.append(policy.with_waivers(own) if own else policy)
    return found


def misfits(
    file: Path, written: Sequence[WrittenWaiver], policies: Sequence[Policy], project: Project | None
) -> list[Problem]:
    """What is wrong with the waivers of a file from rules of these versions of a policy."""

    def elsewhere() -> set[str]:
        sources = (read_policy(one.location, project=project)[0] for one in _also_meant(file, project))
        return {rule.id for source in sources if source is not None for rule in source.rules}

    return list(unfit(written, [policy.source for policy in policies], elsewhere))


def _also_meant(file: Path, project: Project | None) -> Iterator[Found]:
    """The policies that a file of waivers may be about: all of the project, or those in its folder."""
    if project is not None and project.waivers == file:
        yield from at_hand(project)
    yield from policies_in(file.parent)


def _fit(written: tuple[WrittenWaiver, ...], *policies: PolicySource) -> tuple[Waiver, ...]:
    """The waivers, once they are known to fit; where there is no policy, there is nothing to fit."""
    problems = list(unfit(written, policies, tuple)) if policies else []
    if problems:
        raise InvalidInputError(problems)
    return tuple(one.waiver for one in written)


def check_waivers(file: Path, project: Project | None, unsaved: Unsaved = NOTHING_UNSAVED) -> tuple[Waiver, ...]:
    """The waivers of a file, once they are known to fit the policies that it may be about.

    Where there is no policy to fit, that of the rules is not asked. Raises InvalidInputError.
    """
    written = load_waivers(file, unsaved)
    return _fit(written, *policies_of_waivers(file, project, unsaved))


def policies_of_waivers(
    file: Path, project: Project | None, unsaved: Unsaved = NOTHING_UNSAVED
) -> tuple[PolicySource, ...]:
    """The policies that a file of waivers may be about, as far as they can be read."""
    found = [
        read_policy(one.location, project=project, unsaved=unsaved)[0] for one in _also_meant(file.resolve(), project)
    ]
    return tuple(source for source in found if source is not None)
