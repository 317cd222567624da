"""What stays the same about an entry from one plan to the next, so that a calendar recognises it.

A UID is a digest of the engagement and of what the entry is: the ids of the contacts that it is about, and for an act
the planner's id, which counts the history (`email-follow_up-interviewer-2` is the second such e-mail, whether the first
is planned or done), for an obligation its rule. So it survives a later `now`, touches added to the history, another
order of contacts, acts or keys, edited words of the policy, and a newer version of it; and also what is learned or
corrected later: names, addresses, roles, zones.

The engagement is known by the `id` of the case. A case without one is known by the date of its interview, as stated:
the end may be corrected within that day, but an interview that is moved to another day makes new entries beside the old
ones, and two engagements whose interviews are on the same day, with contacts of the same ids, share their entries.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from courtesy.model.fact_declarations import INTERVIEW_END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.case import Case


def uid(kind: str, name: str, contacts: Iterable[str], case: Case) -> str:
    """The UID of an entry of that kind and name, which is about those contacts of the case."""
    told = json.dumps([_engagement(case), sorted(set(contacts)), kind, name])
    return f"courtesy-{sha256(told.encode()).hexdigest()[:40]}"


def _engagement(case: Case) -> tuple[str, str | None]:
    if case.id is not None:
        return "id", case.id
    ended = case.facts.get(INTERVIEW_END)
    return "interview", ended.isoformat()[:10] if isinstance(ended, date) else None
