"""`deadline: {at_most: D, after: X}`: the act is at X + D or before; `{at_least: D, before: X}`: at X - D or before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.anchors import Lacking, anchor
from courtesy.selfcheck.reference.durations import back, due, length

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation
    from courtesy.selfcheck.reference.truth import Kleene


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether the time is not over, or nothing has started it."""
    begun = anchor(body["before" if "before" in body else "after"], body.get("or"), situation)
    if isinstance(begun, Lacking):
        return True if begun is Lacking.NEVER else None
    if "before" in body:
        end = back(begun, length(str(body["at_least"])), situation.zone, situation.calendar, whole_days=1)
    else:
        end = due(begun, length(str(body["at_most"])), situation.zone, situation.calendar)
    return None if end is None else situation.at <= end
