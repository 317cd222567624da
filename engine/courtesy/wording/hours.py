"""Permitted hours in words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.model.almanac import Special
from courtesy.values import DAY
from courtesy.wording import times
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from courtesy.model.almanac import Days, OpenHours, Stretch

_EVERY_DAY = 7


@lru_cache(maxsize=256)
def permitted_hours(open_hours: tuple[OpenHours, ...]) -> str:
    """`Monday to Friday 09:00 to 17:00, no holidays`; several are told apart by semicolons."""
    if len(open_hours) == 1:
        return _hours(open_hours[0])
    return f"{'; '.join(map(_hours, open_hours[:-1]))}; or {_hours(open_hours[-1])}"


def _hours(hours: OpenHours) -> str:
    on = joined(_on(hours.on), "or")
    days = times.weekdays(hours.days) if len(hours.days) < _EVERY_DAY else on or "every day"
    whole_day = hours.start == 0 and hours.end == DAY
    comma = "," if days == on else ""
    clock_hours = "" if whole_day else f"{comma} {times.time_of_day(hours.start)} to {times.time_of_day(hours.end)}"
    overnight = " on the next day" if hours.overnight else ""
    closed = "" if hours.holidays else ", no holidays"
    limited = f", {on}" if on and days != on else ""
    not_on = f", not {', nor '.join(_on(hours.not_on))}" if hours.not_on else ""
    return f"{days}{clock_hours}{overnight}{closed}{limited}{not_on}"


def _on(days: tuple[Days, ...]) -> list[str]:
    """`on 24 December 2026`, `from 28 to 31 December`, `on the day before a holiday`; each once, as they come."""
    stretches = {one for one in days if not isinstance(one, Special)}
    named = [on_dates(one) for one in sorted(stretches, key=_by_date)]
    return [*named, *("on the day before a holiday" for _ in {one for one in days if isinstance(one, Special)})]


def _by_date(of: Stretch) -> tuple[int, ...]:
    first, last = of.first, of.last
    years = (first.year, last.year) if isinstance(first, date) and isinstance(last, date) else (0, 0)
    return years[0], first.month, first.day, years[1], last.month, last.day


def on_dates(of: Stretch) -> str:
    """`on 24 December 2026`, `from 24 December to 1 January`."""
    return f"{'on' if of.first == of.last else 'from'} {times.stretch(of)}"
