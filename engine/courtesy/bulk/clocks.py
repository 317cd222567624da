"""Local time in SQL: what a clock shows at an instant, and where a reading lies in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.almanacs import NO_CALENDAR, UTC_DAYS
from courtesy.values import DAY

if TYPE_CHECKING:
    from courtesy.bulk.almanacs import Almanacs, LocalReading, OfDay, OfInstant, Reading
    from courtesy.bulk.columns import Columns, Table
    from courtesy.bulk.sql import Sql
    from courtesy.model.almanac import WorkCalendar


class Target(NamedTuple):
    """A day that was looked up by another one: its first instant, its midnight, and the offsets of its readings."""

    begins: Sql
    reading: Sql
    before: Sql
    change: Sql
    after: Sql

    def at(self, time_of_day: Sql, second: Sql) -> Sql:
        """The instant of a time of that day: of a skipped one that after the gap, of a repeated one either."""
        shown = sql.plus(self.reading, time_of_day)
        early, late = sql.minus(shown, self.before), sql.minus(shown, self.after)
        is_early, is_late = sql.less(early, self.change), sql.at_least(late, self.change)
        return sql.when(
            (sql.unknown(self.change), early),
            (sql.both(is_early, sql.negated(sql.both(is_late, second))), early),
            (is_late, late),
            otherwise=self.change,
        )


class Clock:
    """The clock of one zone in each row; where that is null, all that is read off it is unknown."""

    def __init__(self, columns: Columns, almanacs: Almanacs, zone: Sql, calendar: Sql) -> None:
        """`calendar` is the code of the contact's own calendar."""
        self._columns, self._almanacs, self.zone, self._calendar = columns, almanacs, zone, calendar

    def local(self, at: Sql) -> Sql:
        """What it shows at an instant."""
        day = self._columns.compute(("utc day", at.sql()), sql.day_in(at))
        before, change, after = (
            self._columns.look_up(UTC_DAYS, (self.zone, day), name) for name in ("before", "change", "after")
        )
        is_after = sql.at_least(at, change)
        return self._keep("local", at, sql.plus(at, sql.when((sql.surely(is_after), after), otherwise=before)))

    def day(self, at: Sql) -> Sql:
        """The local date at an instant, as a day number."""
        return self._keep("day", at, sql.day_in(self.local(at)))

    def time_of_day(self, at: Sql) -> Sql:
        """The microseconds since midnight that it shows at an instant."""
        return self._keep("time of day", at, sql.remainder(self.local(at), DAY))

    def second(self, at: Sql) -> Sql:
        """Whether it shows a reading for the second time."""
        day = self._columns.compute(("utc day", at.sql()), sql.day_in(at))
        begin, end = (
            self._columns.look_up(UTC_DAYS, (self.zone, day), name) for name in ("second_from", "second_until")
        )
        return self._keep("second", at, sql.surely(sql.both(sql.at_least(at, begin), sql.less(at, end))))

    def begin_of(self, day: Sql) -> Sql:
        """The first instant of a date."""
        return self.shifted(day, ("same",), lambda one, _: one, None).begins

    def shifted(self, day: Sql, meaning: object, of_day: OfDay, work: WorkCalendar | None) -> Target:
        """The day that lies so far from another one."""
        table = self._almanacs.shifted(meaning, of_day, work)
        keys = (self.zone, *self._calendar_key(work), day)
        return Target(*(self._columns.look_up(table, keys, name) for name in Target._fields))

    def read(
        self, day: Sql, meaning: object, types: dict[str, str], reading: Reading, work: WorkCalendar | None
    ) -> tuple[Sql, ...]:
        """What is known of a day by a calendar, a column for each of the types."""
        table: Table = self._almanacs.read(meaning, types, reading, work)
        return tuple(self._columns.look_up(table, (*self._calendar_key(work), day), name) for name in types)

    def told(
        self, day: Sql, meaning: object, types: dict[str, str], reading: LocalReading, work: WorkCalendar | None
    ) -> tuple[Sql, ...]:
        """What is known of a day in this zone by a calendar, a column for each of the types."""
        table = self._almanacs.local(meaning, types, reading, work)
        keys = (self.zone, *self._calendar_key(work), day)
        return tuple(self._columns.look_up(table, keys, name) for name in types)

    def business_hours(self, at: Sql, amount: int, work: WorkCalendar) -> Sql:
        """An instant moved by so many microseconds of business hours, back where they are fewer than none."""
        return self._answer(self._almanacs.business_hours(amount, work), at, work)

    def asked(self, at: Sql, meaning: object, of: OfInstant, work: WorkCalendar) -> Sql:
        """What the engine answers for an instant."""
        return self._answer(self._almanacs.function(meaning, of, work), at, work)

    def _answer(self, name: str, at: Sql, work: WorkCalendar) -> Sql:
        answer = exp.Anonymous(this=name, expressions=[self.zone, *self._calendar_key(work), at])
        # Only the rows in which there is something to ask are handed over.
        return self._keep(name, at, sql.when((sql.known(at), answer)))

    def _calendar_key(self, work: WorkCalendar | None) -> tuple[Sql, ...]:
        if work is None:
            return ()
        own = sql.call("COALESCE", self._calendar, sql.constant(NO_CALENDAR))
        return (own if work.of_recipient else sql.constant(NO_CALENDAR),)

    def _keep(self, what: str, at: Sql, expression: Sql) -> Sql:
        return self._columns.compute((what, self.zone.sql(), at.sql()), expression)
