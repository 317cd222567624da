"""Lengths of time: how a moment is moved by one, and how far a window looks back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.selfcheck.reference.calendars import business_day
from courtesy.selfcheck.reference.clocks import EARLIEST, LATEST, MICROSECOND, midnight, reading, showing

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_REAL = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_DAYS = {"day": 1, "week": 7}


class Length(Struct, frozen=True):
    """So many of a unit, such as 7 of `day`."""

    count: int
    unit: str


@lru_cache(maxsize=1024)
def length(text: str) -> Length:
    """The length that a text such as `2 business days` writes."""
    count, _, unit = text.partition(" ")
    return Length(int(count), unit.strip().removesuffix("s"))


def moved(at: datetime, by: Length, zone: ZoneInfo | None, calendar: str | None) -> datetime | None:
    """The moment moved forward (back, where the count is negative); None where that takes a zone nobody knows.

    Minutes and hours are real ones; days, weeks and business days keep the clock's reading; dates end at midnight.
    """
    try:
        found = _moved(at, by, zone, calendar)
    except (OverflowError, ValueError):
        found = LATEST if by.count > 0 else EARLIEST
    return None if found is None else max(EARLIEST, min(found, LATEST))


def _moved(at: datetime, by: Length, zone: ZoneInfo | None, calendar: str | None) -> datetime | None:
    count, unit = by.count, by.unit
    if unit in _REAL:
        return at + count * _REAL[unit]
    if zone is None:
        return None
    local = reading(at, zone)
    if unit in _DAYS:
        return showing(local + count * _DAYS[unit] * DAY, local.fold, zone)
    if unit == "date":
        return midnight(local.date() + count * DAY, zone)
    if count == 0:
        return at
    return showing(datetime.combine(business_day(local.date(), count, calendar or ""), local.time()), local.fold, zone)


def after(anchor: datetime | date, by: Length, zone: ZoneInfo | None, calendar: str | None) -> datetime | None:
    """When that much time has passed since an anchor.

    Dates and business days count from a bare date itself, everything else from its end.
    """
    if isinstance(anchor, datetime):
        return moved(anchor, by, zone, calendar)
    if zone is None:
        return None
    if by.unit == "date":
        return midnight(anchor + by.count * DAY, zone)
    if by.unit == "business day":
        return midnight(business_day(anchor, by.count, calendar or "") + DAY, zone)
    return moved(midnight(anchor + DAY, zone), by, zone, calendar)


def window_start(per: str, at: datetime, zone: ZoneInfo | None, calendar: str | None, week: int) -> datetime | None:
    """The first instant that lies in a window up to `at`; None where that takes a zone nobody knows.

    `week` is the first day of a week, 0 for Monday.
    """
    if not per.startswith("calendar "):
        count, unit = length(per).count, length(per).unit
        if unit == "date":
            return moved(at, Length(1 - count, unit), zone, calendar)
        start = moved(at, Length(-count, unit), zone, calendar)
        return None if start is None else start + MICROSECOND
    if zone is None:
        return None
    day = reading(at, zone).date()
    if per == "calendar week":
        day -= (day.weekday() - week) % 7 * DAY
    elif per == "calendar month":
        day = day.replace(day=1)
    return midnight(day, zone)
