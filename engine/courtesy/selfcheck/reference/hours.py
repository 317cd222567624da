"""`hours: WINDOWS`: the act lies in one of the windows, on the clock it is read on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.calendars import is_holiday
from courtesy.selfcheck.reference.clocks import reading
from courtesy.selfcheck.reference.scalars import clock, listed, time_of_day
from courtesy.selfcheck.reference.truth import Kleene, either, no

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation

_DAY = timedelta(days=1)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether any window is open; unknown where the zone is."""
    if situation.zone is None:
        return None
    local = reading(situation.at, situation.zone)
    day, now = local.date(), time_of_day(local)
    return either(_inside(window, day, now, situation) for window in listed(body))


def _inside(window: Part, day: date, now: int, situation: Situation) -> Kleene:
    """Whether a time of a date lies in a window: the start is inside, the end is not."""
    start, end = clock(window.get("from", "00:00")), clock(window.get("to", "24:00"))
    if start < end:
        return start <= now < end and _open(window, day, situation)
    # Over midnight it belongs to the day it starts on.
    evening = now >= start and _open(window, day, situation)
    return either((evening, now < end and _open(window, day - _DAY, situation)))


def _open(window: Part, day: date, situation: Situation) -> Kleene:
    """Whether a window opens on a date."""
    if "days" in window and not any(_falls(day, str(days)) for days in listed(window["days"])):
        return False
    if any(_lies(day, str(dates)) for dates in listed(window.get("not_on"))):
        return False
    return True if window.get("holidays", "true") == "true" else no(is_holiday(day, situation.calendar or ""))


def _falls(day: date, days: str) -> bool:
    """Whether a date is one of `mon-fri`, `sat-mon`, `wed` or `sunday`."""
    first, _, last = days.lower().partition("-")
    start, end = _NAMES.index(first[:3]), _NAMES.index((last or first)[:3])
    return (day.weekday() - start) % 7 <= (end - start) % 7


def _lies(day: date, dates: str) -> bool:
    """Whether a date lies in `2026-12-24` or `2026-12-24/2026-12-31`."""
    first, _, last = dates.partition("/")
    return date.fromisoformat(first) <= day <= date.fromisoformat(last or first)
