"""Decisions go from the ledger into a log: in the order in which they were made, and each of them once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from courtesy.ledger.outbox import FORMAT, OLD
from courtesy.recording import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.ledger.database import Database, Transaction
    from courtesy.recording import Log

_AT_ONCE = 100
"""How many are written with one wait for the disk, while nobody writes to an SQLite ledger."""


class Exported(NamedTuple):
    """What an export has done: `moved` decisions are in the log now and were not before.

    `known` were in it already, from an export that was interrupted. `unrelated` of those that moved were masked without
    the key of the log. `left` are decisions of a ledger of version 1, which are no records of a log and stay.
    """

    moved: int
    known: int
    unrelated: int
    left: int


def export(database: Database, log: Log) -> Exported:
    """Move all decisions that are not in the log yet. Raises LogNotWrittenError, LedgerUnavailableError.

    Whoever is interrupted between the log and the ledger has written what is not marked; so the end of the log is
    looked at first.
    """
    known = _marked(database, log)
    moved = unrelated = 0
    while batch := _moved(database, log):
        moved += len(batch)
        unrelated += sum(record.get("mask") != log.key_name for record in batch)
    with database.transaction(looking=True) as transaction:
        (left,) = transaction.rows("select count(*) as count from decision where format = ?", (OLD,))
    return Exported(moved=moved, known=known, unrelated=unrelated, left=left["count"])


def _marked(database: Database, log: Log) -> int:
    """Mark what the log has already: all behind the last record that the ledger knows as exported."""
    with database.transaction() as transaction:
        written: list[str] = []
        for record in log.backwards():
            if "ledger" not in record:
                continue
            row = transaction.row("select exported from decision where id = ?", (record["id"],))
            if row is not None and row["exported"]:
                break
            if row is not None:
                written.append(record["id"])
        _mark(transaction, written)
    return len(written)


def _moved(database: Database, log: Log) -> list[dict[str, object]]:
    """The next decisions, once they are written and marked; none where there are none."""
    with database.transaction() as transaction:
        rows = transaction.rows(
            "select id, record from decision where format = ? and not exported order by seq limit ? {lock}",
            (FORMAT, _AT_ONCE),
        )
        found = [json.loads(row["record"]) for row in rows]
        if found:
            log.take([Draft(record, permits=False) for record in found])
            _mark(transaction, [row["id"] for row in rows])
    return found


def _mark(transaction: Transaction, ids: Sequence[str]) -> None:
    for one in ids:
        transaction.execute("update decision set exported = ? where id = ?", (True, one))
