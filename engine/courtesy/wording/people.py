"""How people are called, everywhere the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courtesy.model.case import Case, Contact


def called(contact_id: str, case: Case) -> str:
    """A contact by name, or by its id in words where the case gives no name."""
    contact = case.contacts.get(contact_id)
    return name_of(contact) if contact is not None else _in_words(contact_id)


def name_of(contact: Contact) -> str:
    """A contact by name, or by its id in words."""
    return contact.name or _in_words(contact.id)


def possessive(contact: Contact) -> str:
    """Whose something is: `Jane Roe's`, or `the interviewer's` where only the id is known."""
    return f"{'' if contact.name else 'the '}{name_of(contact)}'s"


def _in_words(contact_id: str) -> str:
    return contact_id.replace("_", " ")
