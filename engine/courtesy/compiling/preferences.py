"""A policy's preferences: resolved and typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import WrongValueError
from courtesy.compiling.hours import read_hours
from courtesy.compiling.known_names import known_names, read_names
from courtesy.compiling.moments import read_duration
from courtesy.compiling.scope import RuleScope
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.preferences import ANY_CHANNEL, USUAL_HOURS, OptionalAct, Preferences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.compiling.errors import CompileError
    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.policy import PolicySource
    from courtesy.spans import MappingNode, Tree


def read_preferences(policy: PolicySource, calendar: WorkCalendar) -> tuple[Preferences, list[CompileError]]:
    """The preferences with the problems found in them; with problems they are of no use. `calendar` is the policy's."""
    tree, scope = policy.preferences, RuleScope(policy, calendar)
    if tree is None:
        return Preferences(almanac=scope.almanac), []
    found = Preferences(
        channels=read_names(tree.get("channels"), "channel", scope),
        hours={channel: read_hours(hours, scope) for channel, hours in _by_channel(tree.get("hours"), scope)},
        own_hours=read_hours(tree["own_hours"], scope) if "own_hours" in tree else USUAL_HOURS,
        gaps={
            channel: read_duration(gap, scope)
            for channel, gap in _by_channel(tree.get("gaps"), scope, also=(ANY_CHANNEL,))
        },
        optional=tuple(_optional(act, scope) for act in tree.get("optional", ())),
        almanac=scope.almanac,
    )
    return found, scope.problems


def _by_channel(tree: MappingNode | None, scope: RuleScope, also: tuple[str, ...] = ()) -> Iterator[tuple[str, Tree]]:
    """The entries whose keys are channels (or one of `also`), by channel."""
    if tree is None:
        return
    written = {CHANNEL_ALIASES.get(key, key): value for key, value in tree.items()}
    for channel in known_names(((key, tree.span_of(key)) for key in tree), "channel", scope, also):
        yield channel, written[channel]


def _optional(tree: MappingNode, scope: RuleScope) -> OptionalAct:
    every = read_duration(tree["every"], scope)
    if every.count == 0:
        error = WrongValueError(tree["every"].span, scope.rule_id, "a length of time above zero", f"`{tree['every']}`")
        scope.reject(error, None)
    return OptionalAct(
        title=str(tree["title"]).strip(),
        channel="".join(read_names(tree["channel"], "channel", scope)),
        purpose="".join(read_names(tree["purpose"], "purpose", scope)),
        to=read_names(tree.get("to"), "role", scope),
        for_each=read_names(tree.get("for_each"), "role", scope),
        cc=read_names(tree.get("cc"), "role", scope),
        every=every,
    )
