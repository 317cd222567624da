"""Where tables lie: files of CSV and Parquet, folders of them, and files of DuckDB."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.errors import NoTouchesError, TwiceError, UnreadableTableError
from courtesy.bulk.reading.targets import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from courtesy.bulk.reading.store import Store
    from courtesy.model.table_mapping import TablesMapping

_CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_PARQUET = (".parquet",)
_DUCKDB = (".duckdb", ".ddb")
SUFFIXES = (*_CSV, *_PARQUET, *_DUCKDB)
"""What the names of files that are read end with."""
_DELIMITERS = ",;\t|"


class Source(NamedTuple):
    """One table. `shown` says where it lies, `query` gives its rows in their order."""

    name: str
    shown: str
    query: str


def find_sources(store: Store, places: Sequence[Path], mapping: TablesMapping) -> Mapping[str, Source]:
    """The tables of an audit that lie in those places, by what the audit calls them.

    Raises NoTouchesError, TwiceError, UnreadableTableError and OSError.
    """
    wanted = {mapping.of(table).source or table: table for table in TABLES}
    found: dict[str, Source] = {}
    seen: list[str] = []
    for place in places:
        for source in _sources_at(store, place):
            seen.append(source.name)
            table = wanted.get(source.name)
            if table is None:
                continue
            if table in found:
                raise TwiceError(f"the table `{table}`", found[table].shown, source.shown)
            found[table] = source
    if "touches" not in found:
        raise NoTouchesError(mapping.touches.source or "touches", [str(place) for place in places], seen)
    return found


def _sources_at(store: Store, place: Path) -> Iterator[Source]:
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
        yield Source(_stem(place), str(place), f"FROM read_parquet({store.literal(str(place))})")
    elif name.endswith(_CSV):
        yield Source(_stem(place), str(place), _csv(store, place))
    else:
        raise UnreadableTableError(str(place), "CSV, Parquet or DuckDB", f"a name that ends in `{place.suffix}`")


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
        yield Source(name, f"{place}, {name}", f"FROM {whole}")


def _csv(store: Store, place: Path) -> str:
    """The table of a file of CSV, all as text. What separates its columns is what its line of names has most of."""
    file = store.literal(str(place))
    query = (
        f"FROM read_csv({file}, header = false, auto_detect = false, columns = {{line: 'VARCHAR'}}, "
        "delim = '\\0', quote = '', escape = '')"
    )
    first = next(iter(store.reading(str(place), f"SELECT line {query} LIMIT 1")), None)
    if first is None:
        raise UnreadableTableError(str(place), "a line with the names of the columns", "an empty file")
    line = str(first[0]).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    delimiter = max(_DELIMITERS, key=line.count)
    names = next(csv.reader([line], delimiter=delimiter))
    for number, name in enumerate(names):
        if name in names[:number]:
            raise TwiceError(f"the column `{name}` of `{place}`", name, name)
        if not name.strip():
            raise UnreadableTableError(str(place), "a name for each column", f"none for column {number + 1}")
    columns = ", ".join(f"{store.literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"FROM read_csv({file}, header = true, auto_detect = false, columns = {{{columns}}}, "
        f"delim = {store.literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true)"
    )
