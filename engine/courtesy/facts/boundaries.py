"""When a comparison can change its truth as the act is moved in time and all else stays as it is."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from courtesy.deadline import look_at_the_clock
from courtesy.facts.clock import LATEST, LocalClock, day_number
from courtesy.facts.moments import clock_for, due_reader
from courtesy.facts.recurrence import daily, edges, recurrences
from courtesy.facts.scene import Scene
from courtesy.facts.shifts import DAYS, ELAPSED, MONTHS, first_day, later_day, resolve_bounded
from courtesy.facts.touch_matching import NotFound, matcher_of, within
from courtesy.instants import Instant, instant
from courtesy.model.declaration import Changes
from courtesy.model.predicate import (
    CalendarPeriod,
    Count,
    Fact,
    Period,
    Rolling,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    WithinHours,
)
from courtesy.values import DAY, Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from courtesy.model.case import Touch
    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Leaf, Selector

_NEAR = 2 * DAY  # no change of clocks skips or repeats more than a day
_LONGEST_PERIOD = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31}


def boundaries(leaf: Leaf, occasion: Occasion, after: Instant, until: Instant) -> Iterator[Instant]:
    """Instants in (after, until], ascending, between which the truth of `leaf` stays the same.

    A superset of the instants from which another truth holds, as the act of `occasion` is moved and all else is left
    as it is: touches that are in the future now have happened by then. Found lazily, so that the first few are cheap.
    """
    scene, end = Scene(occasion), Instant(min(until, LATEST))
    recurring = recurrences(leaf, scene)
    streams = [daily(one, after, end) for one in recurring]
    streams += [clock.changes(after, end) for clock in {one.clock for one in recurring}]
    last: int | None = None
    for at in merge(sorted(events(leaf, scene, after, end)), *streams):
        look_at_the_clock()
        if after < at <= end and at != last:
            last = at
            yield Instant(at)


def events(leaf: Leaf, scene: Scene, after: Instant, until: Instant) -> set[int]:
    """The boundaries that come once, in any order; some may lie outside (after, until]."""
    match leaf.term:
        case TimeAgainst(Fact(changes=Changes.MOMENT), marks) as term:
            return {at for mark in marks for at in _ends(mark, clock_for(term, scene))}
        case Fact(changes=Changes.EVENT, event=event):
            return {instant(touch.at) for touch in within(scene, after, until) if touch.event == event}
        case TimeAfter() as term:
            return _of_time_after(leaf, term, scene, after, until)
        case Count() as term:
            return _of_count(term, scene, after, until)
        case Fact() | TimeAgainst() | WithinHours():
            return set()
        case _:
            assert_never(leaf.term)


def _ends(mark: int | date, clock: LocalClock | None) -> set[int]:
    """Where a mark begins, and where it is over."""
    if isinstance(mark, int):
        return {mark, mark + 1}
    return set() if clock is None else _day_starts(day_number(mark), clock)


# ---------------------------------------------------------------- touches that come into view, and anchors


def _entries(selector: Selector, scene: Scene, after: int, until: int) -> list[int]:
    """When touches that match, or may match, come to lie in the past of the act."""
    return [instant(touch.at) for touch in _matching(selector, scene, after, until)]


def _matching(selector: Selector, scene: Scene, after: int | None, until: int) -> Iterator[Touch]:
    for touch in matcher_of(selector).between(scene, after, until):
        look_at_the_clock()
        yield touch


def _of_time_after(leaf: Leaf, term: TimeAfter, scene: Scene, after: int, until: int) -> set[int]:
    least = edges(leaf)
    reader = due_reader(term)
    clock = clock_for(term, scene)
    found: set[int] = set()
    anchors: list[Instant | date] = []
    if isinstance(term.anchor, TouchTime):
        coming = _entries(term.anchor.selector, scene, after, until)
        found.update(coming)
        anchors += [Instant(at) for at in coming]
        scene = _moved(scene, after)
    current = reader.read(scene)
    if not isinstance(current, NotFound):
        anchors.append(current)
    for anchor in anchors:
        due = reader.shift(clock, anchor)
        if due is not None:
            found.update(due + edge for edge in least)
    return found


def _moved(scene: Scene, at: int) -> Scene:
    occasion = scene.occasion
    return Scene(replace(occasion, at=Instant(at)))


# ---------------------------------------------------------------- touches that leave a window


def _of_count(term: Count, scene: Scene, after: int, until: int) -> set[int]:
    found = set(_entries(term.selector, scene, after, until))
    if isinstance(term.since, TouchTime):
        found.update(_entries(term.since.selector, scene, after, until))
    clock = clock_for(term, scene)
    match term.window:
        case Rolling(length, closed) if length.unit in ELAPSED:
            span = length.count * ELAPSED[length.unit] + closed
            found.update(instant(t.at) + span for t in _matching(term.selector, scene, after - span, until))
        case Rolling(length, closed) if clock is not None and length.unit in DAYS:
            days = length.count * DAYS[length.unit]
            oldest = after - days * DAY - 2 * _NEAR
            for touch in _matching(term.selector, scene, oldest, until):
                at = instant(touch.at)
                if length.unit is DurationUnit.DATE:
                    found.update(_day_starts(clock.day(at) + days, clock))
                else:
                    found.update(_exits(at, days, clock, closed=closed))
        case Rolling(length) if clock is not None:
            for touch in _matching(term.selector, scene, None, until):
                found.update(_late_exits(instant(touch.at), length, term.almanac.calendar, clock))
        case CalendarPeriod(period) if clock is not None:
            longest = _LONGEST_PERIOD[period]
            for touch in _matching(term.selector, scene, after - (longest * DAY + 2 * _NEAR), until):
                start = first_day(period, clock.day(instant(touch.at)), term.almanac.week_starts)
                following = first_day(period, start + longest, term.almanac.week_starts)
                found.update(_day_starts(following, clock))
    return found


def _exits(touch: int, days: int, clock: LocalClock, *, closed: bool) -> set[int]:
    """When a touch can leave a window of so many local days."""
    end = touch + days * DAY
    if next(clock.changes(touch - _NEAR, end + _NEAR), None) is None:
        return {end + closed}  # no clock is changed on the way: each day has 24 hours
    return _around({reading + days * DAY for reading in _readings(touch, clock)}, clock)


def _late_exits(touch: int, length: Duration, code: str | None, clock: LocalClock) -> set[int]:
    """When a touch can leave a window of months or business days: on the days from which a count back ends near it."""
    times = {0, *(reading % DAY for reading in _readings(touch, clock))}
    day = clock.day(touch)
    # Several days can lie equally far after one: the end of a long month after that of a short one.
    counted = length if length.unit in MONTHS else Duration(length.count + 1, length.unit)
    first, last = later_day(day - 2, length, code), later_day(day + 2, counted, code)
    if first is None or last is None:
        return set()
    days = range(first - 1, last + 3)
    return _around({day * DAY + time for day in days for time in times}, clock)


def _readings(touch: int, clock: LocalClock) -> set[int]:
    """What the clock shows at a touch, and at changes near it.

    A window's start may jump over the touch while the act passes the image of a gap or a repeated hour.
    """
    changes = clock.changes(touch - _NEAR, touch + _NEAR)
    return {clock.local(touch), *(reading for at in changes for reading in (clock.local(at - 1) + 1, clock.local(at)))}


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
