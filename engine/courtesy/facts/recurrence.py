"""Readings of local time that come back every day or week: where they lie in time, and where the weeks differ."""

from __future__ import annotations

import heapq
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import LocalClock, own_clock
from courtesy.facts.derivers import fact_reader
from courtesy.facts.hours import hours_calendar, hours_clock
from courtesy.facts.opening import opening
from courtesy.model.almanac import Almanac
from courtesy.model.declaration import Changes
from courtesy.model.predicate import AtLeast, AtMost, Fact, IsKnown, OneOf, WithinHours
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.scene import Scene
    from courtesy.model.almanac import OpenHours
    from courtesy.model.predicate import Leaf

WEEK = 7 * DAY
_SPILL = 2
"""Hours over midnight that open on a day reach into the next one: after that all is as in other weeks."""
_BLOCK = 28
"""Days that are looked through at once."""
_SHARED = 128
_KEPT = 512
"""How many recurrences are kept, and how much of each: more than a year of days, more than thirty of blocks."""


class Recurrence:
    """Readings of one clock that come back.

    Made once for all that read the same, so that what is learned of a day is kept.
    """

    __slots__ = ("_state", "breaks_in", "clock", "instants")

    def __init__(
        self,
        clock: LocalClock,
        readings: Callable[[int], Iterable[int]],
        state: Callable[[int], object] | None = None,
    ) -> None:
        """`readings` gives those of a day (a day number).

        `state` tells days apart that differ though they are the same weekday: holidays, closed dates; None where none
        do.
        """
        self.clock = clock
        self._state = None if state is None else lru_cache(maxsize=_KEPT)(state)

        def instants(day: int) -> tuple[int, ...]:
            return tuple(sorted({clock.resolve(reading, fold) for reading in readings(day) for fold in (0, 1)}))

        self.instants = lru_cache(maxsize=_KEPT)(instants)
        """All instants at which the clock shows the readings of a day, ascending."""
        self.breaks_in = None if self._state is None else lru_cache(maxsize=_KEPT)(_breaks_of(clock, self._state))
        """Where days begin that are not as a week before, and the days that follow them, in one block of days."""

    def look(self, after: int) -> Hashable:
        """What the week after an instant is like: equal for two weeks in which the clock and the days do the same.

        The clock shows the same and is changed in the same way at the same time, and the days are of the same kinds.
        """
        clock, until = self.clock, after + WEEK
        states = (
            ()
            if self._state is None
            else tuple(map(self._state, range(clock.day(after) - _SPILL, clock.day(until) + 1)))
        )
        changes = clock.changes(after - _SPILL * DAY, until + DAY)
        changed = tuple((at - after, clock.local(at) - clock.local(at - 1)) for at in changes)
        return clock.local(after) % WEEK, changed, states


def _breaks_of(clock: LocalClock, state: Callable[[int], object]) -> Callable[[int], tuple[int, ...]]:
    def breaks_in(block: int) -> tuple[int, ...]:
        begin, odd, found = block * _BLOCK, None, list[int]()
        for day in range(begin - _SPILL, begin + _BLOCK):
            if state(day) != state(day - 7):
                odd = day
            if odd is not None and day >= begin and day - odd <= _SPILL:
                found.append(clock.start_of_day(day))
        return tuple(found)

    return breaks_in


def recurrences(leaf: Leaf, scene: Scene) -> list[Recurrence]:
    """The readings at which the truth of a comparison can change again and again; none where it is of another kind."""
    term = leaf.term
    if not isinstance(term, Fact | WithinHours):
        return []
    clock = hours_clock(term, scene) if isinstance(term, WithinHours) else own_clock(term.almanac) or scene.clock()
    if clock is None:
        return []
    match term:
        case Fact(changes=Changes.CLOCK):
            return [times_of_day(frozenset({0, *(edge for edge in edges(leaf) if 0 <= edge < DAY)}), clock)]
        case Fact(changes=Changes.DAY, almanac=Almanac() as almanac):
            return [_of_day(term, clock, calendar_of(almanac.calendar, scene.own_calendar()))]
        case WithinHours(open_hours):
            calendar = hours_calendar(term, scene)
            return [_of_hours(hours, clock, calendar if hours.of_calendar else None) for hours in open_hours]
        case _:
            return []


@lru_cache(maxsize=_SHARED)
def times_of_day(times: frozenset[int], clock: LocalClock) -> Recurrence:
    """The readings of a clock at these times of every day, in microseconds since midnight."""
    return Recurrence(clock, lambda day: [day * DAY + time for time in times])


@lru_cache(maxsize=_SHARED)
def _of_day(fact: Fact, clock: LocalClock, calendar: Calendar | None) -> Recurrence:
    read = fact_reader(fact).read
    return Recurrence(clock, lambda day: [day * DAY], None if read is None else lambda day: read(day * DAY, calendar))


@lru_cache(maxsize=_SHARED)
def _of_hours(hours: OpenHours, clock: LocalClock, calendar: Calendar | None) -> Recurrence:
    one = opening(hours, calendar)
    return Recurrence(clock, one.edges, one.state if one.varies else None)


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
        for at in one.instants(day):
            heapq.heappush(waiting, at)
    while waiting:
        yield heapq.heappop(waiting)


def breaks(recurring: Collection[Recurrence], after: int, until: int) -> Iterator[int]:
    """The instants between which each week is as the one before, ascending; some may lie outside (after, until]."""
    return heapq.merge(
        *(clock.changes(after, until) for clock in {one.clock for one in recurring}),
        *(_odd_days(one, after, until) for one in recurring),
    )


def _odd_days(one: Recurrence, after: int, until: int) -> Iterator[int]:
    if one.breaks_in is not None:
        for block in range(one.clock.day(after) // _BLOCK, one.clock.day(until) // _BLOCK + 1):
            yield from one.breaks_in(block)
