"""Holidays and business days; of years that the library does not know, nothing is known but what a policy closes."""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from holidays import country_holidays
from msgspec import Struct

from courtesy.selfcheck.reference.clocks import clock

if TYPE_CHECKING:
    from holidays import HolidayBase

    from courtesy.model.policy import PolicySource

DAY = timedelta(days=1)
_A_WHOLE_DAY = (0, clock("24:00"))
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Plain = Any
"""A tree of a file as a value that can be compared: a text, a tuple of values, or a tuple of pairs."""


class Calendar(Struct, frozen=True, cache_hash=True):
    """A calendar by its code, and what a policy says of it; without a code nothing is known of holidays.

    `closed` are dates as a policy writes them, with the part of the day in microseconds since midnight. `hours` are the
    business hours as they are written, which `windows` reads.
    """

    code: str | None
    weekend: frozenset[int] | None = None
    closed: tuple[tuple[str, tuple[int, int]], ...] = ()
    hours: Plain = ()


def calendar(policy: PolicySource, code: str | None) -> Calendar:
    """The calendar of a code by what a policy says."""
    return _calendar(
        code, policy.defaults.calendar, plain(policy.weekend), plain(policy.closed), plain(policy.business_hours)
    )


@lru_cache(maxsize=1024)
def _calendar(code: str | None, policys: str | None, weekend: Plain, closed: Plain, hours: Plain) -> Calendar:
    return Calendar(code, _weekend(code, policys, weekend), tuple(_closed(closed)), hours)


def plain(tree: Plain) -> Plain:
    """A tree as a value that can be compared."""
    if isinstance(tree, dict):
        return tuple((str(key), plain(value)) for key, value in tree.items())
    return tuple(map(plain, tree)) if isinstance(tree, list) else None if tree is None else str(tree)


def _weekend(code: str | None, policys: str | None, written: Plain) -> frozenset[int] | None:
    """The weekend that a policy gives a calendar: its own one, or one of those it lists by their codes."""
    if written is None:
        return None
    if isinstance(written, tuple) and isinstance(written[0], tuple):
        return next((_weekdays(days) for of, days in written if of == code), None)
    return _weekdays(written) if code == policys else None


def _weekdays(written: Plain) -> frozenset[int]:
    several = written if isinstance(written, tuple) else (written,)
    return frozenset(day for day in range(7) if any(falls(day, one) for one in several))


def falls(weekday: int, days: str) -> bool:
    """Whether a weekday (0 for Monday) is one of `mon-fri`, `sat-mon`, `wed` or `sunday`."""
    first, _, last = days.lower().partition("-")
    start, end = _NAMES.index(first[:3]), _NAMES.index((last or first)[:3])
    return (weekday - start) % 7 <= (end - start) % 7


def _closed(written: Plain) -> list[tuple[str, tuple[int, int]]]:
    """One closing, or several: dates, or pairs of keys and values."""
    if written is None:
        return []
    if isinstance(written, str):
        return [(written, _A_WHOLE_DAY)]
    if all(isinstance(one, tuple) and one and one[0] in {"on", "from", "to", "because"} for one in written):
        said = dict(written)
        part = (clock(said.get("from", "00:00")), clock(said.get("to", "24:00")))
        return [(dates, part) for dates in (said["on"] if isinstance(said["on"], tuple) else (said["on"],))]
    return [closing for one in written for closing in _closed(one)]


def lies(day: date, dates: str) -> bool:
    """Whether a date lies in `2026-12-24`, `2026-12-24/2026-12-31`, or in `12-24/01-01` of any year."""
    first, _, last = dates.partition("/")
    last = last or first
    of_year = first.count("-") == 1
    now = day.isoformat()[5:] if of_year else day.isoformat()
    return first <= now <= last if first <= last else now >= first or now <= last


@lru_cache(maxsize=65536)
def closed_parts(day: date, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The parts of a date on which nobody works, in microseconds since midnight."""
    return tuple(part for dates, part in calendar.closed if lies(day, dates))


@lru_cache(maxsize=1024)
def _year(code: str, year: int) -> HolidayBase | None:
    """The holidays of a year; None where the library does not know them, or warns that it knows some only."""
    country, _, region = code.partition("-")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = country_holidays(country, subdiv=region or None, years=year)
    return None if told or not found.start_year <= year <= found.end_year else found


@lru_cache(maxsize=65536)
def is_holiday(day: date, calendar: Calendar) -> bool | None:
    """Whether a date is a public holiday of a calendar."""
    known = None if calendar.code is None else _year(calendar.code, day.year)
    return None if known is None else day in known


@lru_cache(maxsize=65536)
def is_open(day: date, calendar: Calendar) -> bool | None:
    """Whether a date is neither a public holiday nor closed."""
    if _A_WHOLE_DAY in closed_parts(day, calendar):
        return False
    holiday = is_holiday(day, calendar)
    return None if holiday is None else not holiday


@lru_cache(maxsize=65536)
def is_business_day(day: date, calendar: Calendar) -> bool | None:
    """Whether a date is neither weekend nor holiday nor closed."""
    if _A_WHOLE_DAY in closed_parts(day, calendar):
        return False
    known = None if calendar.code is None else _year(calendar.code, day.year)
    if known is None or calendar.weekend is None:
        return None if known is None else bool(known.is_working_day(day))
    return day in known.weekend_workdays if day.weekday() in calendar.weekend else day not in known


def business_day(day: date, count: int, calendar: Calendar) -> date | None:
    """The business day that many after a date (before it, where negative); the date itself for 0.

    None where that takes a year that nobody knows.
    """
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not (known := is_business_day(day, calendar)):
            if known is None:
                return None
            day += step
    return day


def nth_last_business_day(day: date, count: int, calendar: Calendar) -> date | None:
    """The business day that many back, the date itself being the first where it is one."""
    works = is_business_day(day, calendar)
    return None if works is None else business_day(day, -(count - 1 if works else count), calendar)
