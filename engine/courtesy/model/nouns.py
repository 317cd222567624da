"""What the built-in words are called: the nouns for purposes, roles, events and weekdays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class Noun(Struct, frozen=True):
    """What one thing of a kind is called; `article` and `plural` where English would not form them so."""

    name: str
    article: str | None = None
    plural: str | None = None


def _nouns(names: Mapping[str, str]) -> dict[str, Noun]:
    return {word: Noun(name) for word, name in names.items()}


PURPOSES = _nouns(
    {
        "thank_you": "thank-you",
        "follow_up": "follow-up",
        "check_in": "check-in",
        "ask_question": "question",
        "provide_information": "information",
        "references": "references",
        "other": "something else",
    }
)
ROLES = _nouns(
    {
        "interviewer": "interviewer",
        "hiring_manager": "hiring manager",
        "recruiter": "recruiter",
        "hr": "HR contact",
        "owner": "owner",
        "ceo": "CEO",
        "employee": "employee",
    }
)
EVENTS = _nouns(
    {
        "reply": "reply",
        "auto_reply": "automatic reply",
        "call": "call",
        "stop_request": "request to stop",
        "invitation": "invitation",
    }
)
WEEKDAYS = _nouns(
    {day.lower(): day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
)
