"""PostgreSQL: for the processes of many machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from courtesy import DriverMissingError
from courtesy.ledger.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.ledger.database import Row, Transaction

_RENEWING = 4_283_129_770
"""The lock under which tables are renewed: any number that no other program of the database uses."""


class Postgres(Database):
    """A database of a server. A claim locks the row of its case, and no other.

    Under READ COMMITTED each statement sees what was committed before it, so that whoever waited for the row sees
    what the one before has done.
    """

    words = {  # noqa: RUF012  declared by the base
        "identity": "bigint generated always as identity primary key",
        "moment": "timestamptz",
        "lock": "for no key update",
        # Not `now()`, which is when the transaction began: it may have waited since.
        "clock": "select clock_timestamp() as now",
        "begin": "begin isolation level read committed; set local lock_timeout = '10s'; "
        "set local synchronous_commit = on",
        "look": "begin isolation level repeatable read, read only",
    }

    def __init__(self, address: str) -> None:
        """Raises DriverMissingError."""
        super().__init__()
        try:
            import psycopg  # noqa: PLC0415  comes with the extra
        except ImportError:
            raise DriverMissingError("psycopg") from None
        self._psycopg, self._address = psycopg, address
        self.errors = (psycopg.Error,)

    def connect(self) -> Any:
        """A connection. Statements are not kept prepared: poolers between may hand out another server process."""
        return self._psycopg.connect(
            self._address,
            autocommit=True,
            prepare_threshold=None,
            row_factory=self._psycopg.rows.dict_row,
            connect_timeout=10,
        )

    def run(self, connection: Any, sql: str, values: Sequence[object]) -> list[Row]:
        """Run a statement; times come out in UTC."""
        cursor = connection.execute(sql.format(**self.words).replace("?", "%s"), values or None)
        if cursor.description is None:
            return []
        return [
            {name: value.astimezone(UTC) if isinstance(value, datetime) else value for name, value in row.items()}
            for row in cursor
        ]

    def collided(self, error: Exception) -> bool:
        """Whether it says that something is not unique."""
        return isinstance(error, self._psycopg.errors.UniqueViolation)

    def has_tables(self, transaction: Transaction) -> bool:
        """Whether there is a table of versions."""
        return transaction.row("select to_regclass('schema_version') as name") != {"name": None}

    def exclusive(self, transaction: Transaction) -> None:
        """Keep all others from renewing the tables until the transaction ends."""
        transaction.rows("select pg_advisory_xact_lock(?)", (_RENEWING,))
