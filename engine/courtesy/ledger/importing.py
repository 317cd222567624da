"""A case goes into the ledger: what its file says, and what has happened."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING

from courtesy import LedgerState, to_dict
from courtesy.ledger.book import CaseBook
from courtesy.ledger.errors import LaterTouchError, UnknownHistoryError, UnnamedCaseError
from courtesy.ledger.rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from courtesy import Case, Touch
    from courtesy.ledger.database import Row, Transaction

_STAYS = ("direction", "channel", "purpose", "event", "addressed", "copied", "tags", "attributes", "message_id")
"""What a touch says that nobody learns later."""


def take_in(transaction: Transaction, tenant: str, case: Case) -> CaseBook:
    """Write what a case says and what happened in it, as far as the ledger does not know it.

    A touch is known by its id, or by all it says but its outcome. Raises UnnamedCaseError, UnknownHistoryError,
    LaterTouchError, and UnknownCaseError where the case was erased.
    """
    if case.id is None:
        raise UnnamedCaseError
    if case.history is None:
        raise UnknownHistoryError(case.id)
    document = {key: part for key, part in to_dict(case).items() if key != "history"}
    transaction.execute(
        'insert into "case" (tenant, case_id, document, revision) values (?, ?, ?, 0) on conflict do nothing',
        (tenant, case.id, "{}"),
    )
    book = CaseBook(transaction, tenant, case.id)
    if book.document != document:
        book.put(document)
    ids = {row["action_id"] for row in book.rows}
    known = Counter(_said(row, row["happened_at"]) for row in book.rows)
    for touch in case.history:
        at = touch.at.astimezone(UTC)
        if at > book.now:
            raise LaterTouchError(case.id, touch.at, book.now)
        said = _said(columns_of(touch), at)
        if known[said]:
            known[said] -= 1
        elif touch.id is None or touch.id not in ids:
            note(book, touch)
    return book


def note(book: CaseBook, touch: Touch, **columns: object) -> Row:
    """Write a touch that nobody claimed; one that is said to lie in the future happens now."""
    at = min(touch.at.astimezone(UTC), book.now)
    state = LedgerState.DONE.value
    return book.add(touch, at, state=state, recorded=True, settled_at=book.now, **columns)


def _said(columns: Row, at: object) -> Hashable:
    return at, *(columns[name] for name in _STAYS)
