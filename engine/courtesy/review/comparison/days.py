"""Days near which two calendars tell themselves apart, for cases made up for a change of one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import day_number
from courtesy.model.almanac import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.api import Policy
    from courtesy.facts.business_days import Calendar

_FIRST = date(2026, 9, 15)
A_SATURDAY = date(2026, 9, 19)
"""What follows an interview on it runs over the end of a week, wherever that begins."""
_LOOKED_AT = 400
_SATURDAY = 5
_BEFORE = (1, 3, 7)
"""How many days before such a day an interview is put: near enough for most lengths of time to run over it."""
_MOST = 1


def telling_days(old: Policy, new: Policy) -> Iterator[date]:
    """Days on which to let interviews end, so that what follows runs over a day that only one version works on."""
    if old.calendar != new.calendar:
        yield from _days_apart(calendar_of(old.calendar), calendar_of(new.calendar))


def days_of_own_calendar(policy: Policy, own: str) -> Iterator[date]:
    """The same for the policy's calendar and that of a contact."""
    yield from _days_apart(calendar_of(policy.calendar), calendar_of(WorkCalendar(own)))


def _days_apart(one: Calendar | None, other: Calendar | None) -> Iterator[date]:
    differing = [day for day in _days() if _works(one, day) != _works(other, day)]
    runs = [day for day in differing if day - timedelta(days=1) not in differing]
    for day in runs[:_MOST]:
        yield from (day - timedelta(days=count) for count in _BEFORE)


def days_before_holidays(policy: Policy) -> Iterator[date]:
    """Days on which to let interviews end, so that a holiday of the policy's calendar follows on a working day."""
    calendar = calendar_of(policy.calendar)
    holidays = (day for day in _days() if calendar is not None and calendar.is_holiday(day_number(day)))
    for day in islice((day for day in holidays if day.weekday() < _SATURDAY), _MOST):
        yield from (day - timedelta(days=count) for count in _BEFORE)


def _days() -> Iterator[date]:
    return (_FIRST + timedelta(days=count) for count in range(_LOOKED_AT))


def _works(calendar: Calendar | None, day: date) -> tuple[object, ...]:
    """Whether people work on a day, and what closes it in part."""
    number = day_number(day)
    if calendar is None:
        return (None,)
    return calendar.is_business_day(number), calendar.is_holiday(number), calendar.closings_in_part(number)
