"""Who gets a copy is judged wherever an act is looked at: in findings, times, windows, alternatives and plans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import courtesy
from courtesy.api import parse_policy

NOW = datetime.fromisoformat("2026-11-23T09:00:00-05:00")
STOP = {"channel": "email", "direction": "inbound", "from": "hr", "at": "2026-11-23T08:00", "event": "stop_request"}
TO_THE_CEO = {"channel": "email", "purpose": "follow_up", "to": "ceo", "at": "2026-11-20T10:00"}
CASE: dict[str, Any] = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-13T15:30"},
    "contacts": {
        "interviewer": {"roles": ["interviewer"]},
        "hr": {"roles": ["hr"]},
        "recruiter": {"roles": ["recruiter"]},
        "ceo": {"roles": ["ceo", "hiring_manager"]},
    },
}


def _act(**changes: Any) -> dict[str, Any]:
    body = {"body": "Thank you again for your time. I am glad to answer any question."}
    act = {"id": "act", "channel": "email", "purpose": "follow_up", "to": "interviewer", "message": body}
    return {**act, **changes}


@pytest.fixture
def policy() -> courtesy.Policy:
    """The article's policy."""
    return courtesy.load_policy("hire-wire")


def _case(policy: courtesy.Policy, *actions: dict[str, Any], history: tuple[Any, ...] = ()) -> courtesy.Case:
    return policy.case_from({**CASE, "history": list(history), "actions": list(actions)})


def test_a_finding_names_the_contact_who_gets_a_copy(policy: courtesy.Policy) -> None:
    """A finding says whom it is about, and whether they get a copy."""
    verdict = policy.check(_case(policy, _act(cc=["recruiter", "hr"]), history=(STOP,)), now=NOW)
    assert [("prohibitions.respect-a-stop", "hr", True)] == [
        (one.rule_id, one.recipient, one.copied) for one in verdict.findings
    ]


def test_with_all_findings_each_contact_has_those_of_the_rules_about_it(policy: courtesy.Policy) -> None:
    """Whoever gets a copy has findings of the rules that concern everyone, whoever is addressed has all."""
    verdict = policy.check(_case(policy, _act(cc=["hr"])), now=NOW, all_findings=True)
    rules = {rule.id for rule in policy.rules if rule.type != "expect"}
    assert {
        ("interviewer", False): rules,
        ("hr", True): {"frequency.owner-or-ceo-less-often", "prohibitions.respect-a-stop"},
    } == {
        (one.recipient, one.copied): {
            other.rule_id
            for other in verdict.findings
            if (other.recipient, other.copied) == (one.recipient, one.copied)
        }
        for one in verdict.findings
    }


def test_an_alternative_that_adds_a_copy_is_judged_for_that_contact(policy: courtesy.Policy) -> None:
    """Of the contacts whose copy a rule asks for, one who has asked to stop, or has had an e-mail, is not offered."""
    verdict = policy.check(_case(policy, _act(), history=(STOP, TO_THE_CEO)), now=NOW, alternatives=True)
    assert verdict.alternatives is not None
    copies = [alternative.change.add_cc for alternative in verdict.alternatives if alternative.change.at is None]
    assert ("recruiter",) in copies
    assert not [names for names in copies if names is not None and {"hr", "ceo"} & {*names}]


@pytest.mark.parametrize(
    ("copied", "dropped", "added", "said"),
    [
        (["hr"], ("hr",), ("recruiter",), "Send it without a copy to hr, copying recruiter"),
        (["hr", "recruiter"], ("hr",), None, "Send it without a copy to hr"),
        (["hr", "ceo", "recruiter"], ("hr", "ceo"), None, "Send it without a copy to hr or ceo"),
    ],
)
def test_a_copy_that_may_not_be_sent_can_be_left_out(
    policy: courtesy.Policy, copied: list[str], dropped: tuple[str, ...], added: tuple[str, ...] | None, said: str
) -> None:
    """Where it is the copies that are refused, the nearest change leaves them out, and copies others if it must."""
    case = _case(policy, _act(cc=copied), history=(STOP, TO_THE_CEO))
    verdict = policy.check(case, now=NOW, alternatives=True)
    assert verdict.alternatives is not None
    nearest = verdict.alternatives[0]
    assert (dropped, added, said) == (nearest.change.drop_cc, nearest.change.add_cc, nearest.description)
    assert "allow" == policy.check(case, nearest.action, now=NOW).outcome


def test_windows_close_for_who_gets_a_copy(policy: courtesy.Policy) -> None:
    """An act is closed until everyone whom it reaches may be reached, and opens to the second."""
    act = policy.case_from({**CASE, "actions": [_act(cc=["ceo"])]}).actions[0]
    timetable = policy.windows(_case(policy, history=(TO_THE_CEO,)), act, now=NOW)
    assert [("wait", ("frequency.owner-or-ceo-less-often",)), ("allow", ())] == [
        (window.outcome, window.rules) for window in timetable.windows
    ]
    assert timetable.windows[1].start == datetime.fromisoformat("2026-12-04T10:00:00-05:00")


def test_the_earliest_time_is_one_at_which_all_may_be_reached(policy: courtesy.Policy) -> None:
    """It is given, and holds one second before not yet, where only the copy has to wait."""
    verdict = policy.check(_case(policy, _act(cc=["ceo"]), history=(TO_THE_CEO,)), now=NOW)
    assert verdict.earliest == datetime.fromisoformat("2026-12-04T10:00:00-05:00")
    for second, outcome in (("09:59:59", "wait"), ("10:00:00", "allow"), ("10:00:01", "allow")):
        act = _act(cc=["ceo"], at=f"2026-12-04T{second}")
        assert outcome == policy.check(_case(policy, act, history=(TO_THE_CEO,)), now=NOW).outcome


def test_a_plan_copies_nobody_who_may_not_be_reached() -> None:
    """Where a rule asks for a copy to HR, the plan copies the one who has not asked to stop."""
    policy = parse_policy(PLANNED, "policy.yaml")
    contacts = {"hr": {"roles": ["hr"]}, "other": {"roles": ["hr"]}, "interviewer": {"roles": ["interviewer"]}}
    plan = policy.plan(policy.case_from({**CASE, "contacts": contacts, "history": [STOP]}), now=NOW)
    assert [(("interviewer",), ("other",))] == [(one.action.to, one.action.cc) for one in plan.actions]


PLANNED = b"""
courtesy: 1
id: planned
version: 1.0.0
title: A copy is asked for, and somebody has asked to stop
zone: America/New_York
rules:
  - {id: owe.one, level: must, expect: {act: {channel: email}, within: 3 weeks, for_each: interviewer}}
  - {id: send.a-copy, level: must, applies_to: {channel: email}, require: {cc.roles: hr}}
  - {id: stop.means-stop, level: must, concerns: everyone, forbid: {recipient.asked_to_stop: true}}
"""


def test_concerns_has_no_place_beside_an_obligation() -> None:
    """What is owed is owed to `for_each`: `concerns` beside it is an error at its place."""
    broken = PLANNED.replace(b"level: must, expect", b"level: must, concerns: everyone, expect")
    with pytest.raises(courtesy.InvalidInputError) as caught:
        parse_policy(broken, "policy.yaml")
    (problem,) = caught.value.problems
    assert ("policy.yaml", 8, 32) == (problem.span.file, problem.span.line, problem.span.column)
    assert "expected no `concerns` beside `expect`, found `concerns`" == str(problem)
    assert "say with `for_each` whom it is owed to" == problem.help()
