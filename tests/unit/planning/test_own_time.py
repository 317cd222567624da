"""Plans are made for a person: in their own hours, on their clock, and on working days where nothing presses."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy.api import parse_policy
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain

if TYPE_CHECKING:
    from courtesy import Plan, Policy

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("own_time.yaml").read_text("utf-8"))
BASE = next(iter(CASES.values()))
HIRE_WIRE = courtesy.load_policy("hire-wire", matcher="native")
NIGHT = {
    "courtesy": 1, "id": "night", "version": "1.0.0", "title": "Due at night", "zone": "America/New_York",
    "rules": [
        {"id": "owed.call", "level": "must", "title": "A call within two hours",
         "expect": {"act": {"channel": "phone"}, "within": "2 hours"}},
    ],
}  # fmt: skip


def _time(stated: Any) -> datetime:
    return stated if isinstance(stated, datetime) else datetime.fromisoformat(stated)


def _plan(stated: dict[str, Any], policy: Policy = HIRE_WIRE) -> Plan:
    case = {key: value for key, value in {**BASE["case"], **stated.get("case", {})}.items() if value is not None}
    until = None if "until" not in stated else _time(stated["until"])
    return policy.plan(policy.case_from(case), now=_time(stated.get("now", BASE["now"])), until=until)


def _own(at: datetime, plan: Plan) -> str:
    return f"{at.astimezone(plan.now.tzinfo):%a %d %b %H:%M}"


@pytest.mark.parametrize("sentence", CASES)
def test_plan(sentence: str) -> None:
    """The plan holds these acts at these times of the candidate's, and names the next good time for what waits."""
    stated = CASES[sentence]
    plan = _plan(stated)
    assert stated["plan"] == [f"{_own(one.verdict.at, plan)} {one.action.channel}" for one in plan.actions]
    waiting = [one for one in plan.omissions if one.earliest is not None]
    assert stated.get("later", {}) == {one.rule_id: _own(one.earliest, plan) for one in waiting if one.earliest}
    assert all("it has no deadline and can wait; the next good time is" in one.message for one in waiting)


@pytest.mark.parametrize("hours", [None, {"from": "06:00", "to": "23:30"}, {"from": "22:00", "to": "06:00"}])
def test_what_must_be_done_at_night_is_not_planned_but_said(hours: dict[str, str] | None) -> None:
    """Where own hours end before a due time begins there is no plan, and it says why; with longer hours there is."""
    manifest = NIGHT | ({} if hours is None else {"preferences": {"own_hours": hours}})
    policy = parse_policy(json.dumps(manifest).encode(), "policy.json", matcher="native")
    plan = _plan({"case": {"interview": {"ended_at": "2026-10-30T22:30"}}, "now": "2026-10-30T22:45-04:00"}, policy)
    if hours is not None:
        assert ["Fri 30 Oct 22:45"] == [_own(one.verdict.at, plan) for one in plan.actions]
        return
    assert plan.conflict is not None
    assert ("owed.call", "preferences.own_hours") == plan.conflict.rules
    said = "“A call within two hours” and “Nothing outside the candidate's own hours” cannot both be kept"
    assert said == plan.conflict.message
    for format_name in ("text", "markdown", "html", "ics"):
        shown = renderer("plan", format_name)(plan, policy.source, plain).replace("\r\n ", "")
        assert said in " ".join(shown.replace("&#39;", "'").split())


def test_next_steps_begin_in_own_hours() -> None:
    """What may be done from some time on may be done from then on by a person."""
    case = HIRE_WIRE.case_from(BASE["case"])
    found = HIRE_WIRE.next_steps(case, now=datetime.fromisoformat("2026-10-30T23:10-04:00"))
    assert ["07:00", "07:00"] == [f"{step.since.astimezone(found.now.tzinfo):%H:%M}" for step in found.steps]
    assert not any(step.ready for step in found.steps)


def test_alternatives_lie_in_own_hours() -> None:
    """A time that is proposed in place of another is one at which somebody is awake, and permitted as it is shown."""
    manifest = NIGHT | {
        "rules": [
            {"id": "small.a-week", "level": "must", "wait": {"at_least": "7 dates", "after": "interview"}},
        ]
    }
    policy = parse_policy(json.dumps(manifest).encode(), "policy.json", matcher="native")
    case = policy.case_from({**BASE["case"], "candidate": {"zone": "Europe/London"}})
    action = case.propose("email", to=("interviewer",), at=datetime.fromisoformat("2026-11-02T09:00-05:00"))
    verdict = policy.check(case, action, now=datetime.fromisoformat("2026-11-01T09:00-05:00"), alternatives=True)
    assert verdict.earliest == datetime.fromisoformat("2026-11-06T00:00+00:00")
    assert verdict.alternatives is not None
    assert [datetime.fromisoformat("2026-11-06T07:00+00:00")] == [one.change.at for one in verdict.alternatives[:1]]
    again = policy.check(case, verdict.alternatives[0].action, now=datetime.fromisoformat("2026-11-01T09:00-05:00"))
    assert again.permitted
