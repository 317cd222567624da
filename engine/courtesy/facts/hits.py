"""The touches of a log that match a selector, found once and kept with the log: counted and sought by bisection."""

from __future__ import annotations

import weakref
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from courtesy.deadline import look_at_the_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.instants import Instant
    from courtesy.model.case import Touch
    from courtesy.model.log import Log


class Hits(NamedTuple):
    """The touches of a log that match a selector for one occasion, in time order, those that only may match among them.

    `places` are where they are in the log and `instants` when they were; `sure[n]` is how many of the first `n` match
    for certain. `seen` is how many touches of the log have been looked at.
    """

    seen: int = 0
    places: tuple[int, ...] = ()
    instants: tuple[Instant, ...] = ()
    touches: tuple[Touch, ...] = ()
    sure: tuple[int, ...] = (0,)

    def certain(self, number: int) -> bool:
        """Whether the one of that number matches for certain."""
        return self.sure[number + 1] > self.sure[number]

    def between(self, start: int | None, end: int, length: int) -> range:
        """The numbers of those in [start, end] among the first `length` touches of the log; `start` None: all to it."""
        first = 0 if start is None else bisect_left(self.instants, start)
        last = bisect_right(self.instants, end)
        if last and self.places[last - 1] >= length:  # the log has grown beyond the history that is asked about
            last = bisect_left(self.places, length)
        return range(first, max(first, last))


_NOTHING_SEEN = Hits()


def hits_in(log: Log, key: object, places: Sequence[int] | None, judged: Callable[[Touch], bool | None]) -> Hits:
    """The touches of a log that match: of those at `places`, or of all, those that are not judged false.

    `judged` gives None for a touch that may match. It is asked once for each touch and `key`, which has to tell apart
    whatever changes its answers.
    """
    hits: Hits = log.found.get(key, _NOTHING_SEEN)  # type: ignore[assignment]  # nobody else uses such keys
    if hits.seen < len(log.touches):
        hits = log.found[key] = _extended(hits, log, places, judged)
    return hits


def _extended(hits: Hits, log: Log, places: Sequence[int] | None, judged: Callable[[Touch], bool | None]) -> Hits:
    """The hits with those touches of the log that have not been looked at yet."""
    seen = len(log.touches)
    unseen = range(hits.seen, seen) if places is None else places[bisect_left(places, hits.seen) :]
    fitting, sure, certain = list[int](), list[int](), hits.sure[-1]
    for place in unseen:
        look_at_the_clock()
        answer = judged(log.touches[place]) if place < seen else False
        if answer is not False:
            certain += answer is True
            fitting.append(place)
            sure.append(certain)
    if not fitting:
        return hits._replace(seen=seen)
    return Hits(
        seen,
        (*hits.places, *fitting),
        (*hits.instants, *[log.instants[place] for place in fitting]),
        (*hits.touches, *[log.touches[place] for place in fitting]),
        (*hits.sure, *sure),
    )


class Same:
    """Stands for one object and equals itself alone, however it compares by its value.

    It keeps the object only where that cannot be helped: what is found by the contacts of a case lies in its history,
    by which the contacts of a case that is gone would live for ever.
    """

    __slots__ = ("_hash", "_of")

    def __init__(self, of: object) -> None:
        self._hash = id(of)
        try:
            self._of: Callable[[], object] = weakref.ref(of)
        except TypeError:
            self._of = lambda: of

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Same):
            return False
        mine = self._of()
        return self is other or (mine is not None and other._of() is mine)

    def __hash__(self) -> int:
        return self._hash
