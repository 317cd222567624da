"""What can be missing beside the facts that rules read: parts of a case, and settings of a policy."""

from __future__ import annotations

from msgspec import Struct

from courtesy.model.declaration import Subject

ZONE, HISTORY, CALENDAR, BODY = "recipient.zone", "history", "defaults.calendar", "message.body"
TONE = "message.tone"


class CasePart(Struct, frozen=True):
    """A part of a case that no rule reads by its name, but from which facts are derived."""

    title: str
    of: Subject


CASE_PARTS = {
    BODY: CasePart("the text of the message", Subject.TEXT),
    HISTORY: CasePart("what has happened so far", Subject.CASE),
}


def name_of_contact(contact_id: str) -> str:
    """The name of a contact, as something that is missing."""
    return f"contacts.{contact_id}.name"


def attribute_of_contact(contact_id: str, key: str) -> str:
    """A policy's own fact of a contact, as something that is missing."""
    return f"contacts.{contact_id}.attributes.{key}"


def calendar_of_contact(contact_id: str) -> str:
    """The calendar of a contact, as something that is missing."""
    return f"contacts.{contact_id}.calendar"
