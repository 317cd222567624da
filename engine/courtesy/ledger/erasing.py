"""A person is erased: a tombstone stands in their place, and what was done still counts."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from courtesy import UnusableArgumentError
from courtesy.ledger.outbox import OLD
from courtesy.ledger.rows import update

if TYPE_CHECKING:
    from courtesy.ledger.book import CaseBook
    from courtesy.ledger.database import Row

TOMBSTONE = "erased"
_NOTHING: Row = {
    "tags": "[]",
    "attributes": "{}",
    "message_id": None,
    "provider_id": None,
    "evidence": None,
}
"""What is left of the words of a touch."""


def erase_contact(book: CaseBook, contact_id: str) -> str:
    """Put a tombstone in the place of a contact, and give its id. Raises UnusableArgumentError."""
    document = book.document
    contacts: dict[str, Any] = document.get("contacts", {})
    if contact_id not in contacts:
        raise UnusableArgumentError(
            f"the case has no contact `{contact_id:.60}`", f"give one of {', '.join(contacts) or 'none'}"
        )
    tombstone = next(name for number in count(1) if (name := f"{TOMBSTONE}-{number}") not in contacts)
    document["contacts"] = {tombstone if name == contact_id else name: one for name, one in contacts.items()}
    document["contacts"][tombstone] = {}
    document["actions"] = [one for one in document.get("actions", []) if not _reaches(one, contact_id)]
    book.put(document)
    _forget(book, {contact_id: tombstone})
    return tombstone


def erase_case(book: CaseBook) -> None:
    """Leave of a case that it was, and when what was done; raises UnknownCaseError where it was erased before."""
    contacts = book.document.get("contacts", {})
    book.transaction.execute(
        'update "case" set document = null where tenant = ? and case_id = ?', (book.tenant, book.case_id)
    )
    _forget(book, {name: f"{TOMBSTONE}-{number}" for number, name in enumerate(contacts, start=1)})
    book.grow()


def _reaches(action: dict[str, Any], contact_id: str) -> bool:
    return any(contact_id in action.get(key, []) for key in ("to", "cc"))


def _forget(book: CaseBook, names: dict[str, str]) -> None:
    """Replace the ids of contacts in touches and decisions, and what touches with them say."""
    mine = (book.tenant, book.case_id)
    for row in book.transaction.rows("select * from touch where tenant = ? and case_id = ?", mine):
        people = {key: json.loads(row[key]) for key in ("addressed", "copied")}
        if any(name in names for listed in people.values() for name in listed):
            renamed = {key: json.dumps([names.get(name, name) for name in listed]) for key, listed in people.items()}
            update(book.transaction, row["touch_id"], {**renamed, **_NOTHING})
    # Those of version 1; in records of a log nobody is named.
    old = "select id, record from decision where tenant = ? and case_id = ? and format = ?"
    for row in book.transaction.rows(old, (*mine, OLD)):
        record = json.loads(row["record"])
        record["action"]["to"] = [names.get(name, name) for name in record["action"]["to"]]
        for finding in record["findings"]:
            finding["recipient"] = names.get(finding["recipient"], finding["recipient"])
        book.transaction.execute("update decision set record = ? where id = ?", (json.dumps(record), row["id"]))
