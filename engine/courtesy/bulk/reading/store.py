"""The database in which tables are read, on the disk, so that they may be larger than memory."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import duckdb
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.arrow import table_of
from courtesy.bulk.reading.errors import UnreadableTableError
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_COLUMNS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_UTF8 = "save it as UTF-8: in Excel that is the type `CSV UTF-8`"
_DOUBLED = "write two quotation marks for one in a text"
_SIGNS: Mapping[str, tuple[str, str | None]] = {
    "Invalid unicode": ("text that is not UTF-8", _UTF8),
    "unterminated quote": ("a quotation mark that is not closed", _DOUBLED),
    "quote should be followed by": ("text behind a quotation mark", _DOUBLED),
    "Maximum line size": ("a line of more than 16 MB", "give it as Parquet"),
    "Unexpected end of GZIP": ("a gzip file that is cut off", "export it again"),
    "No magic bytes": ("a file that is not Parquet", "export it again"),
    "too small to be a Parquet": ("a file that is not Parquet", "export it again"),
    "newer version of DuckDB": (
        "one that a newer DuckDB has made",
        "upgrade DuckDB here with `pip install -U duckdb`, or export the tables as Parquet",
    ),
    "not a valid DuckDB database": ("a file that is not one", None),
}
"""What is wrong with a file in our words, with what to do about it, by what DuckDB says."""
_COLUMNS_FIX = "put a text that has the separator in quotation marks"
_KIND_OF_ERROR = re.compile(r"(?:[A-Za-z]+ )+Error: ")


class NotByManyError(Exception):
    """Several threads cannot find out where the rows of a file of CSV begin: one has to read it."""


class Store:
    """One database with the tables that were given. Use it as a context, in one thread."""

    def __init__(self, place: Path, *, memory: str | None = None, threads: int | None = None) -> None:
        """`place` is its file, `memory` is as in `4GB`."""
        settings: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": True}
        if memory is not None:
            settings["memory_limit"] = memory
        if threads is not None:
            settings["threads"] = threads
        self._database = duckdb.connect(str(place), config=settings)
        self.folder = place.parent
        """Where it lies, and where there is room for as much again."""
        self._attached = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def attach(self, place: Path) -> str:
        """The name under which a file of DuckDB is read. Raises UnreadableTableError."""
        self._attached += 1
        alias = f"given{self._attached}"
        try:
            self._database.execute(f"ATTACH {self.literal(str(place))} AS {alias} (READ_ONLY)")
        except duckdb.Error as error:
            raise UnreadableTableError(str(place), "a database of DuckDB", *_reason(str(error))) from None
        return alias

    def take(self, name: str, shown: str, query: str) -> None:
        """Keep the rows of a file as a table. Raises UnreadableTableError, and NotByManyError."""
        self._read(shown, f"CREATE OR REPLACE TABLE {self.quoted(name)} AS {query}")

    def reading(self, shown: str, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query over a file. Raises UnreadableTableError."""
        return self._read(shown, query).fetchall()

    def _read(self, shown: str, query: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._database.execute(query)
        except duckdb.NotImplementedException as error:
            if "Parallel CSV Reader" in str(error):
                raise NotByManyError from None
            raise UnreadableTableError(shown, "a table", *_reason(str(error))) from None
        except duckdb.Error as error:
            raise UnreadableTableError(shown, "a table", *_reason(str(error))) from None

    def keep(self, name: str, query: str) -> None:
        """Keep what a query gives as a table."""
        self._database.execute(f"CREATE OR REPLACE TABLE {self.quoted(name)} AS {query}")

    def view(self, name: str, query: str) -> None:
        """What a query gives, worked out where it is asked for."""
        self._database.execute(f"CREATE OR REPLACE VIEW {self.quoted(name)} AS {query}")

    def drop(self, name: str) -> None:
        """Forget a table."""
        self._database.execute(f"DROP TABLE IF EXISTS {self.quoted(name)}")

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> None:
        """A table of rows, taken in some at a time."""
        types = ", ".join(f"{self.quoted(column)} {kind}" for column, kind in columns.items())
        self._database.execute(f"CREATE OR REPLACE TABLE {self.quoted(name)} ({types})")
        self._database.register("filling", table_of(columns, rows))
        self._database.execute(f"INSERT INTO {self.quoted(name)} FROM filling")
        self._database.unregister("filling")

    def run(self, statement: str) -> None:
        """Do what a statement says."""
        self._database.execute(statement)

    @contextmanager
    def lent(self, tables: Mapping[str, pa.Table]) -> Iterator[None]:
        """Tables of Arrow's, to be asked by these names inside."""
        for name, table in tables.items():
            self._database.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                self._database.unregister(name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return self._database.execute(query).fetchall()

    def one_by_one(self, query: str) -> Iterator[tuple[Any, ...]]:
        """What a query gives, some rows at a time; others may be asked meanwhile."""
        cursor = self._database.cursor().execute(query)
        while some := cursor.fetchmany(1000):
            yield from some

    def dicts(self, query: str) -> list[dict[str, Any]]:
        """What a query gives, by the names of the columns."""
        found: list[dict[str, Any]] = self._database.sql(query).to_arrow_table().to_pylist()
        return found

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        return int(self.rows(query)[0][0])

    def types(self, table: str) -> Mapping[str, str]:
        """The columns of a table with their types."""
        return {name: kind for name, kind, *_ in self.rows(f"DESCRIBE {self.quoted(table)}")}

    def reader(self, query: str) -> pa.RecordBatchReader:
        """What a query gives, some rows at a time; only one such is read at once."""
        return self._database.cursor().sql(query).to_arrow_reader()

    @staticmethod
    def quoted(name: str) -> str:
        """A name in SQL."""
        return exp.to_identifier(name, quoted=True).sql(dialect="duckdb")

    @staticmethod
    def literal(text: str) -> str:
        """A text in SQL."""
        return sql.constant(text).sql(dialect="duckdb")


@contextmanager
def passing_store(memory: str | None = None, threads: int | None = None) -> Iterator[Store]:
    """A store that is gone, with its file, when this is left."""
    with (
        TemporaryDirectory(prefix="courtesy-tables-") as folder,
        Store(Path(folder) / "tables.duckdb", memory=memory, threads=threads) as store,
    ):
        yield store


def _reason(text: str) -> tuple[str, str | None]:
    """What is wrong with a file, and what to do about it where that is known; in our words where DuckDB's are known."""
    line, columns = _LINE.search(text), _COLUMNS.search(text)
    place = "" if line is None else f" in line {int(line[1]):,}"
    if columns:
        found, names = agree(int(columns[2]), "cell"), agree(int(columns[1]), "name")
        return f"{found} where there are {names}{place}", _COLUMNS_FIX
    for sign, (found, fix) in _SIGNS.items():
        if sign in text:
            return found + place, fix
    said = _KIND_OF_ERROR.sub("", text.splitlines()[0])
    return said[:1].lower() + said[1:].rstrip("."), None
