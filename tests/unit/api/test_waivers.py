"""Waivers: where they are read, what is refused about them, and how far what they lift reaches."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy import Outcome, Standing, Status, Waiver

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """
courtesy: 1
id: small
version: 1.0.0
title: Small
zone: America/New_York
rules:
  - {id: act.wait, level: must, applies_to: {channel: email}, wait: {at_least: 7 days, after: interview}}
  - {id: act.no-texts, level: must, applies_to: {channel: sms}, forbid: true}
  - {id: act.stop, level: must, forbid: {recipient.asked_to_stop: true}, waivable: false}
  - {id: owe.call, level: must, expect: {act: {channel: phone}, within: 2 days}}
"""
ENTRY = "- {{rule: {rule}, {whom}, because: They asked for it., by: head of compliance, until: {until}}}\n"
NOW = datetime(2026, 11, 20, 22, tzinfo=UTC)


def _entry(rule: str, whom: str = "case: desk", until: str = "2026-11-25") -> str:
    return ENTRY.format(rule=rule, whom=whom, until=until)


def _case(policy: courtesy.Policy, channel: str, at: str, **more: Any) -> courtesy.Case:
    action = {"id": "one", "channel": channel, "to": "hr", "at": at}
    case = {"id": "desk", "zone": "America/New_York", "interview": {"ended_at": "2026-11-20T15:30"}}
    return policy.case_from({**case, "contacts": {"hr": {}}, "actions": [action], **more})


@pytest.mark.parametrize(
    ("waivers", "said"),
    [
        (_entry("act.wiat"), "1:10: expected a known rule, found `act.wiat`"),
        (_entry("act.stop"), "1:10: expected a rule that may be waived, found `act.stop`"),
        (_entry("defaults.unlisted_channel"), "1:10: expected a known rule"),
        (_entry("act.wait", "by: x"), "expected each key once"),
        ("- {rule: act.wait, because: x, by: y, until: 2026-11-25}", "1:3: expected the key `case`"),
        (_entry("act.wait", "contact: hr, action: one"), "1:3: expected exactly one of `contact` and `action`"),
        (_entry("act.wait", until="2026-02-30"), "expected a date such as `2026-11-20`, found"),
        (_entry("act.wait", until="2026-11-25T00:00"), "expected a"),
        ("- {rule: act.wait, case: desk, because: x, until: 2026-11-25}", "1:3: expected the key `by`"),
        ("- {rule: act.wait, case: desk, because: x, by: ' ', until: 2026-11-25}", "1:48: expected"),
        (_entry("owe.call", "action: one"), "1:28: expected no `action` beside a rule about what is owed"),
        ("rule: act.wait", "1:1: expected a list"),
    ],
)
def test_refused(waivers: str, said: str) -> None:
    """What is wrong with a waiver is told with its place."""
    with pytest.raises(courtesy.InvalidInputError) as caught:
        courtesy.parse_policy(POLICY, waivers=waivers)
    problem = caught.value.problems[0]
    assert said in f"{problem.span.line}:{problem.span.column}: {problem}"


def test_near_match() -> None:
    """A rule that is misspelt is told with the one that was meant."""
    with pytest.raises(courtesy.InvalidInputError) as caught:
        courtesy.parse_policy(POLICY, waivers=_entry("act.wiat"))
    assert caught.value.problems[0].help() == "did you mean `act.wait`?"


def test_values_are_checked_on_their_way_in() -> None:
    """A waiver that was built in Python is refused as one in a file is."""
    given = Waiver(rule="act.stop", because="x", by="y", until=date(2026, 12, 1), case="desk")
    with pytest.raises(courtesy.InvalidInputError):
        courtesy.parse_policy(POLICY, waivers=[given])
    fit = Waiver(rule="act.wait", because="x", by="y", until=date(2026, 12, 1), case="desk")
    policy = courtesy.parse_policy(POLICY, waivers=[fit])
    assert (fit,) == policy.waivers == pickle.loads(pickle.dumps(policy)).waivers  # noqa: S301  our own
    assert policy != courtesy.parse_policy(POLICY)


def test_beside_the_policy(tmp_path: Path) -> None:
    """`waivers.yaml` is read beside a policy, and above the folder of its version, for all versions."""
    for version in ("1.0.0", "1.1.0"):
        (tmp_path / version).mkdir()
        text = POLICY.replace("1.0.0", version).replace("act.no-texts", f"act.no-texts-{version[2]}")
        (tmp_path / version / "policy.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "waivers.yaml"
    file.write_text(_entry("act.wait") + _entry("act.no-texts-0") + _entry("act.no-texts-1"), encoding="utf-8")
    assert ["act.wait", "act.no-texts-0"] == [one.rule for one in courtesy.load_policy(tmp_path / "1.0.0").waivers]
    assert {"act.wait", "act.no-texts-0", "act.no-texts-1"} == {
        one.rule for one in courtesy.load_policies(tmp_path).waivers
    }
    file.write_text(_entry("act.no-texts-2"), encoding="utf-8")
    with pytest.raises(courtesy.InvalidInputError):
        courtesy.load_policy(tmp_path / "1.0.0")


def test_of_a_project(tmp_path: Path) -> None:
    """The file that a project names is the one place, and may be about every policy at hand."""
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "waivers.yaml").write_text(_entry("act.no-texts"), encoding="utf-8")
    (tmp_path / "granted.yaml").write_text(_entry("act.wait") + _entry("timing.email-after-a-week"), encoding="utf-8")
    (tmp_path / "courtesy.yaml").write_text("waivers: granted.yaml\n", encoding="utf-8")
    project = courtesy.load_project(tmp_path)
    assert ["act.wait"] == [one.rule for one in courtesy.load_policy(tmp_path / "small.yaml", project=project).waivers]
    assert ["timing.email-after-a-week"] == [
        one.rule for one in courtesy.load_policy("hire-wire", project=project).waivers
    ]
    assert ["act.no-texts"] == [one.rule for one in courtesy.load_policy(tmp_path / "small.yaml").waivers]
    (tmp_path / "granted.yaml").unlink()
    with pytest.raises(courtesy.InvalidInputError):
        courtesy.load_project(tmp_path)


def test_waivers_are_not_the_policy(tmp_path: Path) -> None:
    """A waiver leaves the digest as it is."""
    file = tmp_path / "small.yaml"
    file.write_text(POLICY, encoding="utf-8")
    before = courtesy.load_policy(file)
    (tmp_path / "waivers.yaml").write_text(_entry("act.wait"), encoding="utf-8")
    assert before.digest == courtesy.load_policy(file).digest
    assert before.waivers == ()


def test_one_path() -> None:
    """What is waived at one time and refused at a later one is so in windows, earliest times and plans alike."""
    policy = courtesy.parse_policy(POLICY, waivers=_entry("act.no-texts"))
    case = _case(policy, "sms", "2026-11-24T10:00")
    end = datetime(2026, 11, 25, 5, tzinfo=UTC)
    windows = policy.windows(case, now=NOW).windows
    assert [(Outcome.ALLOW, end), (Outcome.DENY, windows[-1].end)] == [(one.outcome, one.end) for one in windows]
    assert Outcome.ALLOW is policy.check(case, now=NOW).outcome
    late = policy.check(_case(policy, "sms", "2026-11-25T00:00"), now=NOW)
    assert (Outcome.DENY, None, ["waiver-ended"]) == (late.outcome, late.earliest, [one.code for one in late.notices])


def test_earliest_does_not_lie_behind_the_end_of_another_waiver() -> None:
    """Where a wait is over only when a waiver of what stays forbidden has ended, no later time is given."""
    text = POLICY.replace("applies_to: {channel: email}, wait", "wait")
    for until, earliest in (("2026-11-27", None), ("2026-11-28", "2026-11-27T15:30:00-05:00")):
        policy = courtesy.parse_policy(text, waivers=_entry("act.no-texts", until=until))
        verdict = policy.check(_case(policy, "sms", "2026-11-24T10:00"), now=NOW)
        assert earliest == (verdict.earliest and verdict.earliest.isoformat())
        assert (Outcome.WAIT if earliest else Outcome.DENY) is verdict.outcome
        assert ["act.no-texts"] == [one.rule_id for one in verdict.waived]


def test_a_plan_puts_an_act_before_its_waiver_ends() -> None:
    """A plan has an act that a waiver permits while that lasts, and leaves out what need not be done."""
    policy = courtesy.parse_policy(POLICY, waivers=_entry("act.no-texts") + _entry("owe.call", until="2027-01-01"))
    case = _case(policy, "sms", "2026-11-20T10:00")
    plan = policy.plan(case, now=NOW)
    assert ["one"] == [one.action.id for one in plan.actions]
    assert all(one.verdict.at < datetime(2026, 11, 25, 5, tzinfo=UTC) for one in plan.actions)
    assert [Standing.WAIVED] == [one.standing for one in plan.obligations]


def test_alternatives_know_waivers_of_actions() -> None:
    """An alternative keeps the id of its action, so that a waiver for that holds for it, and for no other."""
    actions = [{"id": name, "channel": "email", "to": "hr", "at": "2026-11-24T10:00"} for name in ("one", "two")]
    history = [{"channel": "email", "to": "hr", "at": "2026-11-20T16:00"}]
    limited = (
        POLICY + "  - {id: act.seldom, level: must, limit: {at_most: 1, per: 4 days, counting: {channel: email}}}\n"
    )
    policy = courtesy.parse_policy(limited, waivers=_entry("act.wait", "action: one"))
    case = _case(policy, "email", "2026-11-24T10:00", actions=actions, history=history)
    verdict = policy.check_plan(case, now=NOW, alternatives=True)
    times = [[one.change.at for one in action.alternatives or ()] for action in verdict.actions]
    first, second = (next(at for at in some if at is not None) for some in times)
    assert "2026-11-24T16:00:00-05:00" == first.isoformat()
    assert "2026-11-27T15:30:00-05:00" == second.isoformat()


def test_round_trips() -> None:
    """What is waived comes back from JSON with its waivers."""
    policy = courtesy.parse_policy(POLICY, waivers=_entry("act.wait") + _entry("act.wait", "contact: hr"))
    verdict = policy.check_plan(_case(policy, "email", "2026-11-24T10:00"), now=NOW)
    told = courtesy.to_dict(verdict)
    finding = verdict.actions[0].waived[0]
    assert (Status.WAIVED, 2) == (finding.status, len(finding.waived.waivers if finding.waived else ()))
    assert told == courtesy.to_dict(courtesy.from_dict(courtesy.PlanVerdict, told))
    assert policy.waivers[1] == courtesy.from_dict(Waiver, courtesy.to_dict(policy.waivers[1]))
