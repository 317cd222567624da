"""A table or view of a database: its columns, and its rows as the store takes them in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.csv_files import Csv
from courtesy.bulk.reading.csv_looks import told_apart
from courtesy.bulk.reading.telling import KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from courtesy.bulk.reading.postgres.database import Database
    from courtesy.bulk.reading.store import Store

_COLUMNS = """
WITH RECURSIVE stated AS (
    SELECT attnum, attname, atttypid AS kind, pg_catalog.format_type(atttypid, NULL) AS named
    FROM pg_catalog.pg_attribute WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT attnum, attname, typbasetype, named FROM stated JOIN pg_catalog.pg_type AS domain ON domain.oid = kind
    WHERE typtype = 'd'
)
SELECT attname, named, typname, typcategory FROM stated JOIN pg_catalog.pg_type AS base ON base.oid = kind
WHERE typtype <> 'd' ORDER BY attnum
"""
_KEY = """
SELECT attname FROM pg_catalog.pg_index, pg_catalog.unnest(indkey) WITH ORDINALITY AS part(number, place)
JOIN pg_catalog.pg_attribute ON attnum = number WHERE indrelid = %s AND attrelid = indrelid AND indisprimary
ORDER BY place
"""
_OF_TEXT = frozenset("BDENST")
"""The categories of types whose text says all of a value: booleans, times, words, numbers, texts and durations."""
_TEXT, _JSON = "VARCHAR", "JSON"
NULL = "\\N"
"""What stands for no value in a copy; a text of the same letters is quoted there."""


class _Column(NamedTuple):
    """A column with the type that the database names, and with the type and SQL by which the store gets it."""

    name: str
    kind: str
    text: str


class DatabaseTable(NamedTuple):
    """A table or a view. `name` is empty where it is not found without its schema."""

    name: str
    schema: str
    relation: str
    number: int
    database: Database

    @property
    def qualified(self) -> str:
        """Its name in its schema."""
        return f"{self.schema}.{self.relation}"

    @property
    def shown(self) -> str:
        """Where it lies."""
        return f"{self.database}, {self.name or self.qualified}"

    def types(self, _: Store) -> Mapping[str, str]:
        """Its columns with their types in the store; a type that the store does not get is as the database calls it.

        Raises DatabaseUnavailableError and TwiceError.
        """
        found = {one.name: one.kind for one in self._columns()}
        told_apart(self.shown, list(found))
        return found

    def take(self, store: Store, name: str, columns: Collection[str]) -> None:
        """Keep these columns of all rows as a table of the store, with and in the order of the primary key, if any.

        Raises DatabaseUnavailableError and UnreadableTableError.
        """
        quoted = self.database.quoted
        chosen = [one for one in self._columns() if one.name in columns]
        key = [part for (part,) in self.database.rows(_KEY, self.number)]
        if key:
            named = (f"{self.database.literal(f'{part} ')} || {quoted(part)}::text" for part in key)
            chosen.append(_Column(KEY, _TEXT, f"pg_catalog.concat_ws(', ', {', '.join(named)})"))
        query = f"SELECT {', '.join(one.text for one in chosen)} FROM {quoted(self.schema, self.relation)}"
        order = f" ORDER BY {', '.join(map(quoted, key))}" if key else ""
        with TemporaryDirectory(prefix="copied-", dir=store.folder) as folder:
            file = Path(folder) / "copied.csv"
            self.database.copy(query + order, NULL, file, self.shown)
            read = {one.name: one.kind for one in chosen}
            Csv(file, self.shown, read, null=NULL).take(store, name, list(read))

    def _columns(self) -> Iterator[_Column]:
        for name, named, base, category in self.database.rows(_COLUMNS, self.number):
            column = self.database.quoted(name)
            if category == "A":
                yield _Column(name, _JSON, f"pg_catalog.to_json({column})::text")
            elif base in {"json", "jsonb"}:
                yield _Column(name, _JSON, f"{column}::text")
            else:
                understood = category in _OF_TEXT or base == "uuid"
                yield _Column(name, _TEXT if understood else named, f"{column}::text")
