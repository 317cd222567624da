"""`hours: WINDOWS`: the act lies in one of the windows, on the clock it is read on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.calendars import plain
from courtesy.selfcheck.reference.clocks import reading, time_of_day
from courtesy.selfcheck.reference.truth import Kleene, either
from courtesy.selfcheck.reference.windows import inside, windows

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether any window is open; unknown where the zone is."""
    if situation.zone is None:
        return None
    local = reading(situation.at, situation.zone)
    day, now, calendar = local.date(), time_of_day(local), situation.calendar
    return either(inside(window, day, now, calendar) for window in windows(plain(body)))
