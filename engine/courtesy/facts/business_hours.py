"""Business hours: the open time of one calendar on one clock, and how moments are moved by so much of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from courtesy.facts.clock import EARLIEST, LATEST, date_of, day_number
from courtesy.facts.opening import Opening
from courtesy.instants import FIRST_YEAR, LAST_YEAR, Instant
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock


class _Year(NamedTuple):
    """The open stretches of one local year, as far as is known, and those of which it is `unknown` whether they are.

    `passed` is how much open time lies before each of the open ones in the year, and at last all of it.
    """

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    passed: tuple[int, ...]
    unknown: tuple[tuple[int, int], ...]

    def before(self, at: int) -> int:
        """The open time of the year before an instant."""
        place = bisect_right(self.begins, at) - 1
        return 0 if place < 0 else self.passed[place] + min(at, self.ends[place]) - self.begins[place]

    def hides(self, first: int, last: int) -> bool:
        """Whether some of the time between two instants is unknown."""
        return any(begin < last and first < end for begin, end in self.unknown)


class BusinessHours:
    """The business hours of a calendar on a clock: real time, of which only what lies in open hours is counted."""

    __slots__ = ("_calendar", "_clock", "_openings", "_overnight", "_years")

    def __init__(self, clock: LocalClock, calendar: Calendar) -> None:
        self._clock, self._calendar = clock, calendar
        self._openings = tuple(Opening(hours, calendar) for hours in calendar.hours)
        self._overnight = any(hours.overnight for hours in calendar.hours)
        self._years: dict[int, _Year] = {}

    def shift(self, at: int, amount: int) -> Instant | None:
        """The first instant up to which so much open time has passed since another one; itself for none.

        Where the amount is negative, the last instant since which so much has passed up to the other. None where time
        lies on the way of which it is not known whether it is open.
        """
        if amount == 0:
            return Instant(at)
        number = date_of(self._clock.day(at)).year
        year = self._year(number)
        wanted = year.before(at) + amount
        first, last = (EARLIEST, at) if amount < 0 else (at, LATEST)
        while not 0 <= wanted <= year.passed[-1]:
            if year.hides(first, last):
                return None
            first, last = EARLIEST, LATEST
            if amount < 0:
                number -= 1
                year = self._year(number)
                wanted += year.passed[-1]
            else:
                wanted -= year.passed[-1]
                number += 1
                year = self._year(number)
        place = bisect_right(year.passed, wanted) - 1 if amount < 0 else bisect_left(year.passed, wanted) - 1
        found = Instant(year.begins[place] + wanted - year.passed[place])
        return None if year.hides(*((found, last) if amount < 0 else (first, found))) else found

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._survey(number)
        return year

    def _survey(self, number: int) -> _Year:
        if not FIRST_YEAR <= number <= LAST_YEAR:  # where a policy closes every day, nothing else ends the search
            return _Year((), (), (0,), ((EARLIEST, LATEST),))
        first, following = (day_number(date(year, 1, 1)) for year in (number, number + 1))
        begin, end = self._clock.start_of_day(first), self._clock.start_of_day(following)
        found, unknown = list[tuple[int, int]](), list[tuple[int, int]]()
        for day in range(first - self._overnight, following):
            stretches = self._of_day(day)
            if stretches is not None:
                found += stretches
            else:  # its hours may reach into the next day
                unknown.append((self._clock.start_of_day(day), self._clock.start_of_day(day + 1 + self._overnight)))
        merged = _merged((max(one, begin), min(other, end)) for one, other in found)
        begins, ends = tuple(one for one, _ in merged), tuple(other for _, other in merged)
        lengths = (other - one for one, other in merged)
        return _Year(begins, ends, tuple(accumulate(lengths, initial=0)), tuple(_merged(unknown)))

    def _of_day(self, day: int) -> list[tuple[int, int]] | None:
        """The open stretches of the hours that start on a day; None where it is not known whether they are open."""
        works = self._calendar.is_business_day(day)
        if works is None:
            return None
        found = list[tuple[int, int]]()
        for one in self._openings if works else ():
            is_open = one.is_open(day)
            if is_open is None:
                return None
            if is_open:
                begin, end = one.edges(day)[:2]
                for first, last in self._left(begin, end, day):
                    found += self._clock.showing(first, last)
        return found

    def _left(self, begin: int, end: int, day: int) -> Iterator[tuple[int, int]]:
        """What closings in part leave of a stretch of readings that starts on a day."""
        days = (day, day + 1) if self._overnight else (day,)
        closed = ((on * DAY, one) for on in days for one in self._calendar.closings_in_part(on))
        for first, last in _merged((midnight + one.start, midnight + one.end) for midnight, one in closed):
            if begin < min(first, end):
                yield begin, min(first, end)
            begin = max(begin, last)
        if begin < end:
            yield begin, end


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time in stretches that do not touch, ascending."""
    found = list[tuple[int, int]]()
    for begin, end in sorted(one for one in stretches if one[0] < one[1]):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


business_hours = lru_cache(maxsize=256)(BusinessHours)
"""The business hours of a calendar on a clock, made once."""
