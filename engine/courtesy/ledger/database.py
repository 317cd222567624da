"""What the protocol asks of a database, and what is the same for all: one connection at a time, transactions, a clock.

One SQL text serves both. `{words}` stand where the dialects differ, and `?` for a value.
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from courtesy.ledger.errors import LedgerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Row = dict[str, Any]
    Clock = Callable[[], datetime]


_ASTRAY = "its file was removed or replaced while it was in use"


class CollisionError(LedgerUnavailableError):
    """The database of the ledger did not do what it was asked, so nothing is permitted.

    Two transactions have written the same thing at the same time. Asked again, one finds what the other wrote.
    """


class Transaction:
    """What may be done inside one transaction."""

    def __init__(self, database: Database, connection: Any, clock: Clock | None) -> None:
        self._database, self._connection, self._clock = database, connection, clock

    def execute(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement that gives no rows."""
        self._database.run(self._connection, sql, values)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query; times are aware, in UTC."""
        return self._database.run(self._connection, sql, values)

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first of them, None where there is none."""
        return next(iter(self.rows(sql, values)), None)

    def now(self) -> datetime:
        """The time at which this is asked, by the clock of the database."""
        if self._clock is not None:
            return self._clock().astimezone(UTC)
        (row,) = self.rows(self._database.words["clock"])
        now: datetime = row["now"]
        return now


class Database(ABC):
    """A database that many threads may use. Connections are kept, and made anew after a fork or a loss."""

    words: ClassVar[Mapping[str, str]]
    """What the dialects say differently: `identity`, `moment`, `lock`, `clock`, `begin`, `look`."""
    errors: tuple[type[Exception], ...]
    """What the driver raises."""

    def __init__(self) -> None:
        self._idle: list[Any] = []
        self._guard = threading.Lock()
        self._process = os.getpid()
        self._of_parents: list[Any] = []

    @abstractmethod
    def connect(self) -> Any:
        """A new connection, on which nothing is begun."""

    @abstractmethod
    def run(self, connection: Any, sql: str, values: Sequence[object]) -> list[Row]:
        """Run a statement, and give its rows."""

    @abstractmethod
    def collided(self, error: Exception) -> bool:
        """Whether an error of the driver says that something is not unique."""

    @abstractmethod
    def has_tables(self, transaction: Transaction) -> bool:
        """Whether there is a table of versions."""

    def astray(self, connection: Any) -> bool:  # noqa: ARG002  where a server leads to its database
        """Whether a connection leads elsewhere than a new one would."""
        return False

    def exclusive(self, transaction: Transaction) -> None:  # noqa: B027  where a transaction that writes excludes others
        """Keep all others from renewing the tables until the transaction ends."""

    @contextmanager
    def transaction(self, clock: Clock | None = None, *, looking: bool = False) -> Iterator[Transaction]:
        """A transaction, which ends with the block; with `looking` it reads one state of all and writes nothing.

        Raises LedgerUnavailableError.
        """
        try:
            connection = self._begun("look" if looking else "begin")
        except self.errors as error:
            raise LedgerUnavailableError(str(error)) from error
        try:
            yield Transaction(self, connection, clock)
            self._commit(connection)
        except BaseException as error:
            self._undo(connection)
            if isinstance(error, self.errors):
                if self.collided(error):
                    raise CollisionError(str(error)) from error
                raise LedgerUnavailableError(str(error)) from error
            raise
        self._keep(connection)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self._of_this_process()
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _commit(self, connection: Any) -> None:
        if self.astray(connection):
            raise LedgerUnavailableError(_ASTRAY)
        self.run(connection, "commit", ())

    def _begun(self, kind: str) -> Any:
        """A connection on which a transaction has begun: one that was lost while nobody used it is passed over."""
        self._of_this_process()
        while True:
            with self._guard:
                kept = self._idle.pop() if self._idle else None
            connection = self.connect() if kept is None else kept
            if kept is not None and self.astray(kept):
                self._drop(kept)
                continue
            try:
                self.run(connection, self.words[kind], ())
            except self.errors:
                self._drop(connection)
                if kept is None:
                    raise
            else:
                return connection

    def _of_this_process(self) -> None:
        """After a fork the connections are the parent's: they are neither used nor closed here."""
        if self._process != os.getpid():
            self._of_parents += self._idle
            self._idle, self._guard, self._process = [], threading.Lock(), os.getpid()

    def _undo(self, connection: Any) -> None:
        try:
            self.run(connection, "rollback", ())
        except self.errors:
            self._drop(connection)
        else:
            self._keep(connection)

    def _drop(self, connection: Any) -> None:
        try:
            connection.close()
        except self.errors:
            return

    def _keep(self, connection: Any) -> None:
        with self._guard:
            self._idle.append(connection)
