"""Random cases with one planned act and ten touches each, the same for the same seed.

Everything that the sixteen rules read is stated. All times lie between 7 and 19 hours in New York, so that a week
before or after them no clock in the zones below is put forward or back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import courtesy

HOME = ZoneInfo("America/New_York")
ZONES = ("America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London")
PURPOSES = ("thank_you", "follow_up", "follow_up", "check_in", "ask_question", "provide_information", "references")
CHANNELS = {"email": 45, "phone": 15, "linkedin_connection": 10, "linkedin_message": 10, "sms": 8, "public_post": 12}
TOUCHED = ("email", "email", "email", "phone", "linkedin_connection", "linkedin_message", "handwritten_note")
CONTACTS = {
    "interviewer": ("Robin Ashgrove", ("interviewer",)),
    "manager": ("Kim Lindqvist", ("interviewer", "hiring_manager")),
    "desk": (None, ("hr",)),
    "owner": ("Sam Okonjo", ("owner",)),
    "colleague": ("Alex Verdier", ("employee",)),
}
SENTENCES = (
    "Thank you again for the conversation about the new position.",
    "I enjoyed hearing how your team plans its work and what you expect of the first months.",
    "May I ask whether you need anything more from me?",
    "I have attached the list of projects that we spoke about.",
    "Please let me know when it would suit you to talk about the next step.",
    "The way you described your customers made me want to work with you.",
    "I would be glad to give you the names of people I have worked with.",
)
POSTS = (
    "It was a pleasure to see how a team in our town works.",
    "What a terrible interview, they were rude and I hate how they treat people.",
    "Looking forward to a new position and happy about all I learn.",
    "Robin was very kind in the interview today.",
    "The interviewer, Mr. Okonjo, was awful and dishonest.",
)


class Check(NamedTuple):
    """A case as Courtesy reads it, its only action, and the moment of asking."""

    case: courtesy.Case
    action: courtesy.Action
    now: datetime


def checks(policy: courtesy.Policy, count: int, seed: int) -> list[Check]:
    """So many checks to do."""
    dice, made = Random(seed), []  # noqa: S311  reproducible, not secret
    for _ in range(count):
        now = _moment(dice, datetime(2026, 1, 10, tzinfo=HOME) + timedelta(days=dice.randrange(340)))
        case = policy.case_from(_case(dice, now))
        made.append(Check(case, case.actions[0], now))
    return made


def _moment(dice: Random, day: datetime) -> datetime:
    return day.replace(hour=dice.randrange(7, 19), minute=dice.randrange(60), second=dice.randrange(60))


def _case(dice: Random, now: datetime) -> dict[str, object]:
    days = dice.choice((-1, 1, 2, 4, 6, 7, 8, 10, 14, 20))
    contacts: dict[str, dict[str, object]] = {}
    for name, (called, roles) in CONTACTS.items():
        contacts[name] = {"roles": list(roles), "zone": dice.choice(ZONES), "met": "interviewer" in roles}
        contacts[name] |= {"name": called} if called else {"desk": True}
    to = dice.choice(list(CONTACTS))
    return {
        "zone": HOME.key,
        "interview": {"ended_at": _moment(dice, now - timedelta(days=days)).isoformat()},
        "candidate": {
            "linkedin": {
                "profile_polished": dice.random() < 0.9,
                "recommendations": dice.randrange(4),
                "portfolio_linked": dice.random() < 0.9,
            }
        },
        "contacts": contacts,
        "history": [_touch(dice, now, to) for _ in range(10)],
        "actions": [_action(dice, now, to)],
    }


def _touch(dice: Random, now: datetime, to: str) -> dict[str, object]:
    days = dice.choice((1, 2, 3, 5, 6, 7, 9, 11, 13, 14, 16, 20, 24))
    contact = to if dice.random() < 0.35 else dice.choice(list(CONTACTS))
    at = _moment(dice, now - timedelta(days=days)).isoformat()
    if dice.random() < 0.2:
        event = dice.choices(("reply", "invitation", "stop_request"), (12, 4, 1))[0]
        return {"channel": "email", "direction": "inbound", "from": contact, "event": event, "at": at}
    channel = dice.choice(TOUCHED)
    outcome = "delivered"
    if dice.random() < 0.15:
        outcome = {"phone": "no_answer", "email": "bounced"}.get(channel, "delivered")
    return {"channel": channel, "purpose": dice.choice(PURPOSES), "to": contact, "at": at, "outcome": outcome}


def _action(dice: Random, now: datetime, to: str) -> dict[str, object]:
    channel = dice.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    at = now if dice.random() < 0.5 else _moment(dice, now + timedelta(days=dice.randrange(1, 4)))
    action: dict[str, object] = {"id": "planned", "channel": channel, "at": at.isoformat()}
    action["purpose"] = "other" if channel == "public_post" or dice.random() < 0.1 else dice.choice(PURPOSES)
    if channel != "public_post":
        action["to"] = to
    if channel == "email":
        action["cc"] = [name for name in CONTACTS if name != to and dice.random() < 0.3]
    if channel == "public_post":
        action["message"] = {"body": " ".join(dice.sample(POSTS, dice.randrange(1, 3)))}
    elif channel in {"email", "linkedin_message"}:
        sentences = dice.choices(SENTENCES, k=dice.randrange(2, 16))
        action["message"] = {"subject": "Our conversation", "body": " ".join(sentences)}
    return action
