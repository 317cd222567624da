"""When one stretch of hours is open, by weekday, dates, holidays and what a policy closes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.facts.clock import date_of, weekday_of
from courtesy.model.almanac import Special
from courtesy.values import DAY

if TYPE_CHECKING:
    from courtesy.facts.business_days import Calendar
    from courtesy.model.almanac import Closed, Days, OpenHours


class Opening:
    """One stretch of hours by one calendar. Days are day numbers (since 1970-01-01), readings those of a clock."""

    __slots__ = ("_calendar", "_closes", "hours", "varies")

    def __init__(self, hours: OpenHours, calendar: Calendar | None) -> None:
        """Without a calendar, what takes one is unknown. `varies` is whether weeks can differ from each other."""
        self.hours, self._calendar = hours, calendar
        self._closes = calendar if not hours.holidays else None
        self.varies = not hours.holidays or bool(hours.on) or bool(hours.not_on)

    def day_of(self, local: int) -> int | None:
        """The day that the hours belong to which hold a reading by its time of day; None where none does."""
        day, time_of_day = divmod(local, DAY)
        hours = self.hours
        if not hours.overnight:
            return day if hours.start <= time_of_day < hours.end else None
        if time_of_day >= hours.start:
            return day
        return day - 1 if time_of_day < hours.end else None

    def is_meant(self, day: int) -> bool | None:
        """Whether a day is one of the weekdays and dates of the hours; None where that is unknown."""
        if weekday_of(day) not in self.hours.days:
            return False
        return self._falls_on(self.hours.on, day) if self.hours.on else True

    def is_open(self, day: int) -> bool | None:
        """Whether the hours that start on a day are open at all; None where that is unknown."""
        meant = self.is_meant(day)
        if meant is False:
            return False
        hours, unknown = self.hours, meant is None
        if hours.not_on:
            left_out = self._falls_on(hours.not_on, day)
            if left_out:
                return False
            unknown = unknown or left_out is None
        if not hours.holidays:
            works = None if self._calendar is None else self._calendar.is_open(day)
            if works is False:
                return False
            unknown = unknown or works is None
        return None if unknown else True

    def closing_at(self, local: int) -> Closed | None:
        """What closes the part of a day that a reading lies in; None where nothing does."""
        day, time_of_day = divmod(local, DAY)
        return next((one for one in self.closed_parts(day) if one.start <= time_of_day < one.end), None)

    def closed_parts(self, day: int) -> tuple[Closed, ...]:
        """What closes a part of a day for these hours."""
        return () if self._closes is None else self._closes.closings_in_part(day)

    def holds(self, local: int) -> bool | None:
        """Whether a reading lies in the hours; None where that is unknown."""
        day = self.day_of(local)
        if day is None or self.closing_at(local) is not None:
            return False
        return self.is_open(day)

    def state(self, day: int) -> tuple[object, ...]:
        """All that a day has to do with the hours: the same for days that do not differ but by their weekday."""
        return self.is_open(day), self.closed_parts(day)

    def edges(self, day: int) -> list[int]:
        """The readings at which hours that start on a day open and close, and those at which a part of it does."""
        hours = self.hours
        parts = [day * DAY + edge for one in self.closed_parts(day) for edge in (one.start, one.end)]
        if self.is_open(day) is False:
            return parts
        return [day * DAY + hours.start, day * DAY + hours.end + (DAY if hours.overnight else 0), *parts]

    def _falls_on(self, days: tuple[Days, ...], day: int) -> bool | None:
        """Whether a day is one of several; None where that is unknown."""
        on, unknown = date_of(day), False
        for one in days:
            if isinstance(one, Special):
                before_holiday = None if self._calendar is None else self._calendar.is_holiday(day + 1)
                if before_holiday:
                    return True
                unknown = unknown or before_holiday is None
            elif one.hold(on):
                return True
        return None if unknown else False


opening = lru_cache(maxsize=1024)(Opening)
"""The opening of hours by a calendar, made once."""
