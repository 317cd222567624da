"""The moment that a rule counts from."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.clocks import midnight
from courtesy.selfcheck.reference.scalars import listed
from courtesy.selfcheck.reference.selectors import matching

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation

_SHORT = {"interview": "interview.ended_at"}


class Lacking(Enum):
    """Why there is no moment to count from."""

    NEVER = "nothing of the kind has happened"
    UNKNOWN = "nobody knows"


Moment = datetime | date | Lacking


def anchor(tree: Part, fallback: Part, situation: Situation) -> Moment:
    """The moment that an anchor names: an instant, or a bare date."""
    if isinstance(tree, dict):
        return _touched(tree, situation)
    for name in (tree, *listed(fallback)):
        found = situation.stated(_SHORT.get(str(name), str(name)))
        if isinstance(found, date):
            return found
    return Lacking.UNKNOWN


def _touched(tree: Part, situation: Situation) -> Moment:
    """The first or last matching touch up to the act; nobody knows it where one that only may match is met before."""
    which, selector = next(iter(tree.items()))
    if situation.touches is None:
        return Lacking.UNKNOWN
    past = situation.past
    for seen, certain in matching(selector, situation, past if which == "first" else past[::-1]):
        return seen.at if certain else Lacking.UNKNOWN
    return Lacking.NEVER


def beginning(moment: Moment, situation: Situation) -> datetime | Lacking:
    """Where a moment begins: a bare date with its local day."""
    if isinstance(moment, datetime | Lacking):
        return moment
    return Lacking.UNKNOWN if situation.zone is None else midnight(moment, situation.zone)
