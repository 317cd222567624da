"""SQLite: for the processes of one machine."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from courtesy.ledger.database import Database
from courtesy.ledger.errors import LedgerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from courtesy.ledger.database import Row, Transaction

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
_MOMENTS = frozenset({"happened_at", "claimed_at", "lease_until", "settled_at", "applied_at", "now"})
"""The columns that hold times, as text in UTC: as long as all of them have one length, they sort as times do."""
_PATIENCE = 10
"""Seconds to wait for whoever writes."""


class _Connection(sqlite3.Connection):
    """One that knows which file it leads to."""

    file: tuple[int, int] | None = None


class Sqlite(Database):
    """A file, in which one transaction writes at a time. Nothing is said to be done before the disk has it."""

    words = {  # noqa: RUF012  declared by the base
        "identity": "integer primary key autoincrement",
        "moment": "text",
        "lock": "",  # whoever writes has locked the whole file
        "clock": "select strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') as now",
        "begin": "begin immediate",
        "look": "begin",
    }
    errors = (sqlite3.Error,)

    def __init__(self, path: Path, *, create: bool = False) -> None:
        super().__init__()
        self._path, self._create = path, create

    def connect(self) -> _Connection:
        """A connection to the file; it is made only where it was asked for."""
        if not self._create and not self._path.is_file():
            raise LedgerUnavailableError("there is no such file", "check the address; `courtesy ledger init` makes one")
        place = f"file:{quote(str(self._path.absolute()))}?mode={'rwc' if self._create else 'rw'}"
        connection = sqlite3.connect(
            place, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, factory=_Connection
        )
        connection.row_factory = sqlite3.Row
        try:
            connection.file = self._file()
            if self._create:
                connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.execute("pragma foreign_keys = on")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def astray(self, connection: Any) -> bool:
        """Whether the file is no longer the one that it was: what is written into it would be seen by nobody else."""
        found: bool = connection.file != self._file()
        return found

    def _file(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def run(self, connection: Any, sql: str, values: Sequence[object]) -> list[Row]:
        """Run a statement: times go in and come out as text."""
        stored = [_text(value) if isinstance(value, datetime) else value for value in values]
        return [
            {name: _moment(row[name]) if name in _MOMENTS else row[name] for name in row.keys()}  # noqa: SIM118  of sqlite3.Row
            for row in connection.execute(sql.format(**self.words), stored)
        ]

    def collided(self, error: Exception) -> bool:
        """Whether it says that something is not unique."""
        return isinstance(error, sqlite3.IntegrityError)

    def has_tables(self, transaction: Transaction) -> bool:
        """Whether there is a table of versions."""
        return transaction.row("select name from sqlite_master where name = 'schema_version'") is not None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_FORM)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
