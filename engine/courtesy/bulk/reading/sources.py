"""Where tables lie: files of CSV and Parquet, folders of them, files of DuckDB, and databases of PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from courtesy.bulk.reading.csv_files import CsvFile
from courtesy.bulk.reading.errors import MissingTableError, NoTouchesError, TwiceError, UnreadableTableError
from courtesy.bulk.reading.targets import INT96, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from courtesy.bulk.reading.store import Store
    from courtesy.model.table_mapping import TablesMapping

_CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_PARQUET = (".parquet",)
_DUCKDB = (".duckdb", ".ddb")
_OTHER_ENDS = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "save each sheet as `CSV UTF-8`"),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), "a ledger is named by --ledger; export the tables of another file"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "write it as Parquet or CSV"),
    **dict.fromkeys((".txt", ".tab"), "let its name end in `.csv`, or in `.tsv`, if that is what it is"),
    **dict.fromkeys((".zip", ".7z"), "unpack it"),
}
"""What to do with files of other kinds."""
SUFFIXES = (*_CSV, *_PARQUET, *_DUCKDB)
"""What the names of files that are read end with."""


class Named(Protocol):
    """A table that is somewhere."""

    @property
    def name(self) -> str:
        """What it is called where no schema is named; empty where it is not found so."""

    @property
    def qualified(self) -> str:
        """What it is called with its schema; the same where there are no schemas."""

    @property
    def shown(self) -> str:
        """Where it lies."""


_Named = TypeVar("_Named", bound=Named)


class Source(Named, Protocol):
    """One table, of which nothing is read before it is asked for."""

    def types(self, store: Store) -> Mapping[str, str]:
        """Its columns, with their types in the store."""

    def take(self, store: Store, name: str, columns: Collection[str]) -> None:
        """Keep these columns as a table of the store, with all rows in their order."""


class Tables(Protocol):
    """A place that holds tables."""

    def sources(self) -> Iterable[Source]:
        """Its tables."""


class Queried(NamedTuple):
    """A table that a query of the store gives."""

    name: str
    qualified: str
    shown: str
    query: str

    def types(self, store: Store) -> Mapping[str, str]:
        """Its columns. Raises UnreadableTableError."""
        return {name: kind for name, kind, *_ in store.reading(self.shown, f"DESCRIBE {self.query}")}

    def take(self, store: Store, name: str, columns: Collection[str]) -> None:
        """Keep these columns. Raises UnreadableTableError."""
        store.take(name, self.shown, f"SELECT {', '.join(map(store.quoted, columns))} FROM ({self.query})")


class ParquetFile(NamedTuple):
    """A file of Parquet."""

    name: str
    place: Path

    @property
    def qualified(self) -> str:
        """Its name: there are no schemas."""
        return self.name

    @property
    def shown(self) -> str:
        """Where it lies."""
        return str(self.place)

    def types(self, store: Store) -> Mapping[str, str]:
        """Its columns. Raises UnreadableTableError."""
        old = f"SELECT name FROM parquet_schema({self._file(store)}) WHERE type = 'INT96'"
        unclear = {name for (name,) in store.reading(self.shown, old)}
        return {name: INT96 if name in unclear else kind for name, kind in self._whole(store).types(store).items()}

    def take(self, store: Store, name: str, columns: Collection[str]) -> None:
        """Keep these columns. Raises UnreadableTableError."""
        self._whole(store).take(store, name, columns)

    def _whole(self, store: Store) -> Queried:
        return Queried(self.name, self.name, self.shown, f"FROM read_parquet({self._file(store)})")

    def _file(self, store: Store) -> str:
        return store.literal(self.shown)


def find_sources(store: Store, places: Sequence[Path | Tables], mapping: TablesMapping) -> Mapping[str, Source]:
    """The tables of an audit that lie in those places, by what the audit calls them.

    Raises NoTouchesError, MissingTableError, TwiceError, UnreadableTableError, DatabaseUnavailableError and OSError.
    """
    there = [source for place in places for source in _sources_at(store, place)]
    return choose(there, [str(place) for place in places], mapping)


def choose(there: Sequence[_Named], shown: Sequence[str], mapping: TablesMapping) -> Mapping[str, _Named]:
    """The tables of an audit among those that are there, by what the audit calls them; `shown` says where that is.

    Raises NoTouchesError, MissingTableError and TwiceError.
    """
    seen = [source.name or source.qualified for source in there]
    found: dict[str, _Named] = {}
    for table in TABLES:
        named = mapping.of(table).source
        wanted = named or table
        fitting = [one for one in there if one.name == wanted or (named and one.qualified == named)]
        if len(fitting) > 1:
            raise TwiceError(f"the table `{table}`", fitting[0].shown, fitting[1].shown)
        if fitting:
            found[table] = fitting[0]
        elif table == "touches":
            raise NoTouchesError(wanted, shown, seen)
        elif named is not None:
            raise MissingTableError(named, shown, seen)
    return found


def _sources_at(store: Store, place: Path | Tables) -> Iterator[Source]:
    if not isinstance(place, Path):
        yield from place.sources()
        return
    if place.is_dir():
        for file in sorted(place.iterdir()):
            if file.is_file() and file.name.lower().endswith(SUFFIXES):
                yield from _sources_at(store, file)
        return
    name = place.name.lower()
    with place.open("rb") as opened:
        opened.read(1)
    if name.endswith(_DUCKDB):
        yield from _tables_of(store, place)
    elif name.endswith(_PARQUET):
        yield ParquetFile(_stem(place), place)
    elif name.endswith(_CSV):
        yield CsvFile(_stem(place), place)
    else:
        found = f"a name that ends in `{place.suffix}`" if place.suffix else "a name without an ending"
        raise UnreadableTableError(str(place), "CSV, Parquet or DuckDB", found, _OTHER_ENDS.get(place.suffix.lower()))


def _stem(place: Path) -> str:
    return next(place.name[: -len(end)] for end in (*_CSV, *_PARQUET) if place.name.lower().endswith(end))


def _tables_of(store: Store, place: Path) -> Iterator[Source]:
    alias = store.attach(place)
    for schema, name in store.rows(
        "SELECT schema_name, table_name FROM duckdb_tables() "
        f"WHERE database_name = {store.literal(alias)} UNION ALL SELECT schema_name, view_name FROM duckdb_views() "
        f"WHERE database_name = {store.literal(alias)} AND NOT internal"
    ):
        whole = ".".join(store.quoted(part) for part in (alias, schema, name))
        yield Queried(name, f"{schema}.{name}", f"{place}, {name}", f"FROM {whole}")
