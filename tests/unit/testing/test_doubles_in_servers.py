"""Servers answer by doubles too: a fixed policy, and a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.testclient import TestClient

import courtesy
from courtesy.serving.http.app import application
from courtesy.serving.http.limits import Limits
from courtesy.serving.http.settings import Settings
from courtesy.serving.shelf import Shelf
from courtesy.testing import Clock, FixedPolicy
from tests.helpers.agents import desk

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CASE: dict[str, Any] = {"zone": "UTC", "contacts": {"boss": {"roles": ["interviewer"]}}}
QUESTION = {
    "subject": {"type": "candidate", "id": "me"},
    "action": {"name": "email.follow_up"},
    "resource": {"type": "contact", "id": "boss"},
    "context": {"case": CASE},
}


def test_a_server_waits_by_the_clock_of_the_test() -> None:
    """Over HTTP a fixed wait is refused until the clock has come to its end."""
    clock = Clock(NOW)
    policies = courtesy.Policies([FixedPolicy("wait", earliest=NOW + timedelta(hours=1))])
    settings = Settings(searchers=0, limits=Limits(check_seconds=60, search_seconds=60))
    with TestClient(application(Shelf([policies]), settings, clock), base_url="http://127.0.0.1:8080") as client:
        answers = []
        for _ in range(2):
            answers.append(client.post("/access/v1/evaluation", json=QUESTION).json()["decision"])
            clock.advance(hours=1)
    assert [False, True] == answers


def test_agents_are_answered_by_the_clock_of_the_test() -> None:
    """So do agents, who are told what the clock shows."""
    clock = Clock(NOW)
    policy = FixedPolicy("wait", earliest=NOW + timedelta(hours=1))
    ours = desk(policy, clock=clock)
    action = {"channel": "email", "purpose": "follow_up", "to": "boss"}
    told = [ours.answer("check_action", {"case": CASE, "action": action})]
    clock.advance(hours=1)
    told.append(ours.answer("check_action", {"case": CASE, "action": action}))
    assert [(False, "fixed at 2026-01-05T09:00:00+00:00"), (True, "fixed at 2026-01-05T10:00:00+00:00")] == [
        (one["permitted"], one["clock"]) for one in told
    ]
    assert {NOW, NOW + timedelta(hours=1)} == {one.now for one in policy.asked}
