"""When touches leave the windows in which they are counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bounds import SEARCHED_DAYS
from courtesy.facts.business_hours import business_hours
from courtesy.facts.clock import LATEST, LocalClock, date_of, day_number
from courtesy.facts.shifts import BUSINESS, DAYS, ELAPSED, first_day, later_day, resolve_bounded
from courtesy.model.predicate import CalendarPeriod, Period, Rolling
from courtesy.values import DAY, HOUR, Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from courtesy.facts.business_days import Calendar
    from courtesy.instants import Instant
    from courtesy.model.predicate import Count

_NEAR = 2 * DAY  # no change of clocks skips or repeats more than a day
_LONGEST_PERIOD = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}
_DAYS_A_YEAR = 366


class Exits(NamedTuple):
    """When a touch of a given time can leave a window, and when it becomes known or unknown where the window begins.

    `longest` is how old the oldest touch can be that is still in it; None where that is not said.
    """

    of: Callable[[Instant], set[int]]
    longest: int | None = None
    unknown: Callable[[int, int], set[int]] = lambda _, __: set()


def exits_from(term: Count, clock: LocalClock | None, calendar: Calendar | None) -> Exits | None:
    """How touches leave the window of a count; None where none does, or it is not known where it begins."""
    match term.window:
        case Rolling(length, closed) if length.unit in ELAPSED:
            span = length.count * ELAPSED[length.unit] + closed
            return Exits(lambda touch: {touch + span}, span)
        case Rolling(length, closed) if clock is not None:
            return _from_rolling(length, clock, calendar, closed=closed)
        case CalendarPeriod(period) if clock is not None:
            return _from_period(period, clock, term.almanac.week_starts)
        case _:
            return None


def _from_rolling(length: Duration, clock: LocalClock, calendar: Calendar | None, *, closed: bool) -> Exits | None:
    if length.unit in BUSINESS:
        if calendar is None:
            return None
        return Exits(
            lambda touch: _exits_of_business(touch, length, calendar, clock, closed=closed),
            unknown=lambda after, until: _turns(length, calendar, clock, after, until, closed=closed),
        )
    if length.unit not in DAYS:
        return Exits(lambda touch: _exits_of_months(touch, length, clock))
    days = length.count * DAYS[length.unit]
    longest = days * DAY + 2 * _NEAR
    if length.unit is DurationUnit.DATE:
        return Exits(lambda touch: day_starts(clock.day(touch) + days, clock), longest)
    return Exits(lambda touch: _exits_of_days(touch, days, clock, closed=closed), longest)


def _from_period(period: Period, clock: LocalClock, week_starts: int) -> Exits:
    longest = _LONGEST_PERIOD[period]

    def of(touch: Instant) -> set[int]:
        start = first_day(period, clock.day(touch), week_starts)
        return day_starts(first_day(period, start + longest, week_starts), clock)

    return Exits(of, longest * DAY + 2 * _NEAR)


def _exits_of_days(touch: int, days: int, clock: LocalClock, *, closed: bool) -> set[int]:
    """When a touch can leave a window of so many local days."""
    end = touch + days * DAY
    if next(clock.changes(touch - _NEAR, end + _NEAR), None) is None:
        return {end + closed}  # no clock is changed on the way: each day has 24 hours
    return _around({reading + days * DAY for reading in _readings(touch, clock)}, clock)


def _exits_of_months(touch: int, length: Duration, clock: LocalClock) -> set[int]:
    """When a touch can leave a window of months: on the days from which a count back ends near it."""
    times = {0, *(reading % DAY for reading in _readings(touch, clock))}
    day = clock.day(touch)
    # Several days can lie equally far after one: the end of a long month after that of a short one.
    first, last = later_day(day - 2, length, None), later_day(day + 2, length, None)
    if first is None or last is None:
        return set()
    days = range(first - 1, last + 3)
    return _around({day * DAY + time for day in days for time in times}, clock)


def _exits_of_business(
    touch: Instant, length: Duration, calendar: Calendar, clock: LocalClock, *, closed: bool
) -> set[int]:
    """When a touch leaves a window of business days or business hours."""
    if length.unit is DurationUnit.BUSINESS_HOUR:
        end = business_hours(clock, calendar).shift(touch, length.count * HOUR)
        return set() if end is None else {end + closed}
    last = calendar.shift(clock.day(touch), length.count)
    return set() if last is None else day_starts(last, clock)


def _turns(
    length: Duration, calendar: Calendar, clock: LocalClock, after: int, until: int, *, closed: bool
) -> set[int]:
    """When a window of business days or hours becomes known, or no longer is, because the years that it takes are.

    Looked for as long as a search goes on.
    """
    first = date_of(clock.day(after)).year
    last = min(date_of(clock.day(min(until, LATEST))).year, first + SEARCHED_DAYS // 365)
    found: set[int] = set()
    for year in range(first, last + 1):
        begin = day_number(date(year, 1, 1))
        if calendar.knows(year) == calendar.knows(year - 1):
            continue
        opens = next((day for day in range(begin, begin + _DAYS_A_YEAR) if calendar.closing(day) is None), begin)
        # Whether the last day of a year is one before a holiday is told by the next.
        for day in (begin - 1, begin, opens):
            found |= day_starts(day, clock)
        if calendar.knows(year):
            # Hours over midnight of a day that is not known leave the first one that is unknown as well.
            for day in (begin - 1, begin, begin + 1):
                found |= _exits_of_business(clock.start_of_day(day), length, calendar, clock, closed=False)
    # A closed window moves a moment later than an open one.
    return found | {at + 1 for at in found} if closed else found


def _readings(touch: int, clock: LocalClock) -> set[int]:
    """What the clock shows at a touch, and at changes near it.

    A window's start may jump over the touch while the act passes the image of a gap or a repeated hour.
    """
    changes = clock.changes(touch - _NEAR, touch + _NEAR)
    return {clock.local(touch), *(reading for at in changes for reading in (clock.local(at - 1) + 1, clock.local(at)))}


def day_starts(day: int, clock: LocalClock) -> set[int]:
    """Where a local date and the next one can begin, with what comes right after."""
    return _around({(day + more) * DAY for more in (0, 1)}, clock)


def _around(readings: Iterable[int], clock: LocalClock) -> set[int]:
    """All instants at which the clock shows one of these readings, the instants after, and changes of clocks nearby."""
    found: set[int] = set()
    for reading in readings:
        for fold in (0, 1):
            at = resolve_bounded(clock, reading, fold)
            found |= {at, at + 1, *clock.changes(at - _NEAR, at + _NEAR)}
    return found
