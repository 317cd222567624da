"""Nothing reaches anybody in their night where a waking time is left: calls and e-mails look at both clocks."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from courtesy.api import parse_policy

if TYPE_CHECKING:
    from courtesy import Plan, Policy

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("nights.yaml").read_text("utf-8"))
BASE = next(iter(CASES.values()))
HERE, THERE = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")


def _policy(stated: dict[str, Any]) -> Policy:
    channel = stated.get("channel", "phone")
    expect: dict[str, Any] = {"act": {"channel": channel}, "for_each": "interviewer"}
    if "within" in stated:
        expect["within"] = stated["within"]
    rules: list[dict[str, Any]] = [
        {"id": "owed.act", "level": stated.get("level", BASE["level"]), "title": "An act", "expect": expect}
    ]
    if "advice" in stated:
        rules.append({"id": "advised.hours", "level": "should", "title": "Advice", **stated["advice"]})
    manifest: dict[str, Any] = {"courtesy": 1, "id": "nights", "version": "1.0.0", "title": "Nights", "rules": rules}
    if "own_hours" in stated:
        manifest["preferences"] = {"own_hours": stated["own_hours"]}
    return parse_policy(json.dumps(manifest).encode(), "policy.json", matcher="native")


def _time(stated: Any) -> datetime:
    return stated if isinstance(stated, datetime) else datetime.fromisoformat(stated)


def _plan(stated: dict[str, Any]) -> Plan:
    policy = _policy(stated)
    case = policy.case_from(
        {
            "zone": THERE.key,
            "candidate": {"zone": HERE.key},
            "interview": {"ended_at": "2026-11-02T20:00"},
            "contacts": {"interviewer": {"roles": ["interviewer"], "zones": stated.get("zones", [THERE.key])}},
        }
    )
    until = _time(stated["until"]) if "until" in stated else None
    return policy.plan(case, now=_time(stated.get("now", BASE["now"])), until=until)


def _on(zone: ZoneInfo, at: datetime) -> str:
    return f"{at.astimezone(zone):%a %H:%M}"


@pytest.mark.parametrize("sentence", CASES)
def test_plan(sentence: str) -> None:
    """The plan holds the act at this time of both clocks, or says when it is day for both."""
    stated = CASES[sentence]
    plan = _plan(stated)
    acts = [(one.verdict.at, one.action.channel) for one in plan.actions]
    assert stated["plan"] == [f"{_on(HERE, at)} {channel}, {_on(THERE, at)} there" for at, channel in acts]
    waiting = [one for one in plan.omissions if one.earliest is not None]
    later = [stated["later"]] if "later" in stated else []
    assert later == [_on(HERE, one.earliest) for one in waiting if one.earliest]
    assert all("it has no deadline and can wait; the next good time is" in one.message for one in waiting)


def test_what_never_suits_both_is_left_out_and_says_why() -> None:
    """Where it is always night for one of the two, the plan names what leaves no time."""
    (left_out,) = _plan(CASES["where no hour suits both, there is no call"]).omissions
    assert ("preferences.waking_hours",) == left_out.rules
    said = "“What has no deadline waits until its recipients are awake” leaves no time for it in this period"
    assert said == left_out.message


def test_next_steps_begin_when_both_are_awake() -> None:
    """What may be done from some time on may be done from then on to somebody who is awake."""
    stated = BASE | {"advice": {"hours": {"from": "09:00", "to": "17:00"}}}
    plan = _plan(stated)
    (step,) = _policy(stated).next_steps(plan.case, now=_time(BASE["now"])).steps
    assert not step.ready
    assert "Tue 21:00" == _on(HERE, step.since)


def test_alternatives_lie_where_both_are_awake() -> None:
    """A time that is proposed in place of another is nobody's night, where its first permitted time is one."""
    wait = {"id": "small.wait", "level": "must", "wait": {"at_least": "30 hours", "after": "interview"}}
    document = {"courtesy": 1, "id": "nights", "version": "1.0.0", "title": "Nights", "rules": [wait]}
    policy = parse_policy(json.dumps(document).encode(), "policy.json", matcher="native")
    case = _plan(BASE).case
    action = case.propose("email", to=("interviewer",), at=_time("2026-11-03T09:00-05:00"))
    verdict = policy.check(case, action, now=_time(BASE["now"]), alternatives=True)
    assert verdict.earliest == _time("2026-11-04T02:00-05:00")
    assert verdict.alternatives is not None
    assert [_time("2026-11-04T07:00-05:00")] == [one.change.at for one in verdict.alternatives[:1]]
