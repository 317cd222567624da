"""A policy as somebody is typing it: what of it can be used, and everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api.calendars import calendar_problems
from courtesy.api.policies import usable
from courtesy.compiling.compiler import try_compiling
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.policy_loader import read_policy
from courtesy.model.frozen import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from courtesy.api.policy import Policy
    from courtesy.loading.project import Project
    from courtesy.loading.source import Unsaved
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource


class Typed(Struct, frozen=True, kw_only=True):
    """A policy as it stands in an editor.

    `policy` is None where anything is wrong; `source` is what could be read of it, None where its manifest has
    problems; `rules` are those in which nothing is wrong, by id.
    """

    policy: Policy | None = None
    source: PolicySource | None = None
    rules: Mapping[str, CompiledRule] = FrozenMap()
    problems: tuple[Problem, ...] = ()


def read_as_typed(manifest: Path, unsaved: Unsaved, project: Project | None = None) -> Typed:
    """The policy of a manifest, with what is `unsaved` of its files in place of what is on the disk."""
    source, problems = read_policy(manifest, project=project, unsaved=unsaved)
    if source is not None:
        problems += calendar_problems(source)
    try:
        policy = usable(source, problems, "native")
    except InvalidInputError as error:
        return Typed(source=source, rules=_sound_rules(source), problems=error.problems)
    return Typed(policy=policy, source=source, rules=FrozenMap({one.rule.id: one for one in policy.compiled}))


def _sound_rules(source: PolicySource | None) -> Mapping[str, CompiledRule]:
    if source is None:
        return FrozenMap()
    rules, problems = try_compiling(source)
    broken = {problem.rule_id for problem in problems}
    return FrozenMap({one.rule.id: one for one in rules if one.rule.id not in broken})
