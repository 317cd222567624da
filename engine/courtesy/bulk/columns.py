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
    """`reads` are the columns that it reads; `windows` counts the window functions on the way to it, one in another."""

    expression: Sql
    reads: frozenset[str]
    windows: int
    lookup: int | None = None


class _Lookup(Struct, frozen=True):
    table: Table
    on: tuple[Sql, ...]


class Columns:
    """What is worked out beside the columns of a relation; the same thing is worked out once.

    What reads other columns is in a later select than they are. Window functions that could be in one select are, since
    each that has any sorts the rows anew.
    """

    def __init__(self, source: str, given: Iterable[str]) -> None:
        """`source` is the relation, `given` are its columns."""
        self._source, self._given = source, frozenset(given)
        self._columns: dict[str, _Column] = {}
        self._names: dict[Hashable, str] = {}
        self._lookups: list[_Lookup] = []

    def compute(self, key: Hashable, expression: Sql) -> Sql:
        """A column for an expression over columns that are there; `key` stands for what it means."""
        if key not in self._names:
            self._add(key, expression, [expression])
        return sql.column(self._names[key])

    def look_up(self, table: Table, on: tuple[Sql, ...], value: str) -> Sql:
        """A column of the row of a table whose keys equal these expressions; null where no row does."""
        key = ("lookup", table, tuple(one.sql() for one in on), value)
        if key not in self._names:
            lookup = _Lookup(table, on)
            place = next((n for n, one in enumerate(self._lookups) if _same(one, lookup)), len(self._lookups))
            if place == len(self._lookups):
                self._lookups.append(lookup)
            self._add(key, sql.column(value, f"lookup{place}"), on, place)
        return sql.column(self._names[key])

    def selects(self) -> Iterable[tuple[str, exp.Select]]:
        """Each select with the name of what it gives; the last gives all columns."""
        previous, levels = self._source, self._levels()
        for level in range(1, 1 + max(levels.values(), default=0)):
            new = {name: self._columns[name] for name, one in levels.items() if one == level}
            select = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(_REST)))
            select = select.select(*(_of_rest(one.expression).as_(name, quoted=True) for name, one in new.items()))
            select = select.from_(exp.to_table(previous, alias=_REST))
            for place in dict.fromkeys(one.lookup for one in new.values() if one.lookup is not None):
                lookup, alias = self._lookups[place], f"lookup{place}"
                pairs = zip(lookup.table.keys, lookup.on, strict=True)
                on = sql.both(*(sql.equal(sql.column(key, alias), _of_rest(value)) for key, value in pairs))
                select = select.join(exp.to_table(lookup.table.name, alias=alias), on=on, join_type="left")
            previous = f"{self._source}_{level}"
            yield previous, select

    def _add(self, key: Hashable, expression: Sql, reading: Iterable[Sql], lookup: int | None = None) -> None:
        name = f"c{len(self._names)}"
        reads = frozenset(one.name for part in reading for one in part.find_all(exp.Column)) - self._given
        windows = max((self._columns[one].windows for one in reads), default=0) + _is_window(expression)
        self._names[key] = name
        self._columns[name] = _Column(expression, reads, windows, lookup)

    def _levels(self) -> Mapping[str, int]:
        """In which select each column is: as early as can be, but all windows with the same number in one."""
        levels: dict[str, int] = {}
        for depth in range(1 + max((one.windows for one in self._columns.values()), default=0)):
            of_depth = {name: one for name, one in self._columns.items() if one.windows == depth}
            windows = [name for name, one in of_depth.items() if _is_window(one.expression)]
            needed = [levels[read] for name in windows for read in self._columns[name].reads]
            levels |= dict.fromkeys(windows, 1 + max(needed, default=0))
            for name, one in of_depth.items():  # each after those that it reads
                if name not in levels:
                    levels[name] = 1 + max((levels[read] for read in one.reads), default=0)
        return levels


_REST = "rest"


def _is_window(expression: Sql) -> bool:
    return isinstance(expression, exp.Window)


def _same(one: _Lookup, other: _Lookup) -> bool:
    return one.table == other.table and [e.sql() for e in one.on] == [e.sql() for e in other.on]


def _of_rest(expression: Sql) -> Sql:
    """The expression, its columns named as those of what comes before."""

    def named(node: Sql) -> Sql:
        return sql.column(node.name, _REST) if isinstance(node, exp.Column) and not node.table else node

    return expression.copy().transform(named)
