"""A plan's actions are judged one after another, and permitted ones count for the later ones: cases in turns.yaml."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy.judging.turns import done

if TYPE_CHECKING:
    from courtesy.judging.turns import Turns

NOW = datetime.fromisoformat("2026-11-23T09:00:00-05:00")
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("turns.yaml").read_text("utf-8"))
POLICY = {
    "courtesy": 1,
    "id": "turns",
    "version": "1.0.0",
    "title": "Turns",
    "zone": "America/New_York",
    "rules": [
        {
            "id": "a.once",
            "level": "must",
            "applies_to": {"channel": "email"},
            "limit": {"counting": {"channel": "email"}, "at_most": 1, "per": "7 days"},
        },
        {"id": "a.text", "level": "must", "applies_to": {"channel": "sms"}, "forbid": True},
    ],
}


def _turns(case: dict[str, Any], *, known: bool = True) -> Turns:
    policy = courtesy.parse_policy(json.dumps(POLICY).encode(), "policy.json", matcher="native")
    about = policy.case_from(
        {
            "zone": "America/New_York",
            "contacts": {"desk": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
            "history": case.get("history", []) if known else "unknown",
            "actions": case["actions"],
        }
    )
    return policy._plans.turns(about, NOW, explain=False)


@pytest.mark.parametrize("name", CASES)
def test_each_is_judged_at_its_turn(name: str) -> None:
    """The actions come to what the file says, in its order."""
    turns = _turns(CASES[name]).turns
    assert list(CASES[name]["turns"].items()) == [(turn.action.id, turn.verdict.outcome) for turn in turns]


@pytest.mark.parametrize("name", CASES)
def test_what_counts_is_in_the_history_afterwards(name: str) -> None:
    """Those count that are permitted and to come, and then what is known holds them and what was known before."""
    case, turns = CASES[name], _turns(CASES[name])
    assert case["counts"] == [turn.action.id for turn in turns.turns if turn.counts]
    assert turns.history is not None
    assert case["known"] == [touch.id for touch in turns.history.touches]


@pytest.mark.parametrize("name", CASES)
def test_a_history_that_is_unknown_stays_so(name: str) -> None:
    """Where nobody knows what has been done, the plan does not make it known."""
    turns = _turns(CASES[name], known=False)
    assert [None] * (len(turns.turns) + 1) == [turns.history, *(turn.history for turn in turns.turns)]


def test_what_is_done_keeps_what_was_proposed() -> None:
    """The touch that a permitted action becomes has all of its fields that a touch can have."""
    action = courtesy.Action(
        id="mail",
        channel="email",
        to=("desk",),
        cc=("hr",),
        purpose="follow_up",
        tags=frozenset({"first"}),
        attributes={"level": 2},
    )
    touch = done(action, NOW)
    shared = set(courtesy.Action.__struct_fields__) & set(courtesy.Touch.__struct_fields__) - {"at"}
    assert {"id", "channel", "to", "cc", "purpose", "tags", "attributes"} <= shared
    assert {name: getattr(touch, name) for name in shared} == {name: getattr(action, name) for name in shared}
    assert touch.at == NOW
