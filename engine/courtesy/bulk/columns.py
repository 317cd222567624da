"""Columns that rest on each other, put into as few selects as their order permits, one upon the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlglot import exp

from courtesy.bulk import sql

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from courtesy.bulk.sql import Sql


class Table(Struct, frozen=True):
    """A table to look rows up in: at most one of them has the same values in all of `keys`."""

    name: str
    keys: tuple[str, ...]


class _Column(Struct, frozen=True):
    expression: Sql
    level: int
    lookup: int | None = None


class _Lookup(Struct, frozen=True):
    table: Table
    on: tuple[Sql, ...]
    level: int


class Columns:
    """What is worked out beside the columns of a relation; the same thing is worked out once.

    A column of the relation is at level 0; what reads it at level 1, and so on. All of one level are one select.
    """

    def __init__(self, source: str, given: Iterable[str]) -> None:
        """`source` is the relation, `given` are its columns."""
        self._source = source
        self._columns: dict[str, _Column] = {name: _Column(sql.column(name), 0) for name in given}
        self._names: dict[Hashable, str] = {}
        self._lookups: list[_Lookup] = []

    def compute(self, key: Hashable, expression: Sql) -> Sql:
        """A column for an expression over columns that are there; `key` stands for what it means."""
        if key not in self._names:
            self._add(key, _Column(expression, self._level_of([expression])))
        return sql.column(self._names[key])

    def look_up(self, table: Table, on: tuple[Sql, ...], value: str) -> Sql:
        """A column of the row of a table whose keys equal these expressions; null where no row does."""
        key = ("lookup", table, tuple(one.sql() for one in on), value)
        if key not in self._names:
            level = self._level_of(on)
            lookup = _Lookup(table, on, level)
            place = next((n for n, one in enumerate(self._lookups) if _same(one, lookup)), len(self._lookups))
            if place == len(self._lookups):
                self._lookups.append(lookup)
            self._add(key, _Column(sql.column(value, f"lookup{place}"), level, place))
        return sql.column(self._names[key])

    def selects(self) -> Iterable[tuple[str, exp.Select]]:
        """Each select with the name of what it gives; the last gives all columns."""
        previous = self._source
        for level in range(1, 1 + max(one.level for one in self._columns.values())):
            new = {name: one for name, one in self._columns.items() if one.level == level}
            select = exp.select(exp.Star()) if not new else exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("rest")))
            select = select.select(*(_of_rest(one.expression).as_(name, quoted=True) for name, one in new.items()))
            select = select.from_(exp.to_table(previous, alias="rest"))
            for place in dict.fromkeys(one.lookup for one in new.values() if one.lookup is not None):
                lookup = self._lookups[place]
                alias = f"lookup{place}"
                pairs = zip(lookup.table.keys, lookup.on, strict=True)
                on = sql.both(*(sql.equal(sql.column(key, alias), _of_rest(value)) for key, value in pairs))
                select = select.join(exp.to_table(lookup.table.name, alias=alias), on=on, join_type="left")
            previous = f"{self._source}_{level}"
            yield previous, select

    def _add(self, key: Hashable, column: _Column) -> None:
        name = f"c{len(self._names)}"
        self._names[key] = name
        self._columns[name] = column

    def _level_of(self, expressions: Iterable[Sql]) -> int:
        read = {one.name for expression in expressions for one in expression.find_all(exp.Column)}
        return 1 + max((self._columns[name].level for name in read), default=0)


def _same(one: _Lookup, other: _Lookup) -> bool:
    return one.table == other.table and [e.sql() for e in one.on] == [e.sql() for e in other.on]


def _of_rest(expression: Sql) -> Sql:
    """The expression, its columns named as those of what comes before."""
    def named(node: exp.Expression) -> exp.Expression:
        return sql.column(node.name, "rest") if isinstance(node, exp.Column) and not node.table else node

    return expression.copy().transform(named)
