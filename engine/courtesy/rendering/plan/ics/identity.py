"""What stays the same about an entry from one plan to the next, so that a calendar recognises it.

A UID is a digest of the engagement and of what the entry is: for an act the planner's id, which counts the history
(`email-follow_up-interviewer-2` is the second such e-mail, whether the first is planned or done), for an obligation its
rule. So it survives a later `now`, touches added to the history, another order of contacts, acts or keys, edited words
of the policy, and a newer version of it.

The engagement is known by the end of its interview, as an instant, and by whom the entry is about: their ids and names.
An e-mail address counts only where there is no name, and only the first: addresses are often learned later. What is
corrected in these makes new entries beside the old ones. Two engagements share an entry only if their interviews ended
at the same instant (or at an unknown one) and their contacts cannot be told apart.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from courtesy.model.fact_declarations import INTERVIEW_END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.case import Case


def uid(kind: str, name: str, contacts: Iterable[str], case: Case) -> str:
    """The UID of an entry of that kind and name, which is about those contacts of the case."""
    people = sorted([contact, _called(contact, case)] for contact in set(contacts))
    told = json.dumps([_interview(case), people, kind, name])
    return f"courtesy-{sha256(told.encode()).hexdigest()[:40]}"


def _called(contact_id: str, case: Case) -> str:
    contact = case.contacts.get(contact_id)
    if contact is None:
        return ""
    return " ".join((contact.name or next(iter(contact.emails), "")).casefold().split())


def _interview(case: Case) -> str | None:
    ended = case.facts.get(INTERVIEW_END)
    if isinstance(ended, datetime):
        return ended.astimezone(UTC).isoformat()
    return ended.isoformat() if isinstance(ended, date) else None
