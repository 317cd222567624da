"""Permitted hours: whether the act lies in them, and what closes those that would hold it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import date_of, day_number, own_clock, weekday_of
from courtesy.model.facts import Closing
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.clock import LocalClock
    from courtesy.facts.scene import Scene
    from courtesy.model.predicate import OpenHours, WithinHours


class HoursReader:
    """Whether the act lies in permitted hours, for one `WithinHours`."""

    __slots__ = ("_calendar", "_open_hours", "_term", "lacks_calendar")

    def __init__(self, term: WithinHours) -> None:
        self._term = term
        self._calendar = term.almanac.calendar
        self._open_hours = tuple((hours, opening(hours, self._calendar)) for hours in term.open_hours)
        self.lacks_calendar = self._calendar is None and any(not hours.holidays for hours in term.open_hours)

    def value(self, scene: Scene) -> bool | None:
        """Whether it does; None where no zone is known, or the holidays that would close them are not."""
        clock = hours_clock(self._term, scene)
        if clock is None or self.lacks_calendar:
            return None
        local, unknown = clock.local(scene.at), False
        for hours, is_open in self._open_hours:
            day = day_of(hours, local)
            if day is not None and (found := is_open(day)) is not False:
                if found:
                    return True
                unknown = True
        return None if unknown else False

    def closing(self, scene: Scene) -> Closing | None:
        """What closes the first hours that would hold the act by weekday and time of day; None where none would."""
        clock = hours_clock(self._term, scene)
        if clock is None:
            return None
        local = clock.local(scene.at)
        days = ((hours, day_of(hours, local)) for hours, _ in self._open_hours)
        found = next(((w, day) for w, day in days if day is not None and weekday_of(day) in w.days), None)
        if found is None:
            return None
        hours, day = found
        calendar = None if hours.holidays else calendar_of(self._calendar)
        return Closing(date_of(day), None if calendar is None else calendar.holiday(day))


def hours_clock(term: WithinHours, scene: Scene) -> LocalClock | None:
    """The clock that hours are read on; None where its zone is not known."""
    return own_clock(term.almanac) or (scene.candidate_clock() if term.own else scene.clock())


hours_reader = lru_cache(maxsize=1024)(HoursReader)
"""The reader of a term, made once."""


def day_of(hours: OpenHours, local: int) -> int | None:
    """The day that hours belong to which hold a local reading by its time of day; None where none does."""
    day, time_of_day = divmod(local, DAY)
    if hours.start < hours.end:
        return day if hours.start <= time_of_day < hours.end else None
    if time_of_day >= hours.start:
        return day
    return day - 1 if time_of_day < hours.end else None


def opening(hours: OpenHours, calendar_code: str | None) -> Callable[[int], bool | None]:
    """Whether hours that start on a given local date (a day number) are open at all; None where that is unknown."""
    closed = tuple((day_number(first), day_number(last)) for first, last in hours.not_on)

    def is_open(day: int) -> bool | None:
        if weekday_of(day) not in hours.days or any(first <= day <= last for first, last in closed):
            return False
        if hours.holidays:
            return True
        calendar = calendar_of(calendar_code)
        holiday = None if calendar is None else calendar.is_holiday(day)
        return None if holiday is None else not holiday

    return is_open
