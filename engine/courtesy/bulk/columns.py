"""Columns that rest on each other, put into as few selects as their order permits, one upon the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.together import together

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from courtesy.bulk.sql import Sql


class Table(Struct, frozen=True):
    """A table to look rows up in: at most one of them has the same values in all of `keys`."""

    name: str
    keys: tuple[str, ...]


class Placed(Struct, frozen=True):
    """A relation of which each row of another one has one: what only reads its columns is worked out in it, once.

    `key` is a column of both that tells its rows apart, `given` are its own columns.
    """

    name: str
    key: str
    given: frozenset[str]


class _Column(Struct, frozen=True):
    """`reads` are the columns that it reads; `windows` counts the window functions on the way to it, one in another.

    `placed` is whether it is one of the `Placed`.
    """

    expression: Sql
    reads: frozenset[str]
    windows: int
    placed: bool
    lookup: int | None = None

    @property
    def is_window(self) -> bool:
        return isinstance(self.expression, exp.Window)


class _Lookup(Struct, frozen=True):
    table: Table
    on: tuple[Sql, ...]


class Columns:
    """What is worked out beside the columns of a relation; the same thing is worked out once.

    What reads other columns is in a later select than they are. Window functions that could be in one select are, since
    each that has any sorts the rows anew; and since it moves them whole, only what they rest on is worked out before
    the last. All else is worked out for the rows `among` which is asked alone, beside what they say of these.
    """

    def __init__(self, source: str, placed: Placed | None = None, among: Sql = sql.YES, *, prefix: str = "c") -> None:
        """`source` is the relation, `among` a condition on its own columns.

        What is worked out is named by `prefix` and a number.
        """
        self._source, self._placed, self._among, self._prefix = source, placed or _NOTHING, among, prefix
        self._columns: dict[str, _Column] = {}
        self._names: dict[Hashable, str] = {}
        self._lookups: list[_Lookup] = []

    def compute(self, key: Hashable, expression: Sql) -> Sql:
        """A column for an expression over columns that are there; `key` stands for what it means."""
        if isinstance(expression, exp.Column | exp.Boolean | exp.Null):
            return expression
        if key not in self._names:
            text = "text", expression.sql()
            if text not in self._names:
                self._add(text, expression, [expression])
            self._names[key] = self._names[text]
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

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def selects(self, wanted: Iterable[str]) -> Iterator[tuple[str, exp.Select]]:
        """Each select with the name of what it gives; the last gives the columns that are wanted."""
        wanted = set(wanted)
        needed = self._closure(wanted)
        placed = [name for name in needed if self._columns[name].placed]
        windows = {name for name in needed if self._columns[name].is_window}
        before = [name for name in self._closure(windows) if name not in placed]
        after = [name for name in needed if name not in {*placed, *before}]
        places = self._placed.name
        if placed:
            for places, select in self._chain(places, _all_of(places), self._levels(placed)):  # noqa: B020
                yield places, select
        counted = self._source
        if before:
            row = sql.column(_ROW, REST).as_(_ROW)
            rows = self._with_place(places, _all_of(self._source).select(row), self._read(before))
            for counted, select in self._chain(self._source, rows, self._levels(before)):
                yield counted, select
        asked = {*wanted, *self._read(after)}
        rows = self._with_place(places, _all_of(self._source).where(_of_rest(self._among)), asked)
        if before:
            same = sql.equal(sql.column(_ROW, "counted"), sql.column(_ROW, REST))
            rows = rows.select(*(sql.column(name, "counted") for name in before if name in asked))
            rows = rows.join(exp.to_table(counted, alias="counted"), on=same)
        yield from self._chain(f"{self._source}_asked", rows, self._levels(after))

    def _with_place(self, places: str, rows: exp.Select, asked: Collection[str]) -> exp.Select:
        """The rows with what is asked of the columns of their places."""
        key, given = self._placed.key, self._placed.given
        told = [
            name for name in sorted(asked) if name in given or (name in self._columns and self._columns[name].placed)
        ]
        if not told:
            return rows
        same = sql.equal(sql.column(key, "placed"), sql.column(key, REST))
        return rows.select(*(sql.column(name, "placed") for name in told)).join(
            exp.to_table(places, alias="placed"), on=same
        )

    def _chain(self, name: str, first: exp.Select, levels: Mapping[str, int]) -> Iterator[tuple[str, exp.Select]]:
        """A select, and one upon the other those of columns beside all that it has."""
        previous = f"{name}_0"
        yield previous, first
        for level in range(1, 1 + max(levels.values(), default=0)):
            select = _all_of(previous)
            new = {one: self._columns[one] for one, its in levels.items() if its == level}
            worked_out = together({it: one.expression for it, one in new.items()})
            select = select.select(*(_of_rest(one).as_(it, quoted=True) for it, one in worked_out.items()))
            for place in dict.fromkeys(one.lookup for one in new.values() if one.lookup is not None):
                lookup, alias = self._lookups[place], f"lookup{place}"
                pairs = zip(lookup.table.keys, lookup.on, strict=True)
                on = sql.both(*(sql.equal(sql.column(key, alias), _of_rest(value)) for key, value in pairs))
                select = select.join(exp.to_table(lookup.table.name, alias=alias), on=on, join_type="left")
            previous = f"{name}_{level}"
            yield previous, select

    def _add(self, key: Hashable, expression: Sql, reading: Iterable[Sql], lookup: int | None = None) -> None:
        name = f"{self._prefix}{len(self._columns)}"
        read = frozenset(one.name for part in reading for one in part.find_all(exp.Column))
        own = {one: self._columns[one] for one in read if one in self._columns}
        is_window = isinstance(expression, exp.Window)
        windows = max((one.windows for one in own.values()), default=0) + is_window
        placed = (
            bool(read)
            and not is_window
            and all(one in self._placed.given or (one in own and own[one].placed) for one in read)
        )
        self._names[key] = name
        self._columns[name] = _Column(expression, read, windows, placed, lookup)

    def _closure(self, wanted: Iterable[str]) -> list[str]:
        """Columns with all those that they rest on, each after what it reads."""
        found = set(wanted)
        for name in reversed(self._columns):
            if name in found:
                found |= self._columns[name].reads
        return [name for name in self._columns if name in found]

    def _read(self, names: Iterable[str]) -> set[str]:
        return {read for name in names for read in self._columns[name].reads}

    def _levels(self, names: Sequence[str]) -> Mapping[str, int]:
        """In which select of them each column is: as early as can be, but all windows with the same number in one."""
        levels: dict[str, int] = {}
        depths = {name: self._columns[name].windows for name in names}
        for depth in range(1 + max(depths.values(), default=0)):
            of_depth = [name for name in names if depths[name] == depth]
            windows = [name for name in of_depth if self._columns[name].is_window]
            after = max((levels.get(read, 0) for read in self._read(windows)), default=0)
            levels |= dict.fromkeys(windows, 1 + after)
            for name in of_depth:
                if name not in levels:
                    levels[name] = 1 + max((levels.get(read, 0) for read in self._columns[name].reads), default=0)
        return levels


_NOTHING = Placed("", "", frozenset())
REST, _ROW = "rest", "rowid"


def _all_of(relation: str) -> exp.Select:
    everything = exp.Column(this=exp.Star(), table=exp.to_identifier(REST))
    return exp.select(everything).from_(exp.to_table(relation, alias=REST))


def _same(one: _Lookup, other: _Lookup) -> bool:
    return one.table == other.table and [e.sql() for e in one.on] == [e.sql() for e in other.on]


def _of_rest(expression: Sql) -> Sql:
    """The expression, its columns named as those of what comes before."""

    def named(node: Sql) -> Sql:
        return sql.column(node.name, REST) if isinstance(node, exp.Column) and not node.table else node

    return expression.copy().transform(named)
