"""By which clock and calendar rules read local time: dates, hours of a day, and when nobody works."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from msgspec import Struct

from courtesy.values import DAY, Word


class Dates(Struct, frozen=True, cache_hash=True):
    """A stretch of dates, both ends included."""

    first: date
    last: date

    def hold(self, day: date) -> bool:
        """Whether a date is one of them."""
        return self.first <= day <= self.last


class DayOfYear(NamedTuple):
    """A date of every year; 29 February is one of leap years only."""

    month: int
    day: int


class YearlyDates(Struct, frozen=True, cache_hash=True):
    """A stretch of dates of every year, both ends included; a first one that comes later runs over the year's end."""

    first: DayOfYear
    last: DayOfYear

    def hold(self, day: date) -> bool:
        """Whether a date is one of them."""
        of_year = DayOfYear(day.month, day.day)
        if self.first <= self.last:
            return self.first <= of_year <= self.last
        return of_year >= self.first or of_year <= self.last


Stretch = Dates | YearlyDates


class Special(Word):
    """Days that are known by what they are, and not by their date."""

    DAY_BEFORE_HOLIDAY = "day_before_holiday"


Days = Stretch | Special
"""What hours may be limited to."""


class OpenHours(Struct, frozen=True, cache_hash=True):
    """One permitted stretch of a day. Times are microseconds since local midnight; start inclusive, end exclusive.

    `days` are 0 for Monday to 6 for Sunday. Where `start` is later than `end` they run over midnight and
    belong to the day they start on. `holidays` false closes them on holidays and closed days of the almanac's calendar.
    `not_on` lists days on which they are closed, `on` the only ones on which they are open where it lists any.
    """

    days: frozenset[int]
    start: int
    end: int
    holidays: bool = True
    not_on: tuple[Days, ...] = ()
    on: tuple[Days, ...] = ()

    @property
    def overnight(self) -> bool:
        """Whether they run over midnight."""
        return self.start >= self.end

    @property
    def of_calendar(self) -> bool:
        """Whether it takes a calendar of holidays to tell when they are open."""
        return not self.holidays or Special.DAY_BEFORE_HOLIDAY in (*self.on, *self.not_on)


class Closed(Struct, frozen=True, cache_hash=True):
    """Dates on which nobody works: whole days, or the same part of each (microseconds since local midnight)."""

    dates: Stretch
    start: int = 0
    end: int = DAY
    because: str | None = None

    @property
    def all_day(self) -> bool:
        """Whether whole days are closed; a day that is closed in part is a business day all the same."""
        return self.start == 0 and self.end == DAY


class WorkCalendar(Struct, frozen=True, cache_hash=True):
    """When people work, as a policy has it.

    `code` is one of the holidays library (`US`, `US-NY`), None where the policy names none. With `of_recipient` the
    calendar is the recipient's own, and that of the code where they have none. `weekends` corrects the library's, by
    code (0 for Monday to 6 for Sunday). On the days of `closed` nobody works, whatever the calendar. `hours` are the
    business hours of a business day.
    """

    code: str | None = None
    of_recipient: bool = False
    weekends: tuple[tuple[str, frozenset[int]], ...] = ()
    closed: tuple[Closed, ...] = ()
    hours: tuple[OpenHours, ...] = ()

    @property
    def named(self) -> bool:
        """Whether there is a calendar to ask, be it known or that of a contact."""
        return self.code is not None or self.of_recipient

    def code_for(self, recipients: str | None) -> str | None:
        """The code that holds for a recipient whose own code is given."""
        return recipients if self.of_recipient and recipients is not None else self.code


class Almanac(Struct, frozen=True, cache_hash=True):
    """In which zone and calendar a rule reads local time.

    `zone` is an IANA name, or None for the recipient's own zone. `week_starts` is 0 for Monday to 6 for Sunday.
    """

    zone: str | None = None
    calendar: WorkCalendar = WorkCalendar()
    week_starts: int = 0
