"""Clocks and calendars as tables, filled by the engine's own functions: by them, time takes no more than joins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.columns import Table
from courtesy.facts.business_days import calendar_of
from courtesy.facts.business_hours import business_hours
from courtesy.facts.clock import clock_of
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.model.almanac import WorkCalendar

    OfDay = Callable[[int, Calendar | None], int | None]
    """A day that lies so far from another one; None where that is unknown."""
    Reading = Callable[[int, Calendar | None], tuple[object, ...]]
    """What is known of a day by a calendar."""
    OfInstant = Callable[[int, Calendar | None, LocalClock], int | None]
    """What an instant leads to by a calendar and a clock."""
    LocalReading = Callable[[int, Calendar | None, LocalClock], tuple[object, ...]]
    """What is known of a day by a calendar where a clock is."""


class Occurring(NamedTuple):
    """What occurs in the tables of an audit: days as day numbers, names of zones, and codes of calendars."""

    days: Sequence[int]
    zones: tuple[str, ...]
    calendars: tuple[str, ...]

    @classmethod
    def of(cls, days: Iterable[int], zones: Iterable[str], calendars: Iterable[str]) -> Occurring:
        """Those days with their neighbours, on which they may be elsewhere."""
        near = {day + by for day in days for by in range(-_MARGIN, _MARGIN + 1)}
        return cls(sorted(near), tuple(sorted(set(zones))), tuple(sorted(set(calendars))))


class Filled(NamedTuple):
    """A table with the rows that it needs for what occurs. `columns` are their names with SQL types, keys first."""

    table: Table
    columns: Mapping[str, str]
    rows: Callable[[Occurring], Iterator[tuple[object, ...]]]


class Function(NamedTuple):
    """What no table of days tells: a function of a zone, a calendar's code and an instant, which the engine answers."""

    name: str
    of: Callable[[str, str, int], int | None]


NO_CALENDAR = ""
"""The key of a contact who states no calendar."""

UTC_DAYS = Table("utc_days", ("zone", "utc_day"))
_OFFSETS = {"zone": "text", "utc_day": "bigint", "before": "bigint", "change": "bigint", "after": "bigint",
            "second_from": "bigint", "second_until": "bigint"}  # fmt: skip
_RESOLVING = {"begins": "bigint", "reading": "bigint", "before": "bigint", "change": "bigint", "after": "bigint"}
_MARGIN = 2


class Almanacs:
    """The tables that the rules of a policy read, each asked for once."""

    def __init__(self) -> None:
        self._shifts: dict[object, Filled] = {}
        self._functions: dict[object, Function] = {}
        self.zones: set[str] = set()
        """The zones that rules name, beside those of the tables."""

    @property
    def functions(self) -> tuple[Function, ...]:
        """All functions that have been asked for."""
        return tuple(self._functions.values())

    def business_hours(self, amount: int, work: WorkCalendar) -> str:
        """The name of the function that moves an instant by so many microseconds of business hours."""

        def moved(at: int, calendar: Calendar | None, clock: LocalClock) -> int | None:
            return None if calendar is None else business_hours(clock, calendar).shift(at, amount)

        return self.function(("business_hours", amount), moved, work)

    def function(self, meaning: object, of: OfInstant, work: WorkCalendar) -> str:
        """The name of a function of an instant."""

        def answer(zone: str, calendar: str, at: int) -> int | None:
            clock = clock_of(zone)
            return None if clock is None else of(at, calendar_of(work, calendar or None), clock)

        key = (meaning, work)
        if key not in self._functions:
            self._functions[key] = Function(f"function{len(self._functions)}", answer)
        return self._functions[key].name

    @property
    def filled(self) -> tuple[Filled, ...]:
        """All tables that have been asked for."""
        return (Filled(UTC_DAYS, _OFFSETS, _utc_days), *self._shifts.values())

    def shifted(self, meaning: object, of_day: OfDay, work: WorkCalendar | None) -> Table:
        """The table of days that lie so far from others; `meaning` says how far. Without `work` by no calendar."""
        columns = {"zone": "text", **({} if work is None else {"calendar": "text"}), "day": "bigint", **_RESOLVING}

        def rows(occurring: Occurring) -> Iterator[tuple[object, ...]]:
            for name, clock in _clocks(occurring):
                for key, calendar in _calendars(occurring, work):
                    for day in occurring.days:
                        target = of_day(day, calendar)
                        if target is not None:
                            yield (name, *key, day, *_resolving(clock, target))

        return self._table(("shift", meaning, work), columns, rows)

    def read(self, meaning: object, types: Mapping[str, str], reading: Reading, work: WorkCalendar | None) -> Table:
        """The table of what is known of days by a calendar, with columns of those types."""
        columns = {**({} if work is None else {"calendar": "text"}), "day": "bigint", **types}

        def rows(occurring: Occurring) -> Iterator[tuple[object, ...]]:
            for key, calendar in _calendars(occurring, work):
                for day in occurring.days:
                    yield (*key, day, *reading(day, calendar))

        return self._table(("read", meaning, work), columns, rows)

    def local(
        self, meaning: object, types: Mapping[str, str], reading: LocalReading, work: WorkCalendar | None
    ) -> Table:
        """The table of what is known of days in each zone, with columns of those types."""
        columns = {"zone": "text", **({} if work is None else {"calendar": "text"}), "day": "bigint", **types}

        def rows(occurring: Occurring) -> Iterator[tuple[object, ...]]:
            for name, clock in _clocks(occurring):
                for key, calendar in _calendars(occurring, work):
                    for day in occurring.days:
                        yield (name, *key, day, *reading(day, calendar, clock))

        return self._table(("local", meaning, work), columns, rows)

    def _table(
        self, key: object, columns: Mapping[str, str], rows: Callable[[Occurring], Iterator[tuple[object, ...]]]
    ) -> Table:
        if key not in self._shifts:
            keys = tuple(name for name in columns if name in {"zone", "calendar", "day"})
            self._shifts[key] = Filled(Table(f"days{len(self._shifts)}", keys), columns, rows)
        return self._shifts[key].table


def _clocks(occurring: Occurring) -> Iterable[tuple[str, LocalClock]]:
    found = ((name, clock_of(name)) for name in occurring.zones)
    return [(name, clock) for name, clock in found if clock is not None]


def _calendars(occurring: Occurring, work: WorkCalendar | None) -> Iterable[tuple[tuple[str, ...], Calendar | None]]:
    if work is None:
        return [((), None)]
    if not work.of_recipient:
        return [((NO_CALENDAR,), calendar_of(work))]
    return [((code or NO_CALENDAR,), calendar_of(work, code)) for code in (*occurring.calendars, None)]


def _utc_days(occurring: Occurring) -> Iterator[tuple[object, ...]]:
    for name, clock in _clocks(occurring):
        for day in occurring.days:
            begin, end = day * DAY, (day + 1) * DAY
            change = next(clock.changes(begin, end - 1), None)
            before, after = clock.local(begin) - begin, clock.local(end - 1) - (end - 1)
            second = next((again for at in clock.changes(begin - DAY, end - 1) if (again := _second(clock, at))), None)
            yield (name, day, before, change, after, *(second or (None, None)))


def _second(clock: LocalClock, change: int) -> tuple[int, int] | None:
    """The instants from and until which readings come a second time, after the clock was put back."""
    back = (clock.local(change - 1) + 1) - clock.local(change)
    return (change, change + back) if back > 0 else None


def _resolving(clock: LocalClock, day: int) -> tuple[int, ...] | tuple[int | None, ...]:
    """The first instant of a day, its midnight as a reading, and by what offsets its readings lie in time."""
    begins, midnight = clock.start_of_day(day), day * DAY
    for change in clock.changes(begins - DAY, begins + 2 * DAY):
        before, after = clock.local(change - 1) - (change - 1), clock.local(change) - change
        if change + min(before, after) < midnight + DAY and change + max(before, after) > midnight:
            return begins, midnight, before, change, after
    offset = clock.local(begins) - begins
    return begins, midnight, offset, None, offset
