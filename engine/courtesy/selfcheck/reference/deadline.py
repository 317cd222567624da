"""`deadline: {at_most: D, after: X}`: the act is at X + D or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.anchors import Lacking, anchor
from courtesy.selfcheck.reference.durations import due, length

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation
    from courtesy.selfcheck.reference.truth import Kleene


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether the time is not over, or nothing has started it."""
    begun = anchor(body["after"], body.get("or"), situation)
    if isinstance(begun, Lacking):
        return True if begun is Lacking.NEVER else None
    end = due(begun, length(str(body["at_most"])), situation.zone, situation.calendar)
    return None if end is None else situation.at <= end
