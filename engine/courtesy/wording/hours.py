"""Permitted hours in words."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.values import DAY
from courtesy.wording import times

if TYPE_CHECKING:
    from datetime import date, datetime

    from courtesy.model.predicate import HoursWindow

_MICROSECOND = timedelta(microseconds=1)
_EVERY_DAY = 7


@lru_cache(maxsize=256)
def permitted_hours(windows: tuple[HoursWindow, ...]) -> str:
    """`Monday to Friday 09:00 to 17:00, no holidays`; several are told apart by semicolons."""
    if len(windows) == 1:
        return _window(windows[0])
    return f"{'; '.join(map(_window, windows[:-1]))}; or {_window(windows[-1])}"


def _window(window: HoursWindow) -> str:
    days = "every day" if len(window.days) == _EVERY_DAY else times.weekdays(window.days)
    whole_day = window.start == 0 and window.end == DAY
    hours = "" if whole_day else f" {times.time_of_day(window.start)} to {times.time_of_day(window.end)}"
    overnight = " on the next day" if window.start >= window.end else ""
    closed = "" if window.holidays else ", no holidays"
    return f"{days}{hours}{overnight}{closed}{_not_on(window)}"


def _not_on(window: HoursWindow) -> str:
    """`, not on 24 December 2026, nor from 28 to 31 December 2026`."""
    stretches = [
        f"{'on' if first == last else 'from'} {times.dates(first, last)}" for first, last in sorted(set(window.not_on))
    ]
    return f", not {', nor '.join(stretches)}" if stretches else ""


def closed_by(windows: tuple[HoursWindow, ...], at: datetime, holiday: str | None) -> str:
    """What closes the window that would be open at a local time, its weekday and time of day being right; or nothing.

    `holiday` names the holiday of the day that such a window begins on; None where that day is none.
    """
    for window in windows:
        begins = begin_of(window, at)
        if begins is None:
            continue
        if any(first <= begins <= last for first, last in window.not_on):
            return f"and {times.date_and_month(begins)} is a closed date"
        if holiday is not None and not window.holidays:
            return holiday
    return ""


def begin_of(window: HoursWindow, at: datetime) -> date | None:
    """The date on which a window begins that a local time lies in, if no date closes it; None where it lies in none."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    time_of_day = (at.replace(tzinfo=None) - midnight) // _MICROSECOND
    overnight = window.start >= window.end
    if time_of_day >= window.start and (overnight or time_of_day < window.end):
        begins = at.date()
    elif overnight and time_of_day < window.end:
        begins = at.date() - timedelta(days=1)
    else:
        return None
    return begins if begins.weekday() in window.days else None
