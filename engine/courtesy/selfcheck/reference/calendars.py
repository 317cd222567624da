"""Holidays and business days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def _year(code: str, year: int) -> HolidayBase:
    country, _, region = code.partition("-")
    return country_holidays(country, subdiv=region or None, years=year)


@lru_cache(maxsize=65536)
def is_holiday(day: date, code: str) -> bool:
    """Whether a date is a public holiday of a calendar."""
    return day in _year(code, day.year)


@lru_cache(maxsize=65536)
def is_business_day(day: date, code: str) -> bool:
    """Whether a date is neither weekend nor holiday."""
    return bool(_year(code, day.year).is_working_day(day))


def business_day(day: date, count: int, code: str) -> date:
    """The business day that many after a date (before it, where negative); the date itself for 0."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day, code):
            day += step
    return day
