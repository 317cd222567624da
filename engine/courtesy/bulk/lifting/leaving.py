"""When a touch leaves the window in which it is counted, by the local days of the touch and of the act."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.lifting.quiet import FAR, quiet
from courtesy.facts.exits import exits_from
from courtesy.facts.outlook import END
from courtesy.facts.shifts import BUSINESS, DAYS, ELAPSED, MONTHS, first_day, later_day, window_start
from courtesy.instants import Instant
from courtesy.model.predicate import CalendarPeriod, Rolling
from courtesy.values import Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.bulk.almanacs import OfInstant
    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.model.predicate import Count, Window


class Leaving(NamedTuple):
    """A window that moves by days. `back` is the day on which it begins by that of the act, None where it is unknown.

    It begins at the act's own time of day where it is `timed`, else with its day, and `closed` a moment later. Where
    it is `steady`, what has left it never comes back, and it never becomes unknown.
    """

    back: Callable[[int, Calendar | None], int | None]
    timed: bool
    closed: bool
    steady: bool
    of_calendar: bool

    def of_touch(self, day: int, calendar: Calendar | None, clock: LocalClock) -> tuple[int | None, int | None]:
        """How long after a touch of that day it has left, or when it has, whenever on the day it was.

        Neither where that is not told.
        """
        left = _left(self, day, calendar)
        if left is None or not (quiet(clock, day) and quiet(clock, left)):
            return None, None
        begin = clock.start_of_day(left)
        if self.back(left, calendar) == day:
            return begin - clock.start_of_day(day) + self.closed, None
        return None, begin

    def of_act(self, day: int, calendar: Calendar | None, clock: LocalClock) -> tuple[bool]:
        """Whether nothing comes into the window any more, however long after that day an act is done."""
        begins = self.back(day, calendar)
        return (self.steady and begins is not None and quiet(clock, day) and quiet(clock, begins),)


@lru_cache(maxsize=4096)
def _left(leaving: Leaving, day: int, calendar: Calendar | None) -> int | None:
    """The first day of an act whose window holds nothing, or not the whole, of a day; None where that is far."""
    for later in range(day, day + FAR):
        begins = leaving.back(later, calendar)
        if begins is None or begins > day or (begins == day and leaving.timed):
            return later
    return None


def leaving_of(window: Window, week_starts: int) -> Leaving | None:
    """How a window moves; None where it does not do so by days."""
    match window:
        case Rolling(Duration(unit=unit) as length, closed):
            if unit in ELAPSED or unit is DurationUnit.BUSINESS_HOUR:
                return None
            # In a short month several days begin windows on the same one.
            if unit in MONTHS and closed:
                return None
            whole = unit in {DurationUnit.DATE, DurationUnit.BUSINESS_DAY}
            return Leaving(
                lambda day, calendar: _back(day, length, calendar),
                timed=not whole,
                closed=closed and not whole,
                steady=unit in DAYS,
                of_calendar=unit in BUSINESS,
            )
        case CalendarPeriod(period):
            return Leaving(
                lambda day, _: first_day(period, day, week_starts),
                timed=False,
                closed=False,
                steady=True,
                of_calendar=False,
            )
        case _:
            return None


def leaver(term: Count) -> OfInstant:
    """The first moment after a touch at which an act would have a window without it, or one that is unknown."""
    start = window_start(term.window, term.almanac)

    def left(touch: int, calendar: Calendar | None, clock: LocalClock) -> int | None:
        exits = exits_from(term, clock, calendar)
        if exits is None or start is None:
            return None
        for at in sorted(exits.of(Instant(touch)) | exits.unknown(touch, END)):
            begins = start(clock, calendar, Instant(at)) if at > touch else touch
            if begins is None or begins > touch:
                return at
        return None

    return left


def _back(day: int, length: Duration, calendar: Calendar | None) -> int | None:
    if length.unit is DurationUnit.DATE:
        return day - length.count + 1
    if length.unit is DurationUnit.BUSINESS_DAY:
        works = None if calendar is None else calendar.is_business_day(day)
        return None if works is None or calendar is None else calendar.shift(day, works - length.count)
    return later_day(day, Duration(-length.count, length.unit), None)
