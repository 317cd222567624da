"""Permitted hours in words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.values import DAY
from courtesy.wording import times
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from courtesy.model.predicate import HoursWindow

_EVERY_DAY = 7


@lru_cache(maxsize=256)
def permitted_hours(windows: tuple[HoursWindow, ...]) -> str:
    """`Monday to Friday 09:00 to 17:00, no holidays`."""
    return joined((_window(window) for window in windows), "or")


def _window(window: HoursWindow) -> str:
    days = "every day" if len(window.days) == _EVERY_DAY else times.weekdays(window.days)
    whole_day = window.start == 0 and window.end == DAY
    hours = "" if whole_day else f" {times.time_of_day(window.start)} to {times.time_of_day(window.end)}"
    closed = "" if window.holidays else ", no holidays"
    closed += "".join(f", not {first.isoformat()} to {last.isoformat()}" for first, last in window.not_on)
    return f"{days}{hours}{closed}"
