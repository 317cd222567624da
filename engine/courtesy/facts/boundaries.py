"""When a comparison can change its truth as the act is moved in time and all else stays as it is."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from courtesy.deadline import look_at_the_clock
from courtesy.facts.clock import LATEST, LocalClock, day_number
from courtesy.facts.exits import day_starts, exits_from
from courtesy.facts.hours import hours_clock
from courtesy.facts.moments import calendar_for, clock_for, due_reader
from courtesy.facts.recurrence import daily, edges, recurrences
from courtesy.facts.scene import Scene
from courtesy.facts.touch_matching import NotFound, matcher_of, within
from courtesy.instants import Instant, instant
from courtesy.model.almanac import Dates
from courtesy.model.declaration import Changes
from courtesy.model.predicate import (
    Count,
    Fact,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    WithinHours,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from courtesy.model.case import Touch
    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Leaf, Selector


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
        case WithinHours() as term:
            clock = hours_clock(term, scene)
            return set() if clock is None else {at for day in _named_days(term) for at in day_starts(day, clock)}
        case Fact() | TimeAgainst():
            return set()
        case _:
            assert_never(leaf.term)


def _named_days(term: WithinHours) -> Iterator[int]:
    """The first and the last date of each stretch that permitted hours name, so that it is looked for however late."""
    for hours in term.open_hours:
        for one in (*hours.on, *hours.not_on):
            if isinstance(one, Dates):
                yield day_number(one.first)
                yield day_number(one.last)


def _ends(mark: int | date, clock: LocalClock | None) -> set[int]:
    """Where a mark begins, and where it is over."""
    if isinstance(mark, int):
        return {mark, mark + 1}
    return set() if clock is None else day_starts(day_number(mark), clock)


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
        due = reader.due_after(anchor, scene)
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
    exits = exits_from(term, clock_for(term, scene), calendar_for(term, scene))
    if exits is None:
        return found
    oldest = None if exits.longest is None else after - exits.longest
    for touch in _matching(term.selector, scene, oldest, until):
        found |= exits.of(instant(touch.at))
    return found | exits.unknown(after, until)
