"""Permitted hours in words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.values import DAY
from courtesy.wording import times

if TYPE_CHECKING:
    from courtesy.model.facts import Closing
    from courtesy.model.predicate import HoursWindow

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


def closed_by(closing: Closing) -> str:
    """What closes a window that would be open, its weekday and time of day being right."""
    day = times.date_and_month(closing.day)
    return f"and {day} is {'a closed date' if closing.holiday is None else f'a holiday, {closing.holiday}'}"
