"""Durations put to work: an anchor moved forward by one, and the start of a window that looks one back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.errors import FaultError
from courtesy.facts.business_hours import business_hours
from courtesy.facts.clock import EARLIEST, LATEST, date_of, day_number, weekday_of
from courtesy.instants import Instant
from courtesy.model.predicate import AllHistory, CalendarPeriod, Edge, Period, Rolling, SinceInterview
from courtesy.values import DAY, HOUR, MINUTE, Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.model.almanac import Almanac
    from courtesy.model.predicate import Window

    Shift = Callable[[LocalClock | None, Calendar | None, Instant | date], Instant | None]
    """Anchor plus duration: None where that takes a clock or a calendar which is not known."""
    Lookback = Callable[[LocalClock | None, Calendar | None, Instant], Instant | None]
    """The first instant that still lies in a window whose last is given; None as for a shift."""

ELAPSED = {DurationUnit.MINUTE: MINUTE, DurationUnit.HOUR: HOUR}
"""Units that need no clock: so many microseconds each."""
DAYS = {DurationUnit.DAY: 1, DurationUnit.DATE: 1, DurationUnit.WEEK: 7}
"""Units of so many dates each."""
MONTHS = {DurationUnit.MONTH: 1, DurationUnit.YEAR: 12}
"""Units of so many months each."""
BUSINESS = frozenset({DurationUnit.BUSINESS_DAY, DurationUnit.BUSINESS_HOUR})
"""Units that take a calendar."""
FROM_THE_END = frozenset({*ELAPSED, DurationUnit.BUSINESS_HOUR})
"""Units that count from the end of a bare date."""
_FIRST_DAY, _LAST_DAY = EARLIEST // DAY, LATEST // DAY


class ElapsedUnitError(FaultError):
    """Days were asked of a duration that counts none."""

    code = "elapsed-unit"

    def __str__(self) -> str:
        return "a duration of hours or minutes was counted in days"


def bounded(at: int) -> Instant:
    """An instant, cut off where dates can no longer name it."""
    return Instant(max(EARLIEST, min(at, LATEST)))


def resolve_bounded(clock: LocalClock, local: int, fold: int = 0) -> Instant:
    """The instant of a local reading, cut off where dates can no longer name it."""
    return clock.resolve(local, fold) if EARLIEST < local < LATEST else bounded(local)


def later_day(day: int, duration: Duration, calendar: Calendar | None) -> int | None:
    """The date (a day number) that lies a duration of days, weeks, months or business days after another.

    None where that takes a calendar which is not known. A month that is too short gives its last day.
    """
    count, unit = duration.count, duration.unit
    if unit in DAYS:
        return day + count * DAYS[unit]
    if unit in MONTHS:
        return _months_later(day, count * MONTHS[unit])
    if unit is DurationUnit.BUSINESS_DAY:
        return None if calendar is None else calendar.shift(day, count)
    raise ElapsedUnitError


def _months_later(day: int, count: int) -> int:
    start = date_of(day)
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not date_of(_FIRST_DAY).year < year < date_of(_LAST_DAY).year:
        return _LAST_DAY if count > 0 else _FIRST_DAY
    return day_number(date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])))


@lru_cache(maxsize=1024)
def shifter(duration: Duration, edge: Edge, *, before: bool) -> Shift:
    """How to move an anchor forward by `duration`, or back; what it gave for the anchors asked last is kept.

    An instant keeps its clock reading for whatever counts days (and its side of a repeated hour), but `N dates` end
    when their last local date does. A bare date is its whole local day: it is moved by days to the `edge` of another
    one; hours, minutes and business hours count from its end. Back they count from its beginning, and `N dates`, that
    of the anchor being the last, begin with the first of them.
    """
    back = Duration(-duration.count, duration.unit)

    @lru_cache(maxsize=1024)
    def shift(clock: LocalClock | None, calendar: Calendar | None, anchor: Instant | date) -> Instant | None:
        if before:
            return _before(anchor, back, clock, calendar, edge)
        if not isinstance(anchor, date):
            return _after_instant(anchor, duration, clock, calendar)
        return _after_date(anchor, duration, clock, calendar, edge) if clock is not None else None

    return shift


def _after_instant(
    at: Instant, duration: Duration, clock: LocalClock | None, calendar: Calendar | None
) -> Instant | None:
    count, unit = duration.count, duration.unit
    if unit in ELAPSED:
        return bounded(at + count * ELAPSED[unit])
    if clock is None:
        return None
    if unit is DurationUnit.BUSINESS_HOUR:
        return None if calendar is None else business_hours(clock, calendar).shift(at, count * HOUR)
    return _days_after_instant(at, duration, clock, calendar)


def _days_after_instant(
    at: Instant, duration: Duration, clock: LocalClock, calendar: Calendar | None
) -> Instant | None:
    count, unit = duration.count, duration.unit
    if unit in DAYS and unit is not DurationUnit.DATE and (end := clock.later(at, count * DAYS[unit])) is not None:
        return end  # no clock is changed on the way: each day has 24 hours
    day, time_of_day = divmod(clock.local(at), DAY)
    later = later_day(day, duration, calendar)
    if later is None:
        return None
    if unit is DurationUnit.DATE:
        return resolve_bounded(clock, later * DAY)
    return resolve_bounded(clock, later * DAY + time_of_day, clock.fold(at))


def _after_date(
    anchor: date, duration: Duration, clock: LocalClock, calendar: Calendar | None, edge: Edge
) -> Instant | None:
    day = day_number(anchor)
    if duration.unit in FROM_THE_END:
        return _after_instant(clock.start_of_day(day + 1), duration, clock, calendar)
    return _edge_of(later_day(day, duration, calendar), clock, edge)


def _before(
    anchor: Instant | date, back: Duration, clock: LocalClock | None, calendar: Calendar | None, edge: Edge
) -> Instant | None:
    if back.unit is DurationUnit.DATE and clock is not None:
        return _start_of_dates(clock, day_number(anchor) if isinstance(anchor, date) else clock.day(anchor), back.count)
    if not isinstance(anchor, date):
        return _after_instant(anchor, back, clock, calendar)
    if clock is None:
        return None
    day = day_number(anchor)
    if back.unit in FROM_THE_END:
        return _after_instant(clock.start_of_day(day), back, clock, calendar)
    return _edge_of(later_day(day, back, calendar), clock, edge)


def _edge_of(day: int | None, clock: LocalClock, edge: Edge) -> Instant | None:
    return None if day is None else resolve_bounded(clock, (day + (edge is Edge.END)) * DAY)


def _start_of_dates(clock: LocalClock, last: int, back: int) -> Instant:
    """The beginning of so many dates (a negative number of them) of which the last is given."""
    return resolve_bounded(clock, (last + back + 1) * DAY)


@lru_cache(maxsize=1024)
def lookback(window: Rolling) -> Lookback:
    """How to find the start of a rolling window.

    The window is (at - length, at], so its first instant is one microsecond after `at - length`, or that itself where
    it is closed; `N dates` start with the local date N - 1 days before, `N business days` with the Nth that is not
    later than the local date.
    """
    back = Duration(-window.length.count, window.length.unit)

    @lru_cache(maxsize=64)  # several counts of one policy look equally far back from one act
    def start(clock: LocalClock | None, calendar: Calendar | None, at: Instant) -> Instant | None:
        match back.unit:
            case DurationUnit.DATE:
                return None if clock is None else _start_of_dates(clock, clock.day(at), back.count)
            case DurationUnit.BUSINESS_DAY:
                return None if clock is None or calendar is None else _start_of_days(clock, calendar, at, back.count)
            case DurationUnit.BUSINESS_HOUR:
                # A closed one holds whatever the act still lies in time after: all that is less old a moment before.
                passed = _after_instant(Instant(at - window.closed), back, clock, calendar)
                return None if passed is None else Instant(passed + 1)
            case _:
                passed = _after_instant(at, back, clock, calendar)
                return None if passed is None else Instant(passed + (not window.closed))

    return start


def _start_of_days(clock: LocalClock, calendar: Calendar, at: Instant, back: int) -> Instant | None:
    """The beginning of the business day that many back, today being the first where it is one."""
    today = clock.day(at)
    works = calendar.is_business_day(today)
    first = None if works is None else calendar.shift(today, back + works)
    return None if first is None else resolve_bounded(clock, first * DAY)


def first_day(period: Period, day: int, week_starts: int) -> int:
    """The first date of the day, week, month, quarter or year that a date lies in, as day numbers."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - (weekday_of(day) - week_starts) % 7
        case Period.MONTH:
            return day - date_of(day).day + 1
        case Period.QUARTER:
            on = date_of(day)
            return day_number(on.replace(month=on.month - (on.month - 1) % 3, day=1))
        case Period.YEAR:
            return day_number(date_of(day).replace(month=1, day=1))
        case _:
            assert_never(period)


def window_start(window: Window, almanac: Almanac) -> Lookback | None:
    """How to find a window's first instant; None for windows that do not move with the act."""
    match window:
        case Rolling():
            return lookback(window)
        case CalendarPeriod(period):

            def start(clock: LocalClock | None, _: Calendar | None, at: Instant) -> Instant | None:
                if clock is None:
                    return None
                return clock.start_of_day(first_day(period, clock.day(at), almanac.week_starts))

            return start
        case SinceInterview() | AllHistory():
            return None
        case _:
            assert_never(window)
