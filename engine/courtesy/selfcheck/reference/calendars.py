"""Holidays and business days; of years that the library does not know, nothing is known."""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY = timedelta(days=1)


@lru_cache(maxsize=1024)
def _year(code: str, year: int) -> HolidayBase | None:
    """The holidays of a year; None where the library does not know them, or warns that it knows some only."""
    country, _, region = code.partition("-")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = country_holidays(country, subdiv=region or None, years=year)
    return None if told or not found.start_year <= year <= found.end_year else found


@lru_cache(maxsize=65536)
def is_holiday(day: date, code: str) -> bool | None:
    """Whether a date is a public holiday of a calendar."""
    known = _year(code, day.year)
    return None if known is None else day in known


@lru_cache(maxsize=65536)
def is_business_day(day: date, code: str) -> bool | None:
    """Whether a date is neither weekend nor holiday."""
    known = _year(code, day.year)
    return None if known is None else bool(known.is_working_day(day))


def business_day(day: date, count: int, code: str) -> date | None:
    """The business day that many after a date (before it, where negative); the date itself for 0.

    None where that takes a year that nobody knows.
    """
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not (known := is_business_day(day, code)):
            if known is None:
                return None
            day += step
    return day
