"""Small random policies and cases. Every bound in them lies on a whole minute: brute force relies on it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from courtesy.api.policies import parse_policy

if TYPE_CHECKING:
    from courtesy.api.policy import Policy

Document = dict[str, Any]
"""A rule, a policy or a case as plain data, in the shape of its file."""

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
EFFORT = int(os.environ.get("COURTESY_EFFORT", "1"))
"""How many times as many examples as usual are tried."""

SEASONS = tuple(
    (zone, datetime(2026, month, day, hour, tzinfo=UTC))
    for zone, month, day, hour in (
        ("America/New_York", 3, 6, 9),  # forward on 8 March
        ("America/New_York", 10, 30, 20),  # back on 1 November
        ("Europe/Berlin", 3, 27, 9),  # forward on 29 March
        ("Europe/Berlin", 10, 23, 20),  # back on 25 October
        ("Australia/Lord_Howe", 4, 3, 9),  # back on 5 April, by half an hour
        ("Australia/Lord_Howe", 10, 2, 9),  # forward on 4 October, by half an hour
        ("Asia/Kolkata", 3, 6, 9),  # never
        ("America/New_York", 11, 20, 9),  # Thanksgiving
    )
)
"""Zones, each with a time shortly before its clocks are changed."""
ZONES = tuple(dict.fromkeys(zone for zone, _ in SEASONS))

LENGTHS = ("90 minutes", "3 hours", "26 hours", "1 day", "2 days", "1 week", "2 dates")
WAITS = (*LENGTHS, "1 business day", "2 business days")
WINDOWS = (*LENGTHS, "calendar day", "calendar week", "calendar month", "case")
_NAMES = ("ana", "ben")

# ---------------------------------------------------------------- policies

ANCHORS = st.sampled_from(
    [
        "interview",
        "interview.decision_promised_for",
        {"last": {"channel": "email"}},
        {"first": {"channel": "email"}},
        {"last": {"channel": "phone", "to": "same_company"}},
        {"last": {"direction": "inbound", "event": "reply"}},
    ]
)
TOUCHES = st.sampled_from(
    [
        {"channel": "email"},
        {"channel": "email", "purpose": "follow_up"},
        {"channel": "email", "copies": True},
        {"channel": ["email", "phone"], "to": "same_company"},
        {"direction": "inbound"},
        {"direction": "any", "to": "anyone"},
        {"roles": ["interviewer"], "to": "same_company"},
    ]
)
CONDITIONS = st.sampled_from(
    [
        {"action.weekday": ["tuesday", "sunday"]},
        {"action.local_time": {"at_least": "01:30", "less_than": "18:00"}},
        {"action.local_time": {"more_than": "02:30"}},
        {"action.business_day": True},
        {"history": {"has": {"channel": "phone"}, "within": "1 day"}},
        {"history": {"has": {"channel": "email", "to": "same_company"}, "since": {"last": {"direction": "inbound"}}}},
        {"history": {"has_not": {"channel": "phone"}, "since": "interview"}},
        {"recipient.asked_to_stop": True},
        {"recipient.invited_contact": True},
        {"recipient.roles": ["interviewer"]},
        {"candidate.linkedin.profile_polished": True},
        {"any": [{"candidate.linkedin.recommendations": {"at_least": 1}}, {"action.weekday": ["monday", "wednesday"]}]},
        {"not": {"action.local_time": {"at_least": "00:00", "less_than": "02:15"}}},
    ]
)
HOURS = st.sampled_from(
    [
        {"days": ["mon-fri"], "from": "09:00", "to": "17:00", "holidays": False},
        [{"days": ["sat", "sun"], "from": "22:00", "to": "02:30"}, {"days": ["wed"]}],
        {"from": "02:00", "to": "03:00"},
        {"days": ["sun"], "from": "01:40", "to": "02:10"},
    ]
)
REQUIREMENTS = st.one_of(
    st.builds(lambda d, x: {"wait": {"at_least": d, "after": x}}, st.sampled_from(WAITS), ANCHORS),
    st.builds(lambda d, x: {"deadline": {"at_most": d, "after": x}}, st.sampled_from(WAITS), ANCHORS),
    st.builds(
        lambda n, w, t: {"limit": {"at_most": n, "per": w, "counting": t}},
        st.integers(1, 3),
        st.sampled_from(WINDOWS),
        TOUCHES,
    ),
    st.builds(lambda t, d: {"follow": {"touch": t, **d}}, TOUCHES, st.sampled_from([{}, {"within": "2 days"}])),
    st.builds(lambda h: {"hours": h}, HOURS),
    st.builds(lambda c: {"forbid": c}, CONDITIONS),
    st.builds(lambda c: {"require": c}, CONDITIONS),
)


@st.composite
def rules(draw: st.DrawFn) -> Document:
    """A rule about acts, of any level, often with conditions."""
    found = {"level": draw(st.sampled_from(["must", "must", "must", "should", "should", "may"]))}
    if draw(st.integers(0, 3)) == 0:
        found["applies_to"] = draw(CONDITIONS)
    if draw(st.integers(0, 4)) == 0:
        found["unless"] = draw(CONDITIONS)
    if draw(st.integers(0, 4)) == 0:
        found["zone"] = draw(st.sampled_from(["policy", *ZONES]))
    if draw(st.integers(0, 3)) == 0:
        found["concerns"] = draw(st.sampled_from(["copied", "everyone"]))
    return {**found, **draw(REQUIREMENTS)}


def policy_of(stated: list[Document], preferences: Document | None = None) -> Policy:
    """The policy of these rules, compiled; each is `random.rule-N` where it has no id, and a must without a level."""
    manifest = {
        "courtesy": 1, "id": "random", "version": "1.0.0", "title": "Random", "zone": "America/New_York",
        "defaults": {"calendar": "US", "unlisted_channel": "deny"},
        "rules": [{"id": f"random.rule-{n}", "level": "must", **rule} for n, rule in enumerate(stated)],
        **({} if preferences is None else {"preferences": preferences}),
    }  # fmt: skip
    return parse_policy(json.dumps(manifest).encode(), "policy.json", matcher="native")


# ---------------------------------------------------------------- cases

_OFFSETS = st.one_of(
    st.builds(
        lambda day, minute: day * DAY_MINUTES + minute,
        st.integers(-16, 9),
        st.sampled_from([-1, 0, 1, 15, 60, 90, 420, 959, 960]),
    ),
    st.integers(-16 * DAY_MINUTES, 9 * DAY_MINUTES),
)
"""Minutes from the start of a case to a touch: often whole days from each other, which is where windows end."""


def at(start: datetime, minutes: int) -> str:
    """A time so many minutes from `start`, as a case has it."""
    return (start + minutes * MINUTE).isoformat()


@st.composite
def touches(draw: st.DrawFn, start: datetime, names: tuple[str, ...]) -> Document:
    """Something that has happened."""
    found: Document = {
        "channel": draw(st.sampled_from(["email", "email", "phone"])),
        "at": at(start, -abs(draw(_OFFSETS))),
    }
    contacts = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    if draw(st.integers(0, 3)) == 0:
        event = draw(st.sampled_from(["reply", "reply", "call", "stop_request", "invitation"]))
        return {**found, "direction": "inbound", "event": event, "from": contacts[0]}
    if draw(st.integers(0, 5)) > 0:
        found["purpose"] = draw(st.sampled_from(["follow_up", "other"]))
    if draw(st.integers(0, 5)) == 0:
        found["outcome"] = draw(st.sampled_from(["failed", "no_answer"]))
    if draw(st.integers(0, 3)) == 0:
        found["cc"] = draw(st.sampled_from(names))
    return {**found, "to": contacts}


@st.composite
def cases(draw: st.DrawFn, zone: str, start: datetime) -> Document:
    """A case with one or two contacts and no action."""
    names = _NAMES[: draw(st.integers(1, 2))]
    contacts = {}
    for name in names:
        contacts[name] = {"roles": [draw(st.sampled_from(["interviewer", "hr"]))]} if draw(st.integers(0, 5)) else {}
        zones = draw(st.lists(st.sampled_from(ZONES), max_size=2, unique=True)) if draw(st.integers(0, 2)) == 0 else []
        if zones:
            contacts[name]["zones"] = zones
    found: Document = {"contacts": contacts, **({"zone": zone} if draw(st.integers(0, 9)) else {})}
    interview = {}
    if draw(st.integers(0, 4)):
        interview["ended_at"] = at(start, draw(_OFFSETS))
    if draw(st.integers(0, 2)) == 0:
        interview["decision_promised_for"] = at(start, draw(_OFFSETS))
    found["interview"] = interview
    if draw(st.booleans()):
        found["candidate"] = {"linkedin": {"profile_polished": draw(st.booleans())}}
    if draw(st.integers(0, 9)) == 0:
        return {**found, "history": "unknown"}
    return {**found, "history": draw(st.lists(touches(start, names), max_size=7))}
