"""By what a policy reads local times: its zone and calendar, with what it says itself in place of what it inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import Problem
from courtesy.loading.errors import WrongValueError, listed
from courtesy.loading.scalars import as_list, read_zone
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.model.policy import Defaults
from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from courtesy.model.policy import PolicySource
    from courtesy.spans import Tree

_RECIPIENT = "recipient"


def read_zone_of(manifest: MappingNode, problems: list[Problem], parent: PolicySource | None) -> str | None:
    """The policy's own zone, or else that of the one it builds on."""
    if "zone" not in manifest:
        return None if parent is None else parent.zone
    zone = read_zone(manifest["zone"])
    if isinstance(zone, Problem):
        problems.append(zone)
        return None
    return zone


def read_defaults(manifest: MappingNode, problems: list[Problem], parent: PolicySource | None) -> Defaults:
    """What holds where no rule says otherwise: what the policy says, or else what the one it builds on does."""
    tree: MappingNode = manifest.get("defaults", MappingNode({}))
    base = Defaults() if parent is None else parent.defaults
    code, of_recipient = base.calendar, base.calendar_of_recipient
    if "calendar" in tree:
        calendars = as_list(tree["calendar"])
        if len(calendars) > 1 and [one == _RECIPIENT for one in calendars] != [True, False]:
            expected = "`recipient` and the code for contacts who state none, such as `[recipient, US]`"
            problems.append(WrongValueError(calendars[0].span, expected, listed(calendars, "and")))
        code, of_recipient = next((one for one in calendars if one != _RECIPIENT), None), _RECIPIENT in calendars
    return Defaults(
        unlisted_channel=str(tree.get("unlisted_channel", base.unlisted_channel)),
        calendar=code,
        calendar_of_recipient=of_recipient,
        week_starts=WEEKDAYS.index(tree["week_starts"]) if "week_starts" in tree else base.week_starts,
    )


def weekend_of(manifest: MappingNode, parent: PolicySource | None) -> Tree | None:
    """The weekends that the policy corrects; what corrects that of one calendar is not inherited by another one."""
    own: Tree | None = manifest.get("weekend")
    inherited = None if parent is None else parent.weekend
    if own is not None and isinstance(own, MappingNode) and isinstance(inherited, MappingNode):
        return MappingNode({**inherited, **own}, own.span, {**inherited.key_spans, **own.key_spans})
    if own is not None:
        return own
    other_calendar = "calendar" in manifest.get("defaults", ())
    return inherited if isinstance(inherited, MappingNode) or not other_calendar else None


def closed_days_of(manifest: MappingNode, parent: PolicySource | None) -> Tree | None:
    """The days that the policy closes, beside those that the one it builds on does."""
    own: Tree | None = manifest.get("closed")
    inherited = None if parent is None else parent.closed
    if own is None or inherited is None:
        return inherited if own is None else own
    both = (one for tree in (inherited, own) for one in (tree if isinstance(tree, SequenceNode) else [tree]))
    return SequenceNode(list(both), own.span)
