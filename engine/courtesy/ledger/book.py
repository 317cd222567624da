"""One case inside a transaction, locked: nobody else claims in it until the transaction ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from courtesy import LedgerState
from courtesy.ledger.arguments import text_of
from courtesy.ledger.errors import UnknownCaseError, UnknownEntryError
from courtesy.ledger.rows import columns_of, counted, insert, state_of, update

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import Action, Touch
    from courtesy.ledger.database import Row, Transaction


class CaseBook:
    """The touches of a locked case.

    `now` is the time of the database, and never before the latest touch: a server's clock may be put back, but what
    has happened is not in the future.
    """

    def __init__(self, transaction: Transaction, tenant: str, case_id: str) -> None:
        """Lock the case. Raises UnknownCaseError, UnusableArgumentError."""
        text_of("case_id", case_id)
        found = transaction.row(
            'select document, revision from "case" where tenant = ? and case_id = ? {lock}', (tenant, case_id)
        )
        if found is None:
            raise UnknownCaseError(tenant, case_id)
        self.transaction, self.tenant, self.case_id = transaction, tenant, case_id
        self.revision: int = found["revision"]
        self._document: str | None = found["document"]
        rows = transaction.rows(
            "select * from touch where tenant = ? and case_id = ? and state <> 'released' order by happened_at, seq",
            (tenant, case_id),
        )
        clock = transaction.now()
        self.now: datetime = max(clock, rows[-1]["happened_at"]) if rows else clock
        self._over = False
        self.rows = [row for row in rows if self._kept(row)]
        if self._over:
            self.grow()

    @classmethod
    def holding(cls, transaction: Transaction, tenant: str, column: str, name: str | int) -> tuple[CaseBook, Row]:
        """The book that holds the touch of a token, id or number, with its row.

        Raises UnknownEntryError, UnusableArgumentError.
        """
        if isinstance(name, str):
            text_of(column, name)
        by = f"select * from touch where tenant = ? and {column} = ?"  # noqa: S608  our own names
        found = transaction.row(by, (tenant, name))
        if found is None:
            raise UnknownEntryError(tenant, str(name), secret=column == "token")
        book = cls(transaction, tenant, found["case_id"])
        row = transaction.row(by, (tenant, name))  # which may have changed until the case was locked
        if row is None:
            raise UnknownEntryError(tenant, str(name), secret=column == "token")
        return book, row

    @property
    def document(self) -> dict[str, Any]:
        """What the file of the case would say, the history aside. Raises UnknownCaseError where it was erased."""
        if self._document is None:
            raise UnknownCaseError(self.tenant, self.case_id, erased=True)
        found: dict[str, Any] = json.loads(self._document)
        return found

    @property
    def history(self) -> list[dict[str, Any]]:
        """All that counts, in time order, as a case file would list it."""
        return [counted(row) for row in self.rows]

    def with_key(self, key: str) -> Row | None:
        """The touch of the tenant, of whatever case, that a key was used for; None where none was."""
        return self.transaction.row("select * from touch where tenant = ? and idempotency_key = ?", (self.tenant, key))

    def add(self, act: Action | Touch, at: datetime, **columns: object) -> Row:
        """Write a touch, and give its row as it is now in the table."""
        touch_id = str(columns.pop("touch_id", None) or uuid4())
        values = {**columns_of(act), "touch_id": touch_id, "tenant": self.tenant, "case_id": self.case_id}
        values |= {"happened_at": at, "claimed_at": self.now, "late": False, "recorded": False}
        insert(self.transaction, "touch", {**values, **columns})
        self.grow()
        return self.row(touch_id)

    def change(self, row: Row, **columns: object) -> Row:
        """Change a touch, and give its row as it is now in the table."""
        update(self.transaction, row["touch_id"], columns)
        self.grow()
        return self.row(row["touch_id"])

    def row(self, touch_id: str) -> Row:
        """The row of a touch that is there."""
        (row,) = self.transaction.rows("select * from touch where touch_id = ?", (touch_id,))
        return row

    def grow(self) -> None:
        """Count a change of what is counted."""
        self.revision += 1
        self.transaction.execute(
            'update "case" set revision = ? where tenant = ? and case_id = ?',
            (self.revision, self.tenant, self.case_id),
        )

    def put(self, document: dict[str, Any]) -> None:
        """Write what the file of the case says now."""
        self._document = json.dumps(document)
        self.transaction.execute(
            'update "case" set document = ? where tenant = ? and case_id = ?',
            (self._document, self.tenant, self.case_id),
        )
        self.grow()

    def _kept(self, row: Row) -> bool:
        """Write down what has run out by now; whether the touch still counts."""
        state = state_of(row, self.now)
        if state != row["state"]:
            self._over = True
            row["state"] = state.value
            update(self.transaction, row["touch_id"], settled(state, row["lease_until"]))
        return state is not LedgerState.RELEASED


def settled(state: LedgerState, at: datetime) -> dict[str, object]:
    """The columns that say that a touch is in that state since then; what is released is free to be claimed anew."""
    columns: dict[str, object] = {"state": state.value}
    if state.settled:
        columns["settled_at"] = at
    if state is LedgerState.RELEASED:
        columns["idempotency_key"] = None
    return columns
