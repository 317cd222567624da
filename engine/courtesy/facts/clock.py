"""Clocks: what they show at an instant, where a reading lies in time, when they are changed. All in whole microseconds.

A local reading is an integer too: microseconds since 1970-01-01T00:00 as the clock shows it, so that a reading divided
by `DAY` is the local date (days since 1970-01-01) and the remainder the time of day.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.instants import Instant, find_zone, moment
from courtesy.values import DAY, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.almanac import Almanac

_STRETCH_BITS = 45  # clocks are surveyed in stretches of 2 ** 45 microseconds, a little over a year
_MARGIN = 4 * DAY  # a stretch is surveyed beyond its ends, so that readings near them need no second stretch
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
EARLIEST = Instant(-59_000_000_000 * SECOND)
LATEST = Instant(250_000_000_000 * SECOND)
"""Results outside these (the years 100 and 9892) are cut off there: later than any act."""


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """The date that lies `day` days after 1970-01-01."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def weekday_of(day: int) -> int:
    """The weekday of a day number, 0 for Monday to 6 for Sunday."""
    return (day + 3) % 7  # 1970-01-01 was a Thursday


class LocalClock:
    """The clocks of one time zone. Shared and grown as needed: what is learned of a stretch of time is kept."""

    __slots__ = ("_stretches", "zone")

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._stretches: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def local(self, at: int) -> int:
        """The reading at an instant."""
        starts, offsets = self._stretch(at)
        return at + offsets[bisect_right(starts, at) - 1]

    def day(self, at: int) -> int:
        """The local date at an instant, as a day number."""
        return self.local(at) // DAY

    def fold(self, at: int) -> int:
        """1 where the reading at this instant is the second of two equal ones, else 0."""
        starts, offsets = self._stretch(at)
        place = bisect_right(starts, at) - 1
        return int(place > 0 and at - starts[place] < offsets[place - 1] - offsets[place])

    def resolve(self, local: int, fold: int = 0) -> Instant:
        """The instant at which the clock shows `local`.

        A skipped reading gives the first instant after the gap; of a repeated one, `fold` 1 asks for the second.
        """
        starts, offsets = self._stretch(local)
        found: Instant | None = None
        for place in range(bisect_right(starts, local - DAY) - 1, len(starts)):
            at = local - offsets[place]
            if at < starts[place]:
                return Instant(starts[place]) if found is None else found
            if place + 1 == len(starts) or at < starts[place + 1]:
                if found is not None or not fold:
                    return Instant(at)
                found = Instant(at)
        return Instant(local - offsets[-1]) if found is None else found

    def later(self, at: int, days: int) -> Instant | None:
        """The instant of the same reading so many days after another; None where a clock may be changed on the way."""
        starts, _ = self._stretch(at)
        end, following = at + days * DAY, bisect_right(starts, at)
        last = starts[following] if following < len(starts) else (at >> _STRETCH_BITS) + 1 << _STRETCH_BITS
        return Instant(end) if starts[following - 1] + DAY <= min(at, end) and max(at, end) < last - DAY else None

    def start_of_day(self, day: int) -> Instant:
        """The first instant of a local date."""
        return self.resolve(day * DAY)

    def showing(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The stretches of time, ascending, in which the clock shows readings from `first` up to `last`.

        Their ends are not inside. There are two of a repeated hour, and of a skipped one none.
        """
        starts, offsets = self._stretch(first)
        for place in range(bisect_right(starts, first - DAY) - 1, len(starts)):
            begin, end = max(first - offsets[place], starts[place]), last - offsets[place]
            if place + 1 < len(starts):
                end = min(end, starts[place + 1])
            if begin < end:
                yield begin, end

    def changes(self, after: int, until: int) -> Iterator[Instant]:
        """The instants in (after, until] at which the clocks are changed, ascending."""
        until = min(until, LATEST)
        for number in range(after >> _STRETCH_BITS, (until >> _STRETCH_BITS) + 1):
            for start in self._stretch(number << _STRETCH_BITS)[0][1:]:
                if start >> _STRETCH_BITS == number and after < start <= until:
                    yield Instant(start)

    def _stretch(self, at: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Instants from which an offset holds, and the offsets, for the stretch that `at` lies in."""
        number = at >> _STRETCH_BITS
        stretch = self._stretches.get(number)
        if stretch is None:
            stretch = self._stretches[number] = self._survey(number)
        return stretch

    def _survey(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        begin = (number << _STRETCH_BITS) - _MARGIN
        starts, offsets = [begin], [self._offset(begin)]
        # Clocks are never changed twice within a day, so one look per day misses nothing.
        for at in range(begin + DAY, ((number + 1) << _STRETCH_BITS) + _MARGIN + DAY, DAY):
            offset = self._offset(at)
            if offset != offsets[-1]:
                starts.append(self._change(at - DAY, at))
                offsets.append(offset)
        return tuple(starts), tuple(offsets)

    def _change(self, before: int, after: int) -> int:
        """The first instant in (before, after] with the offset that holds at `after`."""
        offset = self._offset(after)
        while after - before > 1:
            middle = (before + after) // 2
            if self._offset(middle) == offset:
                after = middle
            else:
                before = middle
        return after

    def _offset(self, at: int) -> int:
        offset = moment(Instant(at), self.zone).utcoffset()
        return (offset or timedelta(0)) // _MICROSECOND


@lru_cache(maxsize=1024)
def clock_of(name: str) -> LocalClock | None:
    """The clock of an IANA zone name, or None where there is no such zone."""
    zone = find_zone(name)
    return LocalClock(zone) if zone is not None else None


def clock_in(zone: tzinfo) -> LocalClock:
    """The clock of a zone, be it of a name or not."""
    name = getattr(zone, "key", None)
    return (None if name is None else clock_of(name)) or LocalClock(zone)


def own_clock(almanac: Almanac | None) -> LocalClock | None:
    """The clock of the zone that an almanac names; None where it leaves the zone to the recipient."""
    return clock_of(almanac.zone) if almanac is not None and almanac.zone is not None else None


def shown(at: int, clock: LocalClock) -> datetime:
    """The aware datetime of an instant on a clock, cut off at the last year that dates can name."""
    return moment(Instant(max(EARLIEST, min(at, LATEST))), clock.zone)
