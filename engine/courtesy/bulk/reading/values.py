"""Texts of columns as values. What is plain is read by SQL; all else by the readers of cases, each value once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.clocks import local_days
from courtesy.bulk.reading.errors import MoreRowsError
from courtesy.bulk.reading.telling import MOST_TOLD, in_rows, span_of
from courtesy.bulk.scene import DAY_OF
from courtesy.errors import Problem
from courtesy.facts.clock import day_number
from courtesy.instants import DATE, TIME, instant
from courtesy.loading.scalars import read_time, read_time_or_day, read_value
from courtesy.spans import Scalar
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from courtesy.bulk.reading.columns import Given
    from courtesy.bulk.reading.store import Store
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.values import Value

_LOCAL = "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+"
_AWARE = f"{_LOCAL}(Z|[+-][0-9]{{2}}:?[0-9]{{2}})"
_FAST = {
    FactType.BOOLEAN: ("true|false", "boolean"),
    FactType.INTEGER: ("-?(0|[1-9][0-9]{0,14})", "bigint"),
    FactType.NUMBER: ("-?(0|[1-9][0-9]{0,14})([.][0-9]{1,15})?", "double"),
}
ZONE = "zone of case"
"""The column, of the texts, with the zone of the case."""
_PLAIN = {FactType.STRING, FactType.SET}
"""What is text already."""


class Columns(NamedTuple):
    """The value of a column as SQL over the texts `given`, and over the tables that are joined for it."""

    values: tuple[tuple[str, str], ...]
    joins: tuple[str, ...] = ()


class _Fast(NamedTuple):
    """What SQL reads by itself: the value, NULL where it is left to others; the zone of local times; what it joins."""

    value: str
    zone: str = "''"
    join: str = ""


class Reading(NamedTuple):
    """The texts of one table: a view with the row, the zone of the case, and a column for each that the table has."""

    store: Store
    vocabulary: Vocabulary
    shown: str
    table: str
    texts: str

    def column(self, given: Given, problems: list[Problem]) -> Columns:
        """The value of one column; what is wrong is added to `problems`."""
        target, name = given.target, self.store.quoted(given.target.name)
        if target.type in _PLAIN:
            return Columns(((target.name, f"given.{name}"),))
        if target.type is FactType.TIME:
            return self._time(given, problems)
        form, kind = _FAST.get(target.type, (None, target.kind))
        fast = "NULL"
        if form is not None:
            fast = f"CASE WHEN regexp_full_match(given.{name}, '{form}') THEN CAST(given.{name} AS {kind}) END"
        slow = f"slow {self.table} {target.name}"
        self._slow(given, slow, _Fast(fast), problems)
        alias = self.store.quoted(slow)
        join = f"LEFT JOIN {alias} ON {alias}.given = given.{name}"
        return Columns(((target.name, f"coalesce({fast}, {alias}.value)"),), (join,))

    def _time(self, given: Given, problems: list[Problem]) -> Columns:
        store, target = self.store, given.target
        name = f"given.{store.quoted(target.name)}"
        zone = f'given."{ZONE}"' if given.zone is None else store.literal(given.zone)
        days, slow = f"days {self.table} {target.name}", f"slow {self.table} {target.name}"
        is_local = f"regexp_full_match({name}, '{TIME}') AND regexp_full_match({name}, '{_LOCAL}')"
        asked = f"SELECT DISTINCT {zone}, left({name}, 10) FROM {store.quoted(self.texts)} AS given WHERE {is_local}"
        store.fill(days, {"zone": "text", "day": "text", "ahead": "bigint"}, local_days(store.rows(asked)))
        of_day = store.quoted(days)
        joins = [f"LEFT JOIN {of_day} ON {is_local} AND {of_day}.zone = {zone} AND {of_day}.day = left({name}, 10)"]
        fast = (
            f"CASE WHEN regexp_full_match({name}, '{TIME}') AND regexp_full_match({name}, '{_AWARE}') "
            f"THEN epoch_us(try_cast({name} AS TIMESTAMPTZ)) "
            f"WHEN {is_local} THEN epoch_us(try_cast({name} AS TIMESTAMP)) - {of_day}.ahead END"
        )
        day = "NULL"
        if target.or_date:
            date = f"try_cast({name} AS DATE) - DATE '1970-01-01'"
            is_day = f"regexp_full_match({name}, '{DATE}') AND left({name}, 2) IN ('19', '20', '21')"
            day = f"CASE WHEN {is_day} THEN {date} END"
        self._slow(given, slow, _Fast(f"coalesce({fast}, {day})", zone, joins[0]), problems)
        found = store.quoted(slow)
        joins.append(f"LEFT JOIN {found} ON {found}.given = {name} AND {found}.zone = coalesce({zone}, '')")
        values = [(target.name, f"coalesce({fast}, {found}.value)")]
        if target.or_date:
            values.append((target.name + DAY_OF, f"coalesce({day}, {found}.day)"))
        return Columns(tuple(values), tuple(joins))

    def _slow(self, given: Given, slow: str, read: _Fast, problems: list[Problem]) -> None:
        """The table of the values that are not plain."""
        target = given.target
        kind = _FAST[target.type][1] if target.type in _FAST else target.kind
        rows = list(self._read(given, read, problems))
        self.store.fill(slow, {"given": "text", "zone": "text", "value": kind, "day": "bigint"}, rows)

    def _read(
        self, given: Given, read: _Fast, problems: list[Problem]
    ) -> Iterator[tuple[str, str, object, int | None]]:
        name = f"given.{self.store.quoted(given.target.name)}"
        query = (
            f"SELECT {name}, coalesce({read.zone}, ''), min(given.row), count(*) FROM {self.store.quoted(self.texts)} "
            f"AS given {read.join} WHERE {name} IS NOT NULL AND ({read.value}) IS NULL GROUP BY ALL ORDER BY 3"
        )
        wrong = more = 0
        for text, place, first, rows in self.store.rows(query):
            scalar = Scalar(text, span_of(self.shown, self.table, first, given.shown), plain=True)
            value = self._value(scalar, given, place or None)
            if not isinstance(value, Problem):
                yield (text, place, *_stored(value, given))
                continue
            wrong += 1
            if wrong > MOST_TOLD:
                more += rows
                continue
            in_rows(value, rows)
            problems.append(value)
        if wrong > MOST_TOLD:
            problems.append(MoreRowsError(span_of(self.shown, self.table, None, given.shown), wrong - MOST_TOLD, more))

    def _value(self, scalar: Scalar, given: Given, zone: str | None) -> Value | datetime | date | Problem:
        target = given.target
        if target.type is FactType.TIME:
            return read_time_or_day(scalar, zone) if target.or_date else read_time(scalar, zone)
        return read_value(scalar, target.declaration, self.vocabulary, zone)


def _stored(value: object, given: Given) -> tuple[object, int | None]:
    """The value as the tables of an audit keep it, and the number of a whole day."""
    if given.target.type is not FactType.TIME:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return (int(value) if whole else value), None  # type: ignore[call-overload]  # a whole number
    if hasattr(value, "hour"):
        return instant(value), None  # type: ignore[arg-type]  # a time, which has hours
    return None, day_number(value)  # type: ignore[arg-type]  # a date
