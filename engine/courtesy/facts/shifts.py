"""Durations put to work: an anchor moved forward by one, and the start of a window that looks one back."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import EARLIEST, LATEST, date_of, day_number, weekday_of
from courtesy.instants import Instant
from courtesy.model.predicate import AllHistory, CalendarPeriod, Period, Rolling, SinceInterview
from courtesy.values import DAY, HOUR, MINUTE, Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.clock import LocalClock
    from courtesy.model.predicate import Almanac, Window

    Shift = Callable[[LocalClock | None, Instant | date], Instant | None]
    """Anchor plus duration: None where that takes a clock or a calendar which is not known."""
    Lookback = Callable[[LocalClock | None, Instant], Instant | None]
    """The first instant that still lies in a window whose last is given; None as for a shift."""

ELAPSED = {DurationUnit.MINUTE: MINUTE, DurationUnit.HOUR: HOUR}
"""Units that need no clock: so many microseconds each."""
CALENDAR_DAYS = {DurationUnit.DAY: 1, DurationUnit.WEEK: 7}
"""Units that keep the clock's reading: so many dates each."""


def bounded(at: int) -> Instant:
    """An instant, cut off where dates can no longer name it."""
    return Instant(max(EARLIEST, min(at, LATEST)))


def resolve_bounded(clock: LocalClock, local: int, fold: int = 0) -> Instant:
    """The instant of a local reading, cut off where dates can no longer name it."""
    return clock.resolve(local, fold) if EARLIEST < local < LATEST else bounded(local)


@lru_cache(maxsize=1024)
def shifter(duration: Duration, calendar_code: str | None) -> Shift:
    """How to move an anchor forward by `duration`; what it gave for the anchors asked last is kept.

    An instant keeps its clock reading for days, weeks and business days (and its side of a repeated hour); `N dates`
    end when their last local date does. A bare date is its whole local day: dates count from it, all else from its end.
    """

    @lru_cache(maxsize=1024)
    def shift(clock: LocalClock | None, anchor: Instant | date) -> Instant | None:
        if not isinstance(anchor, date):
            return _after_instant(anchor, duration, clock, calendar_code)
        return _after_date(anchor, duration, clock, calendar_code) if clock is not None else None

    return shift


def _after_instant(at: Instant, duration: Duration, clock: LocalClock | None, code: str | None) -> Instant | None:
    count, unit = duration.count, duration.unit
    if unit in ELAPSED:
        return bounded(at + count * ELAPSED[unit])
    if clock is None:
        return None
    if unit in CALENDAR_DAYS:
        return resolve_bounded(clock, clock.local(at) + count * CALENDAR_DAYS[unit] * DAY, clock.fold(at))
    if unit is DurationUnit.DATE:
        return resolve_bounded(clock, (clock.day(at) + count) * DAY)
    return _business_days_after(at, count, clock, code)


def _after_date(anchor: date, duration: Duration, clock: LocalClock, code: str | None) -> Instant | None:
    day = day_number(anchor)
    if duration.unit is DurationUnit.DATE:
        return resolve_bounded(clock, (day + duration.count) * DAY)
    if duration.unit is not DurationUnit.BUSINESS_DAY:
        return _after_instant(clock.start_of_day(day + 1), duration, clock, code)
    if (calendar := calendar_of(code)) is None:
        return None
    end = calendar.shift(day, duration.count)
    return LATEST if end is None else clock.start_of_day(end + 1)


def _business_days_after(at: Instant, count: int, clock: LocalClock, code: str | None) -> Instant | None:
    """The same reading on the `count`-th business day after (before, where negative); `at` itself for 0."""
    if (calendar := calendar_of(code)) is None:
        return None
    if count == 0:
        return at
    day, time_of_day = divmod(clock.local(at), DAY)
    end = calendar.shift(day, count)
    if end is None:
        return LATEST if count > 0 else EARLIEST
    return clock.resolve(end * DAY + time_of_day, clock.fold(at))


@lru_cache(maxsize=1024)
def lookback(duration: Duration, calendar_code: str | None) -> Lookback:
    """How to find the start of a rolling window that is `duration` long.

    The window is (at - duration, at], so its first instant is one microsecond after `at - duration`; `N dates` start
    with the local date N - 1 days before.
    """
    back = Duration(-duration.count, duration.unit)

    @lru_cache(maxsize=64)  # several counts of one policy look equally far back from one act
    def start(clock: LocalClock | None, at: Instant) -> Instant | None:
        if back.unit is DurationUnit.DATE:
            return resolve_bounded(clock, (clock.day(at) + back.count + 1) * DAY) if clock is not None else None
        passed = _after_instant(at, back, clock, calendar_code)
        return None if passed is None else Instant(passed + 1)

    return start


def first_day(period: Period, day: int, week_starts: int) -> int:
    """The first date of the day, week or month that a date lies in, as day numbers."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - (weekday_of(day) - week_starts) % 7
        case Period.MONTH:
            return day - date_of(day).day + 1
        case _:
            assert_never(period)


def window_start(window: Window, almanac: Almanac) -> Lookback | None:
    """How to find a window's first instant; None for windows that do not move with the act."""
    match window:
        case Rolling(length):
            return lookback(length, almanac.calendar)
        case CalendarPeriod(period):

            def start(clock: LocalClock | None, at: Instant) -> Instant | None:
                if clock is None:
                    return None
                return clock.start_of_day(first_day(period, clock.day(at), almanac.week_starts))

            return start
        case SinceInterview() | AllHistory():
            return None
        case _:
            assert_never(window)
