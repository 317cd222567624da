"""A policy with one slot a week, and a case to claim it in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import courtesy

POLICY = courtesy.parse_policy(
    """
courtesy: 1
id: slot
version: 1.0.0
title: One e-mail a week
channels: {letter: {}}
rules:
  - id: slot.one-a-week
    level: must
    applies_to: {channel: email}
    limit: {at_most: 1, per: 7 days, counting: {channel: email}}
  - {id: slot.no-texts, level: must, applies_to: {channel: sms}, forbid: true}
  - {id: slot.respect-a-stop, level: must, concerns: everyone, forbid: {recipient.asked_to_stop: true}}
""",
    matcher="native",
)
NOW = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)


def case(case_id: str = "northgate", **stated: Any) -> dict[str, Any]:
    """A case in which nothing has happened."""
    people = {"boss": {"roles": ["interviewer"], "name": "The interviewer"}, "hr": {"roles": ["hr"]}}
    return {"id": case_id, "zone": "America/New_York", "contacts": people, **stated}


def mail(action_id: str = "week-one", to: str = "boss", **stated: Any) -> courtesy.Action:
    """An e-mail to somebody."""
    return courtesy.Action(**{"channel": "email", "purpose": "follow_up", "id": action_id, "to": (to,), **stated})


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time that was set."""
        return self.now
