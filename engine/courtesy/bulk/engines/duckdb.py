"""DuckDB, which judges on one machine: tables that may be larger than memory, and what is worked out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from duckdb.func import FunctionNullHandling, PythonUDFType
from duckdb.sqltypes import BIGINT, VARCHAR

from courtesy.bulk import sql
from courtesy.bulk.almanacs import Occurring
from courtesy.bulk.arrow import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from courtesy.bulk.almanacs import Filled, Function
    from courtesy.bulk.sql import Sql

_DIALECT = "duckdb"


class Session:
    """One database. It is used by one thread; close it, or use it as a context."""

    def __init__(self, place: Path | None = None, *, memory: str | None = None, threads: int | None = None) -> None:
        """`place` is a folder for what does not fit into memory; `memory` is as in `4GB`."""
        settings: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": False}
        if memory is not None:
            settings["memory_limit"] = memory
        if threads is not None:
            settings["threads"] = threads
        if place is not None:
            settings["temp_directory"] = str(place)
        self._database = duckdb.connect(":memory:", config=settings)
        self._database.execute("SET enable_progress_bar = false")  # it would write where results go
        # What is looked up stands on the right of every join here, whatever DuckDB takes for the smaller side.
        self._database.execute("SET disabled_optimizers = 'build_side_probe_side'")
        self._functions: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def create(self, name: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> None:
        """A table with columns of those types, from rows."""
        self.take(name, table_of(columns, rows))

    def take(self, name: str, table: pa.Table | pa.RecordBatchReader, query: str = "FROM given") -> None:
        """A table with the rows of a table of Arrow's, or what a query makes of them, in which it is called `given`."""
        self._database.register("given", table)
        self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS {query}")
        self._database.unregister("given")

    def keep(self, name: str, query: Sql | str) -> None:
        """A table of what a query gives."""
        self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS {written(query)}")

    def view(self, name: str, query: str) -> None:
        """What a query gives, worked out where it is asked for; it takes the place of a view of that name."""
        self._database.execute(f"CREATE OR REPLACE VIEW {_quoted(name)} AS {query}")

    def ask(self, query: Sql | str) -> pa.Table:
        """What a query gives."""
        return self._database.sql(written(query)).to_arrow_table()

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        (found,) = self._values(query)
        return int(found)

    def occurring(
        self, instants: Mapping[str, Iterable[str]], days: Mapping[str, Iterable[str]], named: Iterable[str]
    ) -> Occurring:
        """The days, zones and calendars in the tables of an audit.

        `instants` are the columns of each table that are instants, `days` those that are day numbers. `named`
        are the zones that rules name.
        """
        parts = [
            f"SELECT {sql.day_in(sql.column(name)).sql(dialect=_DIALECT)} AS day FROM {table}"
            for table, names in instants.items()
            for name in names
        ]
        parts += [f"SELECT {_quoted(name)} FROM {table}" for table, names in days.items() for name in names]
        found = self._values(f"SELECT DISTINCT day FROM ({' UNION ALL '.join(parts)}) WHERE day IS NOT NULL")
        zones = self._values(
            "SELECT zone FROM given_cases UNION SELECT candidate_zone FROM given_cases "
            "UNION SELECT unnest(zones) FROM given_contacts"
        )
        calendars = self._values("SELECT DISTINCT calendar FROM given_contacts")
        return Occurring.of(found, (*filter(None, zones), *named), filter(None, calendars))

    def fill(self, tables: Iterable[Filled], occurring: Occurring) -> None:
        """The tables of clocks and calendars that rules look days up in."""
        for one in tables:
            self.create(one.table.name, one.columns, one.rows(occurring))

    def teach(self, functions: Iterable[Function]) -> None:
        """Functions of the engine, by which the database measures what no table tells."""
        for one in functions:
            if one.name in self._functions:
                self._database.remove_function(one.name)
            self._functions.add(one.name)
            self._database.create_function(
                one.name,
                _by_arrays(one.of),
                [VARCHAR, VARCHAR, BIGINT],
                BIGINT,
                type=PythonUDFType.ARROW,
                null_handling=FunctionNullHandling.SPECIAL,
            )

    def _values(self, query: str) -> list[Any]:
        return [value for (value,) in self._database.execute(query).fetchall()]


def _by_arrays(one: Callable[[str, str, int], int | None]) -> Callable[..., pa.Array]:
    """The function of whole columns; it is asked where all of its arguments are known."""

    def of_all(zones: pa.ChunkedArray, calendars: pa.ChunkedArray, instants: pa.ChunkedArray) -> pa.Array:
        known = pc.and_(pc.and_(pc.is_valid(zones), pc.is_valid(calendars)), pc.is_valid(instants)).combine_chunks()
        rows = zip(*(of.filter(known).to_pylist() for of in (zones, calendars, instants)), strict=True)
        answers = pa.array([one(*row) for row in rows], pa.int64())
        return pc.replace_with_mask(pa.nulls(len(known), pa.int64()), known, answers)

    return of_all


def written(query: Sql | str) -> str:
    """A query as DuckDB's words."""
    return query if isinstance(query, str) else query.sql(dialect=_DIALECT)


def _quoted(name: str) -> str:
    return sql.column(name).sql(dialect=_DIALECT)
