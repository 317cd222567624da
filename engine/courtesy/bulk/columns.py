"""Columns that rest on each other, put into as few selects as their order permits, one upon the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlglot import exp

from courtesy.bulk import sql

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

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
    each that has any sorts the rows anew. After the last of them only rows `among` which is asked are kept, and all
    that no window function needs is worked out for those alone.
    """

    def __init__(self, source: str, given: Iterable[str], among: Sql = sql.YES, *, prefix: str = "c") -> None:
        """`source` is the relation, `given` are its columns; `among` is a condition on these.

        What is worked out is named by `prefix` and a number.
        """
        self._source, self._given, self._among, self._prefix = source, frozenset(given), among, prefix
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

    def selects(self, wanted: Iterable[str]) -> Iterable[tuple[str, exp.Select]]:
        """Each select with the name of what it gives; the last gives the columns that are wanted."""
        needed = self._closure(set(wanted))
        before = self._closure({name for name in needed if _is_window(self._columns[name].expression)})
        levels = self._levels(before, needed)
        previous, kept = self._source, 1 + max((levels[name] for name in before), default=0)
        for level in range(1, 1 + max(levels.values(), default=kept)):
            new = {name: self._columns[name] for name, one in levels.items() if one == level}
            select = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(_REST)))
            select = select.select(*(_of_rest(one.expression).as_(name, quoted=True) for name, one in new.items()))
            select = select.from_(exp.to_table(previous, alias=_REST))
            for place in dict.fromkeys(one.lookup for one in new.values() if one.lookup is not None):
                lookup, alias = self._lookups[place], f"lookup{place}"
                pairs = zip(lookup.table.keys, lookup.on, strict=True)
                on = sql.both(*(sql.equal(sql.column(key, alias), _of_rest(value)) for key, value in pairs))
                select = select.join(exp.to_table(lookup.table.name, alias=alias), on=on, join_type="left")
            if level == kept:
                select = select.where(_of_rest(self._among))
            previous = f"{self._source}_{level}"
            yield previous, select

    def _add(self, key: Hashable, expression: Sql, reading: Iterable[Sql], lookup: int | None = None) -> None:
        name = f"{self._prefix}{len(self._names)}"
        reads = frozenset(one.name for part in reading for one in part.find_all(exp.Column)) - self._given
        windows = max((self._columns[one].windows for one in reads), default=0) + _is_window(expression)
        self._names[key] = name
        self._columns[name] = _Column(expression, reads, windows, lookup)

    def _closure(self, wanted: Iterable[str]) -> list[str]:
        """Columns with all those that they rest on, each after what it reads."""
        found = set(wanted)
        for name in reversed(self._columns):
            if name in found:
                found |= self._columns[name].reads
        return [name for name in self._columns if name in found]

    def _levels(self, before: Sequence[str], needed: Sequence[str]) -> Mapping[str, int]:
        """In which select each column is that is needed, those `before` the last window function among them.

        As early as can be, but all windows with the same number in one; what none needs in those after the last.
        """
        levels: dict[str, int] = {}
        for depth in range(1 + max((self._columns[name].windows for name in before), default=0)):
            of_depth = [name for name in before if self._columns[name].windows == depth]
            windows = [name for name in of_depth if _is_window(self._columns[name].expression)]
            read = [levels[read] for name in windows for read in self._columns[name].reads]
            levels |= dict.fromkeys(windows, 1 + max(read, default=0))
            self._place(of_depth, levels, 0)
        self._place(needed, levels, 1 + max(levels.values(), default=0))
        return levels

    def _place(self, names: Iterable[str], levels: dict[str, int], after: int) -> None:
        """Put those that have no place yet each after what it reads, and none in the first `after` selects."""
        for name in names:
            if name not in levels:
                levels[name] = 1 + max((levels[read] for read in self._columns[name].reads), default=0)
                levels[name] = max(levels[name], 1 + after)


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
