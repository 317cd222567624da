"""Readings of local time that come back every day or week: where they lie in time, and where the weeks differ."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple, assert_never

from courtesy.facts.clock import LocalClock, own_clock
from courtesy.facts.derivers import fact_reader
from courtesy.facts.hours import opening
from courtesy.model.fact_declarations import Changes
from courtesy.model.predicate import AtLeast, AtMost, Fact, IsKnown, OneOf, WithinHours
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from courtesy.facts.scene import Scene
    from courtesy.model.predicate import HoursWindow, Leaf

WEEK = 7 * DAY
_SPILL = 2
"""A window over midnight that opens on a day reaches into the next one: after that all is as in other weeks."""


class Recurrence(NamedTuple):
    """Readings of one clock that come back: `readings` gives those of a day (a day number).

    `state` tells days apart that differ though they are the same weekday: holidays, closed dates; None where none do.
    """

    clock: LocalClock
    readings: Callable[[int], list[int]]
    state: Callable[[int], object] | None = None


def recurrences(leaf: Leaf, scene: Scene) -> list[Recurrence]:
    """The readings at which the truth of a comparison can change again and again; none where it is of another kind."""
    term = leaf.term
    if not isinstance(term, Fact | WithinHours):
        return []
    clock = own_clock(term.almanac) or scene.clock()
    if clock is None:
        return []
    match term:
        case Fact(changes=Changes.CLOCK):
            least = {0, *(edge for edge in edges(leaf) if 0 <= edge < DAY)}
            return [Recurrence(clock, lambda day: [day * DAY + edge for edge in least])]
        case Fact(changes=Changes.DAY):
            read = fact_reader(term).read
            state = None if read is None else lambda day: read(day * DAY)
            return [Recurrence(clock, lambda day: [day * DAY], state)]
        case WithinHours(windows, almanac):
            return [_of_window(window, clock, almanac.calendar) for window in windows]
        case _:
            return []


def _of_window(window: HoursWindow, clock: LocalClock, calendar_code: str | None) -> Recurrence:
    is_open = opening(window, calendar_code)
    end = window.end if window.start < window.end else window.end + DAY

    def readings(day: int) -> list[int]:
        return [] if is_open(day) is False else [day * DAY + window.start, day * DAY + end]

    return Recurrence(clock, readings, None if window.holidays and not window.not_on else is_open)


def edges(leaf: Leaf) -> list[int]:
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


def daily(one: Recurrence, after: int, until: int) -> Iterator[int]:
    """The instants at which the clock shows the readings, ascending; some may lie outside (after, until]."""
    clock, waiting = one.clock, list[int]()
    for day in range(clock.day(after) - 2, clock.day(until) + 2):
        # Readings of this day and later ones lie after this instant: what was found before it is in order.
        settled = (day - 1) * DAY - DAY
        while waiting and waiting[0] < settled:
            yield heapq.heappop(waiting)
        for reading in one.readings(day):
            for fold in (0, 1):
                heapq.heappush(waiting, clock.resolve(reading, fold))
    while waiting:
        yield heapq.heappop(waiting)


def breaks(recurring: Collection[Recurrence], after: int, until: int) -> Iterator[int]:
    """The instants between which each week is as the one before, ascending; some may lie outside (after, until]."""
    return heapq.merge(
        *(clock.changes(after, until) for clock in {one.clock for one in recurring}),
        *(_odd_days(one, one.state, after, until) for one in recurring if one.state is not None),
    )


def _odd_days(one: Recurrence, state: Callable[[int], object], after: int, until: int) -> Iterator[int]:
    """Where days begin that are not as a week before, and the days that follow them."""
    odd = None
    for day in range(one.clock.day(after) - _SPILL, one.clock.day(until) + 1):
        if state(day) != state(day - 7):
            odd = day
        if odd is not None and day - odd <= _SPILL:
            yield one.clock.start_of_day(day)
