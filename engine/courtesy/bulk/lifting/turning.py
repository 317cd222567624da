"""When a comparison that reads the clock next comes out another way, by the local day of an act."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.lifting.quiet import FAR, quiet
from courtesy.bulk.terms.within_hours import parts_of
from courtesy.facts.derivers import fact_reader
from courtesy.facts.recurrence import edges
from courtesy.model.almanac import WorkCalendar
from courtesy.model.declaration import Changes
from courtesy.model.predicate import Fact, WithinHours
from courtesy.model.truth import leaf_truth
from courtesy.values import DAY, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.model.predicate import Leaf


_STRETCH = 14
"""So many days are looked through at once."""


class Turning(NamedTuple):
    """A comparison with one truth throughout each part of a day, which begin at the times of day `begins`.

    `truths` are those of the parts of a day, `work` is the calendar that it takes, None where it takes none.
    """

    begins: tuple[int, ...]
    truths: Callable[[int, Calendar | None], Sequence[Truth]]
    work: WorkCalendar | None

    def of_day(self, day: int, calendar: Calendar | None, clock: LocalClock) -> tuple[int | None, ...]:
        """For each part of a day when the truth is next another one; None where it is unknown, or that is not told."""
        # No change of the clock is near that day or the next other one, so that all lies between them in order.
        return tuple(
            clock.resolve(turned) if turned is not None and quiet(clock, turned // DAY) else None
            for turned in (_turned(self, day, calendar) if quiet(clock, day) else [None] * len(self.begins))
        )

    def of_instant(self, at: int, calendar: Calendar | None, clock: LocalClock) -> int | None:
        """When the truth is next another one than at an instant, whatever the clock does; None where that is far."""
        now = self._truth(at, calendar, clock)
        for begin in range(clock.day(at) - 1, clock.day(at) + FAR, _STRETCH):
            readings = (day * DAY + time for day in range(begin, begin + _STRETCH + 1) for time in self.begins)
            edges = {clock.resolve(reading, fold) for reading in readings for fold in (0, 1)}
            first, last = clock.start_of_day(begin), clock.start_of_day(begin + _STRETCH)
            edges.update(clock.changes(first, last))
            for edge in sorted(edges):
                if max(first, at + 1) <= edge <= last and self._truth(edge, calendar, clock) is not now:
                    return edge
        return None

    def _truth(self, at: int, calendar: Calendar | None, clock: LocalClock) -> Truth:
        day, time = divmod(clock.local(at), DAY)
        return self.truths(day, calendar)[bisect_right(self.begins, time) - 1]


@lru_cache(maxsize=4096)
def _turned(turning: Turning, day: int, calendar: Calendar | None) -> Sequence[int | None]:
    """For each part of a day the first later reading with another truth; None where that is unknown or far."""
    truths = turning.truths(day, calendar)
    first = {truth: _first_other(turning, truth, day, calendar) for truth in set(truths) - {Truth.UNKNOWN}}
    found: list[int | None] = []
    for place, truth in enumerate(truths):
        others = zip(turning.begins[place:], truths[place:], strict=True)
        begin = next((one for one, other in others if other is not truth), None)
        found.append(None if truth is Truth.UNKNOWN else first[truth] if begin is None else day * DAY + begin)
    return found


def _first_other(turning: Turning, truth: Truth, day: int, calendar: Calendar | None) -> int | None:
    """The first reading of a later day with another truth."""
    for later in range(day + 1, day + FAR):
        for begin, other in zip(turning.begins, turning.truths(later, calendar), strict=True):
            if other is not truth:
                return later * DAY + begin
    return None


def turning_of(leaf: Leaf) -> Turning | None:
    """How a comparison turns; None where it does not read the clock of the contact, or of the rule."""
    term = leaf.term
    match term:
        case WithinHours(own=False):
            parts = parts_of(term)

            def of_hours(day: int, calendar: Calendar | None) -> Sequence[Truth]:
                return [leaf_truth(leaf, one) for one in parts.open(day, calendar)]

            return Turning(tuple(parts.begins), lru_cache(maxsize=None)(of_hours), parts.work)
        case Fact(changes=Changes.CLOCK | Changes.DAY) if (read := fact_reader(term).read) is not None:
            by_clock = term.changes is Changes.CLOCK
            begins = tuple(sorted({0, *(edge for edge in edges(leaf) if by_clock and 0 <= edge < DAY)}))
            work = WorkCalendar() if term.almanac is None else term.almanac.calendar

            def of_fact(day: int, calendar: Calendar | None) -> Sequence[Truth]:
                return [leaf_truth(leaf, read(day * DAY + begin, calendar)) for begin in begins]

            return Turning(begins, lru_cache(maxsize=None)(of_fact), None if by_clock else work)
        case _:
            return None
