"""Comparisons of two versions of a policy: pairs that differ in one thing, as data, and recorded cases."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

import courtesy
from courtesy.loading.schemas import load_schema
from courtesy.model.turn import Side, Turn
from tests.helpers.travelling import come_back
from tests.unit.review.compared import effect, pair, said, shown

if TYPE_CHECKING:
    from courtesy.model.comparison import Comparison

PAIRS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("comparisons.yaml").read_text("utf-8"))
_BEFORE = {
    "old": {"wait": {"at_least": "5 business days", "after": "interview"}},
    "new": {"wait": {"at_least": "10 business days", "after": "interview"}},
}
_CASE = {
    "id": "analyst",
    "zone": "Europe/London",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"boss": {"roles": ["hiring_manager"]}},
    "actions": [{"id": "write", "channel": "email", "purpose": "follow_up", "to": "boss", "at": "2026-11-30T10:00"}],
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_differs_is_said_in_words(name: str) -> None:
    """Whatever differs between two policies is said in the words of their pages, with what it does to single acts."""
    stated = PAIRS[name]
    found = courtesy.compare(*pair(stated), made_up=False)
    assert (stated["says"], stated["effect"]) == (said(found), effect(found))
    jsonschema.validate(courtesy.to_dict(found), load_schema("comparison"))
    come_back(found)


def _marked(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.slow) if PAIRS[name].get("slow") else name


@pytest.mark.no_cover
@pytest.mark.parametrize("name", [_marked(name) for name in PAIRS])
def test_made_up_acts_show_what_differs(name: str) -> None:
    """For each thing that judges otherwise an act is made up that shows it; or it is said that none was found."""
    stated = PAIRS[name]
    policies = pair(stated)
    found = courtesy.compare(*policies)
    assert stated["shown"] == shown(found)
    jsonschema.validate(json.loads(courtesy.to_json(found)), load_schema("comparison"))
    come_back(found)
    for trial in found.trials or ():
        for example in trial.examples:
            if example.change is not None:
                _check(policies, example.document, example.change)


def _check(policies: tuple[courtesy.Policy, courtesy.Policy], document: Any, change: Any) -> None:
    """The case, as its file has it, is judged by either version as it is shown."""
    for policy, told in zip(policies, (change.old, change.new), strict=True):
        pinned = policy.as_pinned()
        verdict = pinned.check(pinned.case_from(json.loads(json.dumps(document))), now=change.now)
        assert (verdict.outcome, verdict.earliest) == (told.outcome, told.earliest)


def test_every_kind_of_change_is_among_the_pairs() -> None:
    """The pairs have every effect, and every way in which a verdict on a made-up act turns to the better or worse."""
    assert {"identical", "looser", "stricter", "other", "none"} == {one["effect"] for one in PAIRS.values()}
    assert {Turn.NEWLY_PERMITTED, Turn.NEWLY_REFUSED, Turn.OTHER} <= {
        turn for one in PAIRS.values() for turn in one["shown"]
    }


# ---------------------------------------------------------------- recorded cases


def _recorded(*cases: object, stated: dict[str, Any] = _BEFORE, **asked: Any) -> Comparison:
    return courtesy.compare(*pair(stated), cases=cases, made_up=False, **asked)


def test_a_recorded_act_is_judged_by_both_versions() -> None:
    """A case without a time of its own is judged as of its first action, with the earliest times of both."""
    found = _recorded(_CASE).recorded
    assert found is not None
    change = found.changes[0]
    assert (1, 1, True) == (found.cases, found.acts, found.own_times)
    assert ("analyst", "write", Turn.NEWLY_REFUSED) == (change.case, change.action, change.turn)
    assert "2026-11-30T10:00:00+00:00" == change.now.isoformat()
    assert ("allow", None, ()) == (change.old.outcome, change.old.earliest, change.old.rules)
    assert ("wait", ("rule.one",)) == (change.new.outcome, change.new.rules)
    assert change.new.earliest is not None
    assert "2026-12-04T15:30:00+00:00" == change.new.earliest.isoformat()


@pytest.mark.parametrize(
    ("days", "now", "turn"),
    [
        ((5, 10), "2026-11-23T10:00+00:00", Turn.LATER),
        ((10, 5), "2026-11-23T10:00+00:00", Turn.SOONER),
        ((10, 5), "2026-11-30T10:00+00:00", Turn.NEWLY_PERMITTED),
        ((5, 10), "2026-12-07T10:00+00:00", None),
    ],
)
def test_how_verdicts_turn(days: tuple[int, int], now: str, turn: Turn | None) -> None:
    """An act turns from refused to permitted, or back, or its earliest time moves; else nothing is told of it."""
    stated = {
        side: {"wait": {"at_least": f"{count} business days", "after": "interview"}}
        for side, count in zip(("old", "new"), days, strict=True)
    }
    case = {**_CASE, "actions": [{**_CASE["actions"][0], "at": now}]}  # type: ignore[index,dict-item]  # as stated above
    found = _recorded(case, stated=stated, now=datetime.fromisoformat(now))
    assert found.recorded is not None
    assert [turn] if turn else [] == [one.turn for one in found.recorded.changes]
    assert found.permits_more is (turn is not None and turn.permits)


def test_what_is_newly_permitted_comes_first() -> None:
    """Of several acts those come first that are newly permitted, then those that are newly refused."""
    stated = {
        "old": {"hours": {"from": "09:00", "to": "17:00"}},
        "new": {"hours": {"from": "12:00", "to": "20:00"}},
    }
    acts = [{**_CASE["actions"][0], "id": f"at-{hour}", "at": f"2026-11-30T{hour}:00"} for hour in (10, 18, 22)]  # type: ignore[index,dict-item]  # as stated above
    found = _recorded({**_CASE, "actions": acts}, stated=stated).recorded
    assert found is not None
    turns = [(one.action, one.turn) for one in found.changes]
    assert [("at-18", Turn.NEWLY_PERMITTED), ("at-10", Turn.NEWLY_REFUSED), ("at-22", Turn.LATER)] == turns


def test_what_could_not_be_judged_is_told() -> None:
    """A case that one version does not take, or that has no time, is counted and named with the reason."""
    stated = {**_BEFORE, "new_manifest": {"facts": {"attributes.urgent": {"type": "boolean", "title": "urgency"}}}}
    urgent = {**_CASE, "id": "urgent", "attributes": {"urgent": True}}
    timeless = {"id": "timeless", "zone": "Europe/London", "contacts": {"boss": {}}}
    found = _recorded(_CASE, urgent, timeless, stated=stated)
    assert found.recorded is not None
    assert [("urgent", Side.OLD), ("timeless", Side.BOTH)] == [(one.case, one.by) for one in found.recorded.not_run]
    assert "found `urgent` (attributes.urgent)" in found.recorded.not_run[0].why
    assert "the case states no time as of which to judge it" == found.recorded.not_run[1].why
    assert 1 == found.recorded.cases
    assert found.differs


def test_what_is_owed_is_compared_too() -> None:
    """An obligation that is due by another time, or that only one version has, is told with both standings."""
    owed = {"act": {"channel": "phone"}, "within": "7 days"}
    stated = {"old": {"expect": owed}, "new": {"expect": {**owed, "within": "14 days"}}}
    found = _recorded({**_CASE, "actions": []}, stated=stated, now=datetime.fromisoformat("2026-11-30T10:00+00:00"))
    assert found.recorded is not None
    (duty,) = found.recorded.duties
    assert ("rule.one", "overdue", "due") == (duty.rule_id, duty.old, duty.new)


def test_touches_later_than_the_first_action_are_known() -> None:
    """The own time of a case is its last touch where that comes after its first action."""
    history = [{"channel": "phone", "purpose": "other", "to": "boss", "at": "2026-12-01T09:00"}]
    found = _recorded({**_CASE, "history": history})
    assert found.recorded is not None
    assert ["2026-12-01T09:00:00+00:00"] == [one.now.isoformat() for one in found.recorded.changes]
