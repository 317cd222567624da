"""Permitted hours in words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.values import DAY
from courtesy.wording import times

if TYPE_CHECKING:
    from courtesy.model.facts import Closing
    from courtesy.model.predicate import OpenHours

_EVERY_DAY = 7


@lru_cache(maxsize=256)
def permitted_hours(open_hours: tuple[OpenHours, ...]) -> str:
    """`Monday to Friday 09:00 to 17:00, no holidays`; several are told apart by semicolons."""
    if len(open_hours) == 1:
        return _hours(open_hours[0])
    return f"{'; '.join(map(_hours, open_hours[:-1]))}; or {_hours(open_hours[-1])}"


def _hours(hours: OpenHours) -> str:
    days = "every day" if len(hours.days) == _EVERY_DAY else times.weekdays(hours.days)
    whole_day = hours.start == 0 and hours.end == DAY
    clock_hours = "" if whole_day else f" {times.time_of_day(hours.start)} to {times.time_of_day(hours.end)}"
    overnight = " on the next day" if hours.start >= hours.end else ""
    closed = "" if hours.holidays else ", no holidays"
    return f"{days}{clock_hours}{overnight}{closed}{_not_on(hours)}"


def _not_on(hours: OpenHours) -> str:
    """`, not on 24 December 2026, nor from 28 to 31 December 2026`."""
    stretches = [
        f"{'on' if first == last else 'from'} {times.dates(first, last)}" for first, last in sorted(set(hours.not_on))
    ]
    return f", not {', nor '.join(stretches)}" if stretches else ""


def closed_by(closing: Closing) -> str:
    """What closes hours that would be open, their weekday and time of day being right."""
    day = times.date_and_month(closing.day)
    return f"and {day} is {'a closed date' if closing.holiday is None else f'a holiday, {closing.holiday}'}"
