"""Lengths of time of different units compared, where the outcome is certain whatever the clock and the calendar."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.predicate import CalendarPeriod, CaseDate, Edge, Period, Rolling, SinceInterview
from courtesy.values import Duration, DurationUnit

if TYPE_CHECKING:
    from courtesy.model.predicate import Count, TimeAfter, Window

_CLOCKS = 3
"""Hours by which changes of clocks can make so many days longer or shorter."""
_DAY = 24
_MONTH = (28, 31)
_SCALES: dict[DurationUnit, tuple[DurationUnit, int]] = {
    DurationUnit.HOUR: (DurationUnit.MINUTE, 60),
    DurationUnit.WEEK: (DurationUnit.DAY, 7),
    DurationUnit.YEAR: (DurationUnit.MONTH, 12),
}
"""Units that are always so many of another one."""
_WHOLE_DAYS = frozenset({DurationUnit.DAY, DurationUnit.DATE, DurationUnit.BUSINESS_DAY})
_DAYS_OF = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}
_MONTHS_OF = {Period.DAY: 1, Period.WEEK: 1, Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
"""How long calendar periods are at most."""
_INSIDE = {
    (Period.DAY, Period.WEEK),
    (Period.DAY, Period.MONTH),
    (Period.DAY, Period.QUARTER),
    (Period.DAY, Period.YEAR),
    (Period.MONTH, Period.QUARTER),
    (Period.MONTH, Period.YEAR),
    (Period.QUARTER, Period.YEAR),
}


class Hours(NamedTuple):
    """Hours of real time, between which a length certainly lies."""

    least: float
    most: float


def in_smallest(duration: Duration) -> tuple[DurationUnit, int]:
    """A length in the smallest unit that it always is so many of."""
    unit, factor = _SCALES.get(duration.unit, (duration.unit, 1))
    return unit, duration.count * factor


def _hours(duration: Duration) -> Hours:
    """How long it takes from one instant on, dates and what takes a calendar of business days apart."""
    unit, count = in_smallest(duration)
    match unit:
        case DurationUnit.MINUTE:
            return Hours(count / 60, count / 60)
        case DurationUnit.DAY:
            return Hours(count * _DAY - _CLOCKS, count * _DAY + _CLOCKS) if count else Hours(0, 0)
        case DurationUnit.DATE:
            # Of whole dates the first is cut off where it begins before: at most a day less than as many days.
            return Hours((count - 1) * _DAY - _CLOCKS, count * _DAY + _CLOCKS)
        case DurationUnit.MONTH:
            shortest, longest = (days * _DAY * count for days in _MONTH)
            return Hours(shortest - _CLOCKS, longest + _CLOCKS)
        case DurationUnit.BUSINESS_DAY:
            return Hours(max(0, (count - 1) * _DAY - _CLOCKS), inf)
        case _:
            return Hours(count or 0, inf)


# ---------------------------------------------------------------- ends of stretches


def never_before(later: TimeAfter, sooner: TimeAfter, *, or_at: bool) -> bool:
    """Whether the end of one stretch certainly lies after that of another, or (with `or_at`) at it.

    Both count from the same anchor, whatever that is. A bare date is a whole day: a wait of days is over when the last
    of them begins, a deadline when it ends.
    """
    if later.anchor != sooner.anchor or later.almanac != sooner.almanac:
        return False
    bare = isinstance(later.anchor, CaseDate)
    if later.before == sooner.before and (further := _further(later, sooner, bare=bare)) is not None:
        return further > 0 or (or_at and further == 0)
    return all(_end(later, bare=whole).least > _end(sooner, bare=whole).most for whole in {False, bare})


def _further(later: TimeAfter, sooner: TimeAfter, *, bare: bool) -> int | None:
    """How many units further one stretch goes than another one, one way from the anchor; None of two units.

    Of a bare date so many days begin at the instant at which one fewer end.
    """
    (unit, count), (other, other_count) = in_smallest(later.duration), in_smallest(sooner.duration)
    if unit is not other:
        return None
    further = count - other_count if not later.before else other_count - count
    whole_days = bare and unit in _WHOLE_DAYS and not (later.before and unit is DurationUnit.DATE)
    return further - (1 if whole_days and later.edge is Edge.BEGINNING and sooner.edge is Edge.END else 0)


def _end(of: TimeAfter, *, bare: bool) -> Hours:
    """When a stretch ends, in hours from the anchor, or from the beginning of the day that it is.

    Whole dates end at most a day sooner than as many days after an instant.
    """
    length = _hours(of.duration)
    if bare:
        if of.duration.unit in {DurationUnit.MINUTE, DurationUnit.HOUR, DurationUnit.BUSINESS_HOUR}:
            begins = 0 if of.before else _DAY
            length = Hours(length.least - _CLOCKS, length.most + _CLOCKS)
            least, most = (
                (begins - length.most, begins - length.least)
                if of.before
                else (
                    begins + length.least,
                    begins + length.most,
                )
            )
            return Hours(least, most)
        if of.before:
            return Hours(-length.most - _CLOCKS, -length.least + _DAY + _CLOCKS)
        return Hours(length.least - _CLOCKS, length.most + _DAY + _CLOCKS)
    return Hours(-length.most, -length.least) if of.before else length


def longer_than(wait: TimeAfter, count: Count) -> bool:
    """Whether a touch in the window of a count is certainly too young for a wait after it to be over."""
    window = count.window
    if not isinstance(window, Rolling) or wait.before:
        return False
    (unit, length), (other, other_length) = in_smallest(wait.duration), in_smallest(window.length)
    if unit is other and unit is not DurationUnit.BUSINESS_HOUR and wait.almanac == count.almanac:
        return length > other_length
    return _hours(wait.duration).least > _hours(window.length).most


# ---------------------------------------------------------------- windows


def counts_no_less(count: Count, of: Count) -> bool:
    """Whether all touches in the window of one count lie in that of another one too."""
    if of.since is not None and (count.since != of.since or (count.or_ever and not of.or_ever)):
        return False
    return _window_within(count.window, of.window, same=count.almanac == of.almanac)


def _window_within(window: Window, whole: Window, *, same: bool) -> bool:
    match window, whole:
        case _, CalendarPeriod() | SinceInterview() | Rolling() if window == whole and same:
            return True
        case Rolling(length, closed), Rolling(other, other_closed):
            return _shorter(length, other, closed=closed and not other_closed, same=same)
        case CalendarPeriod(period), CalendarPeriod(other_period):
            return same and (period, other_period) in _INSIDE
        case CalendarPeriod(period), Rolling(other):
            return _period_within(period, other, same=same)
        case _, CalendarPeriod() | SinceInterview() | Rolling():
            return False
        case _:
            return True  # the whole history


def _period_within(period: Period, length: Duration, *, same: bool) -> bool:
    unit, count = in_smallest(length)
    if same and unit in {DurationUnit.DAY, DurationUnit.DATE}:
        return _DAYS_OF[period] <= count
    if same and unit is DurationUnit.MONTH:
        return _MONTHS_OF[period] <= count
    return _DAYS_OF[period] * _DAY + _CLOCKS < _hours(length).least


def _shorter(length: Duration, than: Duration, *, closed: bool, same: bool) -> bool:
    (unit, count), (other, other_count) = in_smallest(length), in_smallest(than)
    if unit is other and same:
        return count < other_count if closed else count <= other_count
    return _hours(length).most < _hours(than).least


def always_empty(count: Count) -> bool:
    """Whether no touch can lie in the window of a count."""
    window = count.window
    elapsed = {DurationUnit.MINUTE, DurationUnit.HOUR, DurationUnit.DAY, DurationUnit.WEEK}
    return (
        isinstance(window, Rolling) and window.length.count == 0 and not window.closed and window.length.unit in elapsed
    )
