"""The names of what can be missing beside the facts that rules read: parts of a case, and settings of a policy."""

from __future__ import annotations

ZONE, HISTORY, CALENDAR = "recipient.zone", "history", "defaults.calendar"
BODY = "message.body"


def name_of_contact(contact_id: str) -> str:
    """The name of a contact, as something that is missing."""
    return f"contacts.{contact_id}.name"
