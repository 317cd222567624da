"""When a comparison can change its truth as the act is moved in time and all else stays as it is."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from courtesy.deadline import look_at_the_clock
from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import LATEST, LocalClock, own_clocks
from courtesy.facts.moments import due_reader, first_clock, opening
from courtesy.facts.scene import Scene
from courtesy.facts.shifts import CALENDAR_DAYS, ELAPSED, first_day, resolve_bounded
from courtesy.facts.timeline import Sought, matcher_of, within
from courtesy.instants import Instant, instant
from courtesy.model.fact_declarations import Changes
from courtesy.model.predicate import (
    AtLeast,
    AtMost,
    CalendarPeriod,
    Count,
    Fact,
    IsKnown,
    OneOf,
    Period,
    Rolling,
    TimeAfter,
    TouchTime,
    WithinHours,
)
from courtesy.values import DAY, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from courtesy.model.case import Touch
    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import HoursWindow, Leaf, Selector

_NEAR = 2 * DAY  # no change of clocks skips or repeats more than a day
_LONGEST_PERIOD = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31}


def boundaries(leaf: Leaf, occasion: Occasion, after: Instant, until: Instant) -> Iterator[Instant]:
    """Instants in (after, until], ascending, between which the truth of `leaf` stays the same.

    A superset of the instants from which another truth holds, as the act of `occasion` is moved and all else is left
    as it is: touches that are in the future now have happened by then. Found lazily, so that the first few are cheap.
    """
    scene = Scene(occasion)
    last: int | None = None
    for at in _candidates(leaf, scene, after, min(until, LATEST)):
        look_at_the_clock()
        if after < at <= until and at != last:
            last = at
            yield Instant(at)


def _candidates(leaf: Leaf, scene: Scene, after: int, until: int) -> Iterator[int]:
    """Candidates, ascending; some may lie outside (after, until] or come twice."""
    match leaf.term:
        case Fact() as fact:
            return _of_fact(leaf, fact, scene, after, until)
        case TimeAfter() as term:
            return iter(sorted(_of_time_after(leaf, term, scene, after, until)))
        case Count() as term:
            return iter(sorted(_of_count(term, scene, after, until)))
        case WithinHours() as term:
            streams = [
                _on_clocks(own_clocks(term.almanac) or scene.clocks(), _edges_of(window, term), after, until)
                for window in term.windows
            ]
            return heapq.merge(*streams)
        case _:
            assert_never(leaf.term)


def _of_fact(leaf: Leaf, fact: Fact, scene: Scene, after: int, until: int) -> Iterator[int]:
    """When the value of a fact can change, as it is declared."""
    match fact.changes:
        case Changes.NEVER:
            return iter(())
        case Changes.MOMENT:
            return iter(sorted(_edges(leaf)))
        case Changes.CLOCK:
            edges = {0, *(edge for edge in _edges(leaf) if 0 <= edge < DAY)}
            return _on_clocks(_clocks(fact, scene), lambda day: [day * DAY + edge for edge in edges], after, until)
        case Changes.DAY:
            return _on_clocks(_clocks(fact, scene), lambda day: [day * DAY], after, until)
        case Changes.EVENT:
            return iter([instant(touch.at) for touch in within(scene, after, until) if touch.event == fact.event])
        case _:
            assert_never(fact.changes)


def _clocks(fact: Fact, scene: Scene) -> tuple[LocalClock, ...]:
    return own_clocks(fact.almanac) or scene.clocks()


def _edges(leaf: Leaf) -> list[int]:
    """The least values from which a comparison of whole numbers has another truth."""
    match leaf:
        case AtLeast(_, bound):
            return [_ceiling(bound)]
        case AtMost(_, bound):
            return [_ceiling(bound), _ceiling(bound) + 1]
        case OneOf(_, values):
            numbers = [value for value in values if isinstance(value, int | float)]
            return [edge for value in numbers for edge in (_ceiling(value), _ceiling(value) + 1)]
        case IsKnown():
            return []
        case _:
            assert_never(leaf)


def _ceiling(number: float) -> int:
    return -int(-number // 1)


# ---------------------------------------------------------------- touches that come into view, and anchors


def _entries(selector: Selector, scene: Scene, after: int, until: int) -> list[int]:
    """When touches that match, or may match, come to lie in the past of the act."""
    return [instant(touch.at) for touch in _matching(selector, scene, after, until)]


def _matching(selector: Selector, scene: Scene, after: int | None, until: int) -> Iterator[Touch]:
    for touch in matcher_of(selector).between(scene, after, until):
        look_at_the_clock()
        yield touch


def _of_time_after(leaf: Leaf, term: TimeAfter, scene: Scene, after: int, until: int) -> set[int]:
    edges = _edges(leaf)
    reader = due_reader(term)
    clock = first_clock(term, scene)
    found: set[int] = set()
    anchors: list[Instant | date] = []
    if isinstance(term.anchor, TouchTime):
        coming = _entries(term.anchor.selector, scene, after, until)
        found.update(coming)
        anchors += [Instant(at) for at in coming]
        scene = _moved(scene, after)
    current = reader.read(scene)
    if not isinstance(current, Sought):
        anchors.append(current)
    for anchor in anchors:
        due = reader.shift(clock, anchor)
        if due is not None:
            found.update(due + edge for edge in edges)
    return found


def _moved(scene: Scene, at: int) -> Scene:
    occasion = scene.occasion
    return Scene(replace(occasion, at=Instant(at)))


# ---------------------------------------------------------------- touches that leave a window


def _of_count(term: Count, scene: Scene, after: int, until: int) -> set[int]:
    found = set(_entries(term.selector, scene, after, until))
    if isinstance(term.since, TouchTime):
        found.update(_entries(term.since.selector, scene, after, until))
    clock = first_clock(term, scene)
    match term.window:
        case Rolling(length) if length.unit in ELAPSED:
            span = length.count * ELAPSED[length.unit]
            found.update(instant(t.at) + span for t in _matching(term.selector, scene, after - span, until))
        case Rolling(length) if clock is not None:
            unit, count = length.unit, length.count
            if unit is DurationUnit.BUSINESS_DAY:
                for touch in _matching(term.selector, scene, None, until):
                    found.update(_business_exits(instant(touch.at), count, term.almanac.calendar, clock))
            else:
                days = count * CALENDAR_DAYS.get(unit, 1)
                keeps_reading = unit in CALENDAR_DAYS
                oldest = after - days * DAY - 2 * _NEAR
                for touch in _matching(term.selector, scene, oldest, until):
                    found.update(_exits(instant(touch.at), days, clock, keeps_reading=keeps_reading))
        case CalendarPeriod(period) if clock is not None:
            longest = _LONGEST_PERIOD[period]
            for touch in _matching(term.selector, scene, after - (longest * DAY + 2 * _NEAR), until):
                start = first_day(period, clock.day(instant(touch.at)), term.almanac.week_starts)
                following = first_day(period, start + longest, term.almanac.week_starts)
                found.update(_day_starts(following, clock))
    return found


def _exits(touch: int, days: int, clock: LocalClock, *, keeps_reading: bool) -> set[int]:
    """When a touch can leave a window of so many local days."""
    if not keeps_reading:
        return _day_starts(clock.day(touch) + days, clock)
    end = touch + days * DAY
    if next(clock.changes(touch - _NEAR, end + _NEAR), None) is None:
        return {end}  # no clock is changed on the way: each day has 24 hours
    readings = {clock.local(touch)}
    for change in clock.changes(touch - _NEAR, touch + _NEAR):
        # The window's start may jump over the touch while the act passes the image of a gap or a repeated hour.
        readings |= {clock.local(change - 1) + 1, clock.local(change)}
    return _around({reading + days * DAY for reading in readings}, clock)


def _business_exits(touch: int, count: int, code: str | None, clock: LocalClock) -> set[int]:
    """When a touch can leave a window of so many business days: on the days whose count back ends near its date."""
    calendar = calendar_of(code)
    if calendar is None:
        return set()
    readings = {clock.local(touch)}
    for change in clock.changes(touch - _NEAR, touch + _NEAR):
        readings |= {clock.local(change - 1) + 1, clock.local(change)}
    first_date = calendar.shift(clock.day(touch) - 2, count) if count else clock.day(touch)
    last_date = calendar.shift(clock.day(touch) + 2, count + 1)
    if first_date is None or last_date is None:
        return set()
    times = {0, *(reading % DAY for reading in readings)}
    return _around({day * DAY + time for day in range(first_date - 1, last_date + 2) for time in times}, clock)


def _day_starts(day: int, clock: LocalClock) -> set[int]:
    return _around({(day + more) * DAY for more in (0, 1)}, clock)


def _around(readings: Iterable[int], clock: LocalClock) -> set[int]:
    """All instants at which the clock shows one of these readings, the instants after, and changes of clocks nearby."""
    found: set[int] = set()
    for reading in readings:
        for fold in (0, 1):
            at = resolve_bounded(clock, reading, fold)
            found |= {at, at + 1, *clock.changes(at - _NEAR, at + _NEAR)}
    return found


# ---------------------------------------------------------------- readings that come every day


def _edges_of(window: HoursWindow, term: WithinHours) -> Callable[[int], list[int]]:
    is_open = opening(window, term.almanac.calendar)
    end = window.end if window.start < window.end else window.end + DAY

    def readings(day: int) -> list[int]:
        return [day * DAY + window.start, day * DAY + end] if is_open(day) else []

    return readings


def _on_clocks(
    clocks: tuple[LocalClock, ...], readings: Callable[[int], list[int]], after: int, until: int
) -> Iterator[int]:
    """The instants at which any of the clocks shows one of each day's readings, and those of their changes."""
    return heapq.merge(
        *(_daily(clock, readings, after, until) for clock in clocks),
        *(clock.changes(after, until) for clock in clocks),
    )


def _daily(clock: LocalClock, readings: Callable[[int], list[int]], after: int, until: int) -> Iterator[int]:
    waiting: list[int] = []
    for day in range(clock.day(after) - 2, clock.day(until) + 2):
        # Readings of this day and later ones lie after this instant: what was found before it is in order.
        settled = (day - 1) * DAY - DAY
        while waiting and waiting[0] < settled:
            yield heapq.heappop(waiting)
        for reading in readings(day):
            for fold in (0, 1):
                heapq.heappush(waiting, clock.resolve(reading, fold))
    while waiting:
        yield heapq.heappop(waiting)
