"""What was done, and who may do the next thing: a slot that two senders cannot both take, in SQLite or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy import CourtesyError, DriverMissingError
from courtesy.ledger.addresses import database_at
from courtesy.ledger.claims import Claim
from courtesy.ledger.errors import (
    BadAddressError,
    ClaimLostError,
    KeyConflictError,
    LaterTouchError,
    LedgerUnavailableError,
    LedgerVersionError,
    TooEarlyError,
    UnknownCaseError,
    UnknownEntryError,
    UnknownHistoryError,
    UnnamedCaseError,
    WrongStateError,
)
from courtesy.ledger.exporting import Exported
from courtesy.ledger.migrations import VERSION, check_version, migrate
from courtesy.ledger.protocol import LEASE, Ledger
from courtesy.ledger.stated import stated
from courtesy.recording import Scribe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from courtesy import Policies, Policy

__all__ = [
    "LEASE",
    "VERSION",
    "BadAddressError",
    "Claim",
    "ClaimLostError",
    "DriverMissingError",
    "Exported",
    "KeyConflictError",
    "LaterTouchError",
    "Ledger",
    "LedgerUnavailableError",
    "LedgerVersionError",
    "TooEarlyError",
    "UnknownCaseError",
    "UnknownEntryError",
    "UnknownHistoryError",
    "UnnamedCaseError",
    "WrongStateError",
    "init",
    "open",
    "stated",
]


def open(  # noqa: A001  `courtesy.ledger.open`, as `gzip.open`
    address: str | Path,
    *,
    tenant: str = "default",
    policy: Policy | Policies | None = None,
    clock: Callable[[], datetime] | None = None,
    log_key: bytes | None = None,
) -> Ledger:
    """The ledger at an address: `sqlite:///ledger.db`, a path, or `postgresql://host/database`.

    `policy` judges where a question names none. `clock` stands in for the clock of the database, in tests. `log_key`,
    that of the log into which decisions are exported, masks them; without it each is masked by a key of its own that is
    forgotten, so that nobody can tell which of them are about the same person. Tables are neither made nor renewed:
    `init` does that. Raises BadAddressError, DriverMissingError, LedgerVersionError, LedgerUnavailableError,
    UnusableKeyError.
    """
    scribe = Scribe(log_key)
    database = database_at(address)
    try:
        check_version(database)
    except CourtesyError:
        database.close()
        raise
    return Ledger(database, tenant=tenant, policy=policy, clock=clock, scribe=scribe)


def init(address: str | Path) -> int:
    """Make the tables of a ledger, or renew those of an older version, and give the version that there was (0: none).

    What is in them stays. Raises as `open` does, and LedgerVersionError where they are of a newer Courtesy.
    """
    database = database_at(address, create=True)
    try:
        return migrate(database)
    finally:
        database.close()
