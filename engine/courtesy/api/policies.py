"""Policies by name, path or bytes, loaded and compiled: one version, or all of them by their dates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.all_versions import Policies
from courtesy.api.arguments import data_of, file_named
from courtesy.api.calendars import calendar_problems
from courtesy.api.lock_examples import tell_examples
from courtesy.api.policy import Policy
from courtesy.api.releases import check_releases
from courtesy.api.waiving import waivers_in, with_waivers
from courtesy.compiling.compiler import try_compiling
from courtesy.compiling.locks import lock_problems
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.policy_catalog import PolicyNotValidError, default_policy, find_versions, is_shipped
from courtesy.loading.policy_loader import read_policy
from courtesy.matching.crosscheck import available_matchers
from courtesy.wording.validity import validity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from courtesy.loading.policy_folders import Found
    from courtesy.loading.project import Project
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.policy import PolicySource
    from courtesy.model.waivers import Waiver
    from courtesy.spans import MappingNode

DEFAULT_POLICY = "hire-wire"
"""The policy that judges where nobody names one."""


def load_policy(
    name: str | Path, *, on: date | None = None, matcher: MatcherName = "auto", project: Project | None = None
) -> Policy:
    """One version of the policy of that name, compiled.

    `northgate` names the newest version (with `on`: the newest valid on that date), `northgate@^1.2` the newest of
    those from 1.2.0 on and below 2.0.0, `northgate@1.2.0` one version. Names are looked for in the folders of
    `project`, in installed packages, and among what comes with Courtesy. Its waivers are those of the file that the
    project names, else of `waivers.yaml` beside it. A Path, or text with a slash or ending in
    .yaml, .yml or .json, names a file, a folder, or a folder of versions. `matcher` is `auto` (default: both where
    durable-rules can be imported, else native alone), `both`, `native` or `durable`.
    Raises PolicyNotFoundError, BadVersionError, TwoContentsError, SeveralPoliciesError, PolicyNotValidError,
    InvalidInputError with everything that is wrong with it, UnknownMatcherError, and DurableUnavailableError where
    durable-rules is demanded and cannot be imported.
    """
    found = _found(name, project, matcher)
    if on is None:
        return with_waivers([_loaded(found[-1], matcher, project)], project)[0]
    terms = []
    for one in reversed(found):
        policy = _loaded(one, matcher, project)
        since, until = policy.source.valid_from, policy.source.valid_until
        # A path is that policy, whatever the date.
        by_path = len(found) == 1 and not one.id
        if by_path or ((since is None or since <= on) and (until is None or on < until)):
            return with_waivers([policy], project)[0]
        terms.append(f"{policy.id}@{policy.version} is valid {validity(since, until)}")
    raise PolicyNotValidError(str(name), on.isoformat(), terms)


def load_policies(name: str | Path, *, matcher: MatcherName = "auto", project: Project | None = None) -> Policies:
    """All versions that a name stands for as one value, which judges each act by the version that holds on its date.

    Names and paths are those of `load_policy`: `northgate` are all versions, `northgate@^1` those of a range, a folder
    of versions all that lie in it. Raises as `load_policy` does, and VersionsDifferError.
    """
    return Policies(with_waivers(versions_without_waivers(name, matcher=matcher, project=project), project))


def load_default_policies(*, matcher: MatcherName = "auto", project: Project | None = None) -> Policies:
    """All versions of the policy that judges where nobody names one. Raises as `load_policies` does."""
    return Policies(with_waivers(versions_without_waivers(None, matcher=matcher, project=project), project))


def parse_policy(
    data: bytes | str,
    name: str = "policy",
    *,
    matcher: MatcherName = "auto",
    waivers: bytes | str | Iterable[Waiver] = (),
) -> Policy:
    """The policy in the bytes or text of one YAML or JSON file, compiled; `name` stands for it in error messages.

    `waivers` are exceptions from its rules: values, or the bytes or text of a file of waivers.
    Raises InvalidInputError with everything that is wrong with it, and DurableUnavailableError.
    """
    available_matchers(matcher)
    policy = _compiled(Path(name), matcher, data_of(data, "parse_policy"))
    if isinstance(waivers, bytes | str):
        return policy.with_waivers(waivers_in(data_of(waivers, "parse_policy"), policy.source))
    listed = tuple(waivers)
    return policy.with_waivers(listed) if listed else policy


def policy_in(tree: MappingNode, *, matcher: MatcherName = "auto") -> Policy:
    """The policy that stands whole in another file, compiled. Raises InvalidInputError."""
    available_matchers(matcher)
    return _compiled(Path(tree.span.file), matcher, tree)


def versions_without_waivers(
    name: str | Path | None, *, matcher: MatcherName = "auto", project: Project | None = None
) -> list[Policy]:
    """The versions that a name stands for, oldest first, as if there were no waivers; None is the default policy.

    Raises as `load_policies` does.
    """
    found = default_policy(DEFAULT_POLICY) if name is None else _found(name, project, matcher)
    return [_loaded(one, matcher, project) for one in found]


def load_as_written(path: Path, *, project: Project | None = None) -> Policy:
    """The newest version of a policy at a path, whatever was released under it: for who looks for all that is wrong.

    Raises as `load_policy` does.
    """
    return with_waivers(load_versions_as_written(path, project=project)[-1:], project)[0]


def load_versions_as_written(path: str | Path, *, project: Project | None = None) -> tuple[Policy, ...]:
    """All versions that a name or path stands for, the oldest first, whatever was released under them.

    Raises as `load_policies` does.
    """
    found = find_versions(path, project)
    return tuple(_compiled(one.location, "auto", project=project) for one in found)


def _found(name: str | Path, project: Project | None, matcher: MatcherName) -> tuple[Found, ...]:
    available_matchers(matcher)
    file_named(name, "parse_policy", "Policy")
    return find_versions(name, project)


def _loaded(found: Found, matcher: MatcherName, project: Project | None = None) -> Policy:
    if is_shipped(found):
        return _shipped(found.location, matcher)
    policy = _compiled(found.location, matcher, project=project)
    check_releases(policy)
    return policy


def _compiled(
    path: Path, matcher: MatcherName, data: bytes | MappingNode | None = None, project: Project | None = None
) -> Policy:
    """A policy that somebody edits: whatever is wrong with it is told at once."""
    policy, problems = read_policy(path, data, project)
    if policy is not None:
        problems += calendar_problems(policy)
    return usable(policy, problems, matcher)


@lru_cache(maxsize=64)
def _shipped(path: Path, matcher: MatcherName) -> Policy:
    """A policy of this package: its files never change, so one load serves the process.

    Its calendar is known to exist, and its releases are as they are recorded (tests hold that), which spares every
    start the cost of looking.
    """
    return usable(*read_policy(path), matcher)


def usable(policy: PolicySource | None, problems: list[Problem], matcher: MatcherName) -> Policy:
    """The policy compiled. Raises InvalidInputError with every problem in its structure and in its meaning."""
    if policy is None or problems:
        raise InvalidInputError([*problems, *(() if policy is None else try_compiling(policy)[1])])
    compiled = Policy(policy, matcher=matcher)
    if broken := lock_problems(policy):
        if policy.parent is not None:
            tell_examples(broken, Policy(policy, matcher="native"), Policy(policy.parent, matcher="native"))
        raise InvalidInputError(broken)
    return compiled
