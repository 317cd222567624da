"""What a rendered verdict says of several people, and of times, as the engine measured it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from courtesy.api import parse_policy
from courtesy.rendering.ink import plain
from courtesy.rendering.verdict import text
from courtesy.rendering.verdict.report import Report

NOW = "2026-11-23T09:00-05:00"
HOURS = {"id": "t.hours", "level": "must", "title": "Office hours", "hours": {"from": "09:00", "to": "17:00"}}
SHORT = {"id": "t.short", "level": "should", "title": "Short", "require": {"message.words": {"at_most": 2}}}
MET = {"id": "t.met", "level": "should", "title": "Known", "require": {"recipient.met": True}}
STOP = {"id": "t.never", "level": "must", "title": "Never", "forbid": {"action.channel": "sms"}}
WEEKEND = {"id": "t.weekend", "level": "should", "title": "At leisure", "hours": {"days": "sat-sun"}}
CONTACTS = {
    "boss": {"name": "Jane Roe", "roles": ["owner"], "met": False, "zone": "America/New_York"},
    "desk_two": {"roles": ["hr"], "met": True, "zone": "Europe/London"},
}


def _shown(rules: list[dict[str, Any]], action: dict[str, Any]) -> str:
    """The verdict on one act, by these rules, as text on one line."""
    manifest = {"courtesy": 1, "id": "t", "version": "1.0.0", "title": "T", "rules": rules}
    policy = parse_policy(json.dumps(manifest).encode(), "policy.json")
    case = policy.case_from(
        {"zone": "America/New_York", "contacts": CONTACTS, "actions": [{"channel": "email", **action}]}
    )
    verdict = policy.check_plan(case, now=datetime.fromisoformat(NOW), alternatives=True)
    return " ".join(text.render([Report(verdict=verdict, policy=policy.source)], plain).split())


def test_people_are_called_one_way() -> None:
    """Who has a name is called by it, and others by their id in words, in the headline and in every finding."""
    shown = _shown([HOURS, MET], {"to": ["boss", "desk_two"], "at": "2026-11-23T12:30-05:00"})
    assert "E-mail to Jane Roe and desk two" in shown
    assert "Office hours (to desk two) On the desk two's clock in London it is" in shown
    assert "Known (to Jane Roe) You did not meet" in shown


def test_a_rule_of_the_act_is_told_once() -> None:
    """What a rule says of the text is told once, however many people get it."""
    shown = _shown(
        [SHORT], {"to": ["boss", "desk_two"], "at": "2026-11-23T12:30-05:00", "message": {"body": "one two three"}}
    )
    assert shown.count("The message has 3 words; at most 2 are allowed.") == 1
    assert "! Short The message" in shown


def test_to_do_names_a_time_at_which_the_act_is_permitted() -> None:
    """Where one of two people's hours open before the other's, the time to wait for is that of both."""
    shown = _shown([HOURS], {"to": ["boss", "desk_two"], "at": "2026-11-23T18:00-05:00"})
    assert "Not yet. Permitted from Tuesday 24 November 2026, 09:00 EST." in shown
    assert shown.count("To do Wait until Tuesday 24 November 2026, 09:00 EST.") == 2  # one for each of them
    assert "09:00 GMT" not in shown


def test_what_must_not_be_done_has_no_time_to_wait_for() -> None:
    """Where an act is refused for good, none of its rules names a time to wait for."""
    shown = _shown([HOURS, STOP], {"channel": "sms", "to": "boss", "at": "2026-11-23T18:00-05:00"})
    assert "DENY" in shown
    assert "Wait until" not in shown


def test_advice_names_only_times_that_are_permitted() -> None:
    """A time that would keep advice and break what is required is not named as a better one."""
    weekdays = {"id": "t.week", "level": "must", "title": "Weekdays", "hours": {"days": "mon-fri"}}
    at = "2026-11-23T12:00-05:00"
    assert "Better from" not in _shown([WEEKEND, weekdays], {"to": "boss", "at": at})
    assert "Better from Saturday 28 November 2026, 07:00 EST." in _shown([WEEKEND], {"to": "boss", "at": at})
