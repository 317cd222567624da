"""How far ahead, and where, a refused act has to be tried again: as far as anything can change, and no more often."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from datetime import UTC, datetime
from heapq import merge
from typing import TYPE_CHECKING

from courtesy.bounds import SEARCHED_DAYS
from courtesy.deadline import look_at_the_clock
from courtesy.facts.boundaries import events
from courtesy.facts.recurrence import WEEK, breaks, daily, recurrences
from courtesy.facts.scene import Scene
from courtesy.instants import LAST_YEAR, Instant, instant
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Leaf

END = instant(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC))
"""No act can be proposed for this time or a later one."""
_SEARCHED = SEARCHED_DAYS * DAY
"""How far what comes back every day or week is followed, from the last thing on that comes once."""


class Outlook:
    """Where some comparisons, each on an occasion of the same act, can change after an instant.

    `until` is how far they are followed; `open` whether something may still change then.
    """

    __slots__ = ("_after", "_once", "_recurring", "open", "until")

    def __init__(self, compared: Iterable[tuple[Leaf, Occasion]], after: Instant) -> None:
        pairs = [(leaf, Scene(occasion)) for leaf, occasion in compared]
        found = {at for leaf, scene in pairs for at in events(leaf, scene, after, END) if at > after}
        self._after = after
        self._once = sorted(at for at in found if at < END)
        self._recurring = [one for leaf, scene in pairs for one in recurrences(leaf, scene)]
        last = self._once[-1] if self._once else after
        self.until = Instant(min(END, last + _SEARCHED)) if self._recurring else END
        self.open = bool(self._recurring) or len(self._once) < len(found)

    def breaks(self, after: int) -> Iterator[Instant]:
        """The instants after `after`, as far as is looked, between which each week is as the one before.

        Ascending; some may come twice.
        """
        end = self.until
        places = range(bisect_right(self._once, after), bisect_right(self._once, end))
        recurring = (at for at in breaks(self._recurring, after, end) if after < at <= end)
        return (Instant(at) for at in merge(map(self._once.__getitem__, places), recurring))

    def look(self, after: int) -> Hashable:
        """What the week after an instant is like: equal for two weeks in which the comparisons do the same."""
        past = bisect_right(self._once, after)
        coming = self._once[past : bisect_right(self._once, after + WEEK)]
        return past, tuple(at - after for at in coming), tuple(one.look(after) for one in self._recurring)

    def changes(self) -> Iterator[Instant]:
        """Every instant at which a comparison can change in a way that it has not done before, ascending.

        After a break all readings are tried for a week, if there has not been one like it; then nothing new can come
        before the next break.
        """
        if not self._recurring:  # what comes once is all there is
            yield from map(Instant, self._once)
            return
        begin, seen = int(self._after), set[Hashable]()
        coming = _Ahead(self.breaks(begin))
        while begin < self.until:
            end = min(begin + WEEK, self.until)
            broken = coming.take(end)
            # Most searches end within the first week, so it is not worth a look.
            look = None if begin == self._after else self.look(begin)
            if look not in seen:
                seen.add(look)
                yield from self._within(begin, end, broken)
            if broken:
                begin = end
                continue
            following = coming.next_after(begin)
            if following is None:
                return
            yield following
            begin = following

    def _within(self, begin: int, end: int, broken: list[Instant]) -> Iterator[Instant]:
        """Every instant in (begin, end] at which a reading comes, or which is a break."""
        last = begin
        for at in merge(broken, *(daily(one, begin, end) for one in self._recurring)):
            look_at_the_clock()
            if last < at <= end:
                last = at
                yield Instant(at)


class _Ahead:
    """Ascending instants that are taken one stretch after the other."""

    def __init__(self, instants: Iterator[Instant]) -> None:
        self._instants = instants
        self._following = next(instants, None)

    def take(self, until: int) -> list[Instant]:
        """All up to an instant that have not been taken."""
        taken: list[Instant] = []
        while self._following is not None and self._following <= until:
            taken.append(self._following)
            self._following = next(self._instants, None)
        return taken

    def next_after(self, after: int) -> Instant | None:
        """The first one after an instant, which is taken; None where there is none."""
        self.take(after)
        following, self._following = self._following, next(self._instants, None)
        return following
