"""The public API: what callers may give, what they get, and what they are told when it cannot be used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy import Outcome, Policy

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
CASE: dict[str, Any] = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"interviewer": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
    "actions": [
        {"id": "call", "channel": "phone", "purpose": "check_in", "to": "hr", "at": "2026-11-24T10:00"},
        {
            "id": "write", "channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": "hr",
            "at": "2026-11-25T10:00",
        },
    ],
}  # fmt: skip
POLICY = """courtesy: 1
id: tiny
version: {version}
title: A tiny policy
zone: America/New_York
{more}
rules:
  - {{id: tiny.wait, level: must, wait: {{at_least: 7 days, after: interview}}}}
"""


@pytest.fixture
def policy() -> Policy:
    """The shipped policy."""
    return courtesy.load_policy("hire-wire")


def tiny(folder: Path, more: str = "", version: str = "1.0.0") -> Path:
    """A policy of one rule, as a file."""
    file = folder / "policy.yaml"
    file.write_text(POLICY.format(more=more, version=version), encoding="utf-8")
    return file


def test_one_action_is_chosen_by_its_id(policy: Policy) -> None:
    """`check` judges the action of that id, and no other."""
    verdict = policy.check(policy.case_from(CASE), "write", now=NOW)
    assert "write" == verdict.id
    assert Outcome.WAIT is verdict.outcome


def test_an_action_may_come_from_code(policy: Policy) -> None:
    """`check` judges an action that no file holds."""
    action = courtesy.Action(id="mine", channel="sms", to=("hr",), at=NOW)
    assert Outcome.DENY is policy.check(policy.case_from(CASE), action, now=NOW).outcome


@pytest.mark.parametrize(
    ("message", "fix", "arguments"),
    [
        ("the case proposes 2 actions", "name one by its id", {"action": None}),
        ("the case has no action `wrote`", "id of one of its actions", {"action": "wrote"}),
        ("`now` has no time zone", "aware datetime", {"action": "call", "now": datetime(2026, 11, 23, 9)}),  # noqa: DTZ001  the point
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_fix(
    message: str, fix: str, arguments: dict[str, Any], policy: Policy
) -> None:
    """An argument that cannot be used raises an error that says why and what to give instead."""
    with pytest.raises(courtesy.UnusableArgumentError) as raised:
        policy.check(policy.case_from(CASE), **{"now": NOW, **arguments})
    assert message in str(raised.value)
    assert fix in raised.value.help()


def test_a_verdict_has_no_truth_value(policy: Policy) -> None:
    """`if verdict:` raises and names `permitted`, which would else be taken for it."""
    case = policy.case_from(CASE)
    for verdict in (policy.check(case, "write", now=NOW), policy.check_plan(case, now=NOW)):
        assert not verdict.permitted
        with pytest.raises(TypeError, match=r"verdict\.permitted"):
            bool(verdict)


def test_a_plan_gives_the_verdict_on_an_action_by_its_id(policy: Policy) -> None:
    """The verdicts of a plan are found by the ids of its actions."""
    verdict = policy.check_plan(policy.case_from(CASE), now=NOW)
    assert Outcome.WAIT is verdict["write"].outcome
    with pytest.raises(KeyError, match="wrote"):
        _ = verdict["wrote"]


def test_a_case_without_actions_cannot_be_judged(policy: Policy) -> None:
    """A plan without actions is no plan: nothing is permitted by default."""
    with pytest.raises(courtesy.UnusableArgumentError, match="proposes no action"):
        policy.check_plan(policy.case_from({**CASE, "actions": []}), now=NOW)


def test_a_policy_judges_only_the_dates_for_which_it_is_valid(tmp_path: Path) -> None:
    """An act outside the policy's dates is an error that names them; the first day is inside, the last is not."""
    policy = courtesy.load_policy(tiny(tmp_path, "valid: {from: 2026-11-25, until: 2026-11-26}"))
    case = policy.case_from(CASE)
    assert "write" == policy.check(case, "write", now=NOW).id
    with pytest.raises(courtesy.OutsideValidityError, match="not valid on 2026-11-24") as raised:
        policy.check(case, "call", now=NOW)
    assert raised.value.help().startswith(
        "it is valid from 2026-11-25 until 2026-11-26, the first day on which it no longer holds"
    )


def test_a_rule_can_be_added_without_touching_the_policy(tmp_path: Path) -> None:
    """`with_rule` gives another policy; the first one judges as before."""
    plain = courtesy.load_policy(tiny(tmp_path))
    stricter = Policy(plain.source.with_rule(courtesy.load_policy("hire-wire").rules[0]))
    assert (1, 2) == (len(plain.rules), len(stricter.rules))


def test_an_unknown_calendar_is_told_when_an_edited_policy_is_loaded(tmp_path: Path) -> None:
    """A calendar that nobody knows is refused at loading, with the nearest one."""
    with pytest.raises(courtesy.InvalidInputError) as raised:
        courtesy.load_policy(tiny(tmp_path, "defaults: {calendar: GB-ENGL}"))
    assert ["no calendar is known for `GB-ENGL`"] == [str(problem) for problem in raised.value.problems]
    assert "`GB-ENG`" in (raised.value.problems[0].help() or "")


def test_a_file_is_read_anew_and_a_shipped_policy_once(tmp_path: Path) -> None:
    """An edited file is seen at the next load; a shipped policy is compiled once per process."""
    first = courtesy.load_policy(tiny(tmp_path))
    second = courtesy.load_policy(tiny(tmp_path, version="1.0.1"))
    assert ("1.0.0", "1.0.1") == (first.version, second.version)
    assert courtesy.load_policy("hire-wire") is courtesy.load_policy("hire-wire")


def test_a_shipped_policy_is_found_by_the_date_of_the_act() -> None:
    """The newest version valid on a date is taken; where there is none, that is an error."""
    assert courtesy.load_policy("hire-wire", on=date(2026, 11, 23)).version == "1.0.0"
    with pytest.raises(courtesy.CourtesyError):
        courtesy.load_policy("hire-wire", on=date(2015, 12, 31))


def test_the_touch_of_the_action_itself_does_not_count(policy: Policy) -> None:
    """A touch that bears the action's id is the action itself, and done: an e-mail does not count against itself."""
    now = datetime(2026, 12, 1, 10, tzinfo=NOW.tzinfo)
    sent = {"id": "write", "channel": "email", "purpose": "follow_up", "to": "interviewer", "at": "2026-11-30T10:00"}
    action = {**CASE["actions"][1], "at": "2026-12-01T10:00"}
    verdicts = [
        policy.check(policy.case_from({**CASE, "history": [{**sent, "id": name}], "actions": [action]}), now=now)
        for name in ("write", "another")
    ]
    done = datetime(2026, 11, 30, 10, tzinfo=NOW.tzinfo)
    assert [(Outcome.ALLOW, done), (Outcome.WAIT, None)] == [(one.outcome, one.done_at) for one in verdicts]
    assert [False, False] == [one.permitted for one in verdicts]  # what is done is not to be done again


def test_several_recipients_are_judged_apart_and_the_worst_counts(policy: Policy) -> None:
    """An action to several people has the worst of their outcomes, and each finding names its person."""
    stop = {"channel": "email", "direction": "inbound", "from": "hr", "event": "stop_request", "at": "2026-11-21T09:00"}
    action = {"channel": "phone", "purpose": "check_in", "to": ["interviewer", "hr"], "at": "2026-11-24T10:00"}
    verdict = policy.check(policy.case_from({**CASE, "history": [stop], "actions": [action]}), now=NOW)
    assert Outcome.DENY is verdict.outcome
    assert [("prohibitions.respect-a-stop", "hr")] == [(f.rule_id, f.recipient) for f in verdict.findings]


def test_one_policy_serves_many_threads() -> None:
    """Checks from eight threads at once give what one thread gives, profiles being built meanwhile."""
    policy = Policy(courtesy.load_policy("hire-wire").source)
    case = policy.case_from(CASE)
    times = [NOW + timedelta(hours=hours) for hours in range(0, 400, 7)]
    alone = [courtesy.load_policy("hire-wire").check_plan(case, now=now) for now in times]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda now: policy.check_plan(case, now=now), times * 4))
    assert alone * 4 == together
