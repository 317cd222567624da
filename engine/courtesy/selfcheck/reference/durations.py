"""Lengths of time: how a moment is moved by one, and how far a window looks back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.selfcheck.reference.calendars import business_day, nth_last_business_day
from courtesy.selfcheck.reference.clocks import EARLIEST, LATEST, MICROSECOND, midnight, reading, showing
from courtesy.selfcheck.reference.open_time import after, before

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from courtesy.selfcheck.reference.calendars import Calendar

DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_REAL = {"minute": timedelta(minutes=1), "hour": _HOUR}
_DAYS = {"day": 1, "week": 7, "date": 1}
_MONTHS = {"month": 1, "year": 12}


class Length(Struct, frozen=True):
    """So many of a unit, such as 7 of `day`."""

    count: int
    unit: str


@lru_cache(maxsize=1024)
def length(text: str) -> Length:
    """The length that a text such as `2 business days` writes."""
    count, _, unit = text.partition(" ")
    return Length(int(count), unit.strip().removesuffix("s"))


def date_after(day: date, by: Length, calendar: Calendar) -> date | None:
    """The date that lies so many days, weeks, months, years or business days after another (before, where negative).

    The last day of a month stands for those that it does not have. None where nobody knows the calendar.
    """
    if by.unit in _DAYS:
        return day + by.count * _DAYS[by.unit] * DAY
    if by.unit in _MONTHS:
        year, month = divmod(day.year * 12 + day.month - 1 + by.count * _MONTHS[by.unit], 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return business_day(day, by.count, calendar)


def moved(at: datetime, by: Length, zone: ZoneInfo | None, calendar: Calendar) -> datetime | None:
    """The moment moved forward (back, where the count is negative); None where that takes what nobody knows.

    Minutes and hours are real ones; dates end at midnight; everything else keeps the clock's reading.
    """
    try:
        found = _moved(at, by, zone, calendar)
    except (OverflowError, ValueError):
        found = LATEST if by.count > 0 else EARLIEST
    return None if found is None else max(EARLIEST, min(found, LATEST))


def _moved(at: datetime, by: Length, zone: ZoneInfo | None, calendar: Calendar) -> datetime | None:
    if by.unit in _REAL:
        return at + by.count * _REAL[by.unit]
    if zone is None:
        return None
    if by.unit == "business day" and by.count == 0:
        return at
    if by.unit == "business hour":
        move = after if by.count > 0 else before
        return move(at, abs(by.count) * _HOUR, zone, calendar)
    local = reading(at, zone)
    day = date_after(local.date(), by, calendar)
    if day is None:
        return None
    return midnight(day, zone) if by.unit == "date" else showing(datetime.combine(day, local.time()), local.fold, zone)


def over(anchor: datetime | date, by: Length, zone: ZoneInfo | None, calendar: Calendar) -> datetime | None:
    """When a wait from an anchor is over: after a bare date when the last day begins; hours count from its end."""
    return _from(anchor, by, zone, calendar, more=0)


def due(anchor: datetime | date, by: Length, zone: ZoneInfo | None, calendar: Calendar) -> datetime | None:
    """When a time limit from an anchor ends: after a bare date when the last day does; hours count from its end."""
    return _from(anchor, by, zone, calendar, more=1)


def back(
    anchor: datetime | date, by: Length, zone: ZoneInfo | None, calendar: Calendar, *, whole_days: int
) -> datetime | None:
    """The moment that lies so much before an anchor; so many whole days later, where a bare date is moved by days.

    Dates begin with the first of them, that of the anchor being the last. Hours count from the beginning of a bare
    date.
    """
    earlier = Length(-by.count, by.unit)
    if isinstance(anchor, datetime) and by.unit != "date":
        return moved(anchor, earlier, zone, calendar)
    if zone is None:
        return None
    day = reading(anchor, zone).date() if isinstance(anchor, datetime) else anchor
    if by.unit in _REAL or by.unit == "business hour":
        return moved(midnight(day, zone), earlier, zone, calendar)
    try:
        if by.unit == "date":
            return midnight(day + (1 - by.count) * DAY, zone)
        first = date_after(day, earlier, calendar)
        return None if first is None else midnight(first + whole_days * DAY, zone)
    except (OverflowError, ValueError):
        return EARLIEST


def _from(
    anchor: datetime | date, by: Length, zone: ZoneInfo | None, calendar: Calendar, *, more: int
) -> datetime | None:
    if isinstance(anchor, datetime):
        return moved(anchor, by, zone, calendar)
    if zone is None:
        return None
    if by.unit in _REAL or by.unit == "business hour":
        return moved(midnight(anchor + DAY, zone), by, zone, calendar)
    try:
        day = date_after(anchor, by, calendar)
        return None if day is None else min(midnight(day + more * DAY, zone), LATEST)
    except (OverflowError, ValueError):
        return LATEST


def window_start(
    per: str, at: datetime, zone: ZoneInfo | None, calendar: Calendar, week: int, *, inclusive: bool = False
) -> datetime | None:
    """The first instant that lies in a window up to `at`; None where that takes what nobody knows.

    What is exactly as old as the window lies in it where it is `inclusive`. `week` is the first day of a week, 0 for
    Monday.
    """
    if not per.startswith("calendar "):
        count, unit = length(per).count, length(per).unit
        if unit == "date":
            return moved(at, Length(1 - count, unit), zone, calendar)
        if unit == "business day":
            first = None if zone is None else nth_last_business_day(reading(at, zone).date(), count, calendar)
            return None if first is None or zone is None else midnight(first, zone)
        if unit == "business hour" and inclusive:
            # What is exactly as old as the window lies in it up to the moment at which that time has passed.
            at, inclusive = at - MICROSECOND, False
        start = moved(at, Length(-count, unit), zone, calendar)
        return None if start is None else start if inclusive else start + MICROSECOND
    if zone is None:
        return None
    day = reading(at, zone).date()
    if per == "calendar week":
        day -= (day.weekday() - week) % 7 * DAY
    elif per != "calendar day":
        months = {"month": 1, "quarter": 3, "year": 12}[per.removeprefix("calendar ")]
        day = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return midnight(day, zone)
