"""A database of PostgreSQL as it is at one moment."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from courtesy.bulk.reading.errors import DatabaseUnavailableError, UnreadableTableError
from courtesy.bulk.reading.postgres.addresses import shown_address
from courtesy.bulk.reading.postgres.tables import DatabaseTable
from courtesy.bulk.reading.postgres.telling import told
from courtesy.errors import DriverMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MANNERS = (
    "SET LOCAL TIME ZONE 'UTC'",
    "SET LOCAL datestyle TO 'ISO, YMD'",
    "SET LOCAL intervalstyle TO 'iso_8601'",
    # A table without a key is read from its first row on, also while others read it.
    "SET LOCAL synchronize_seqscans TO off",
    # While one table is taken in, nothing is asked.
    "SET LOCAL idle_in_transaction_session_timeout TO 0",
    "SET LOCAL lock_timeout TO '10s'",
)
"""They hold for the transaction alone: poolers between may hand its server process to others afterwards."""
_RELATIONS = """
SELECT space.nspname, found.relname, found.oid, pg_catalog.pg_table_is_visible(found.oid)
FROM pg_catalog.pg_class AS found JOIN pg_catalog.pg_namespace AS space ON space.oid = found.relnamespace
WHERE found.relkind IN ('r', 'p', 'v', 'm', 'f') AND space.nspname <> 'information_schema' AND space.nspname !~ '^pg_'
ORDER BY 4 DESC, 1, 2
"""


class Database:
    """The tables of a database as they are when the context is entered. Use it in one thread."""

    def __init__(self, address: str) -> None:
        """`address` is one of libpq's: `postgresql://user@host/database`, with whatever else libpq knows.

        Raises DriverMissingError and BadDatabaseError.
        """
        try:
            import psycopg  # noqa: PLC0415  comes with an extra
        except ImportError:
            raise DriverMissingError("psycopg") from None
        self._psycopg, self._address = psycopg, address
        self._shown = shown_address(address)
        self._connection: Any = None

    def __str__(self) -> str:
        """Where it is, without who asks, and by which password."""
        return self._shown

    def __enter__(self) -> Self:
        """Raises DatabaseUnavailableError."""
        with self._asking():
            self._connection = self._psycopg.connect(
                self._address,
                client_encoding="utf8",
                connect_timeout=10,
                fallback_application_name="courtesy audit",
                prepare_threshold=None,
            )
            self._connection.isolation_level = self._psycopg.IsolationLevel.REPEATABLE_READ
            self._connection.read_only = True
            for manner in _MANNERS:
                self._connection.execute(manner)
            # The first question is what settles the moment.
            self._connection.execute("SELECT")
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def sources(self) -> Iterator[DatabaseTable]:
        """Its tables and views, those first that are found without their schemas. Raises DatabaseUnavailableError."""
        for schema, name, number, visible in self.rows(_RELATIONS):
            yield DatabaseTable(name if visible else "", schema, name, number, self)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query gives. Raises DatabaseUnavailableError."""
        with self._asking():
            found: list[tuple[Any, ...]] = self._connection.execute(query, values or None).fetchall()
        return found

    def copy(self, query: str, null: str, file: Path, table: str) -> None:
        """Write what a query gives to a file of CSV, in which `null` stands for no value; `table` is what is asked.

        Raises DatabaseUnavailableError and UnreadableTableError.
        """
        how = f"COPY ({query}) TO STDOUT (FORMAT csv, NULL '{null}')"
        with (
            self._asking(table),
            self._connection.cursor() as cursor,
            cursor.copy(how) as rows,
            file.open("wb") as copy,
        ):
            for some in rows:
                copy.write(some)

    def quoted(self, *names: str) -> str:
        """A name in the database's SQL: its parts are a schema and what lies in it."""
        return str(self._psycopg.sql.Identifier(*names).as_string(self._connection))

    def literal(self, text: str) -> str:
        """A text in the database's SQL."""
        return str(self._psycopg.sql.Literal(text).as_string(self._connection))

    @contextmanager
    def _asking(self, table: str | None = None) -> Iterator[None]:
        try:
            yield
        except self._psycopg.Error as error:
            said = told(error, self._address, connected=self._connection is not None)
            if table is not None and said.of_table:
                raise UnreadableTableError(table, "a table", said.reason) from None
            raise DatabaseUnavailableError(table or self._shown, said.reason, said.fix) from None
