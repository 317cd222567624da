"""Dates of a policy: one or a stretch, of one time or of every year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.compiling.errors import WrongValueError
from courtesy.instants import DATE, parse_timestamp
from courtesy.model.almanac import Dates, DayOfYear, Special, YearlyDates
from courtesy.wording.meant import dates_hint

if TYPE_CHECKING:
    from courtesy.compiling.scope import Scope
    from courtesy.model.almanac import Days, Stretch
    from courtesy.spans import Scalar

DAY_OF_YEAR = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
"""The form of a date of every year."""
DATES = f"({DATE}(/{DATE})?|{DAY_OF_YEAR}(/{DAY_OF_YEAR})?)"
"""The form of a date or a stretch of dates, with the year or without, for the schema."""
DAYS_OF_HOURS = f"({DATES}|{'|'.join(Special)})"
"""The same of the days that hours are limited to."""
_LEAP_YEAR = 2000
_NO_DAY = Dates(date.min, date.min)


def read_days(scalar: Scalar, scope: Scope) -> Days:
    """Dates, or days that are known by what they are."""
    if any(scalar == special.value for special in Special):
        scope.needs_calendar(scalar.span, "asks for the day before a holiday")
        return Special(str(scalar))
    return read_stretch(scalar, scope)


def read_stretch(scalar: Scalar, scope: Scope) -> Stretch:
    """`2026-12-24`, `2026-12-24/2027-01-01`, and the same without years, which may run over the year's end."""
    first, slash, last = scalar.partition("/")
    ends = [_day(text) for text in (first, last if slash else first)]
    match ends:
        case [DayOfYear() as begin, DayOfYear() as end]:
            return YearlyDates(begin, end)
        case [date() as begin, date() as end] if begin <= end:
            return Dates(begin, end)
    error = WrongValueError(
        scalar.span,
        scope.rule_id,
        "a date or a stretch such as `2026-12-24/2026-12-31` or `12-24/12-31`",
        f"`{scalar}`",
        dates_hint(scalar),
    )
    return scope.reject(error, _NO_DAY)


def _day(text: str) -> date | DayOfYear | None:
    found = parse_timestamp(text)
    if type(found) is date:
        return found
    try:
        of_leap_year = date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        return None
    return DayOfYear(of_leap_year.month, of_leap_year.day)
