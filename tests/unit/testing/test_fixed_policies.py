"""Policies that answer as they are told: what embedders test their own programs with."""

from __future__ import annotations

import inspect
import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import courtesy
from courtesy import ledger
from courtesy.testing import Clock, FixedPolicy
from tests.helpers.recordings import opened

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = datetime(2026, 1, 7, 10, tzinfo=UTC)
CASE: dict[str, Any] = {
    "id": "northgate",
    "zone": "UTC",
    "contacts": {"boss": {"roles": ["interviewer"]}},
    "actions": [{"id": "first", "channel": "email", "purpose": "follow_up", "to": "boss"}],
}
OUTCOMES: dict[str, dict[str, Any]] = {
    "allow": {},
    "warn": {},
    "undetermined": {"missing": ["candidate.linkedin.recommendations", "interview.ended_at"]},
    "wait": {"earliest": LATER},
    "deny": {},
}
OWN = courtesy.parse_policy(
    """
courtesy: 1
id: own
version: 2.3.4
title: Words of its own
valid: {from: 2030-01-01}
channels: {letter: {}}
facts:
  attributes.mood: {type: one_of, values: [good, bad], title: the mood}
  recipient.attributes.rank: {type: integer, title: the rank}
rules:
  - {id: own.no-letters, level: must, applies_to: {channel: letter}, forbid: true}
""",
    matcher="native",
)
QUESTIONS = {name for name, one in inspect.getmembers(courtesy.Policy, inspect.isfunction)
             if not name.startswith("_") and {"case", "now"} <= set(inspect.signature(one).parameters)}  # fmt: skip


def public(kind: type) -> dict[str, str]:
    """The public names of a class, with what can be called as it is called."""
    members = {name: member for name, member in inspect.getmembers(kind) if not name.startswith("_")}
    return {name: str(inspect.signature(one)) if callable(one) else type(one).__name__ for name, one in members.items()}


def test_a_fixed_policy_has_every_name_of_a_policy() -> None:
    """All that a policy can be asked a fixed one can be asked in the same way; only what makes another one differs."""
    assert {**public(courtesy.Policy), **public(FixedPolicy)}.keys() == public(courtesy.Policy).keys()
    differing = {name for name, called in public(courtesy.Policy).items() if public(FixedPolicy)[name] != called}
    assert {"as_pinned", "with_waivers"} == differing  # they give fixed policies


def test_every_question_is_kept_and_may_fail() -> None:
    """Each question of a policy is kept once, whatever others it asks, and raises the error that was wished for."""
    case = FixedPolicy().case_from(CASE)
    for name in sorted(QUESTIONS):
        policy = FixedPolicy()
        getattr(policy, name)(case, now=NOW, as_of=True)
        (asked,) = policy.asked
        assert (name, case, case.actions[0], NOW, {"as_of": True}) == asked
        failing = FixedPolicy(raises=courtesy.DeadlineExceededError(1))
        with pytest.raises(courtesy.DeadlineExceededError):
            getattr(failing, name)(case, now=NOW)
        assert [name] == [one.question for one in failing.asked]


@pytest.mark.parametrize("like", [None, OWN], ids=["language", "own"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_its_verdicts_are_real(outcome: str, like: courtesy.Policy | None) -> None:
    """The outcome is as told; the verdict fits the schema, comes back from JSON, and raises what a real one raises."""
    policy = FixedPolicy(outcome, like=like, **OUTCOMES[outcome])
    case = policy.case_from(CASE)
    verdict = policy.check(case, "first", now=NOW)
    data = courtesy.to_dict(verdict)
    Draft202012Validator(courtesy.schema("verdict")).validate(json.loads(json.dumps(data)))
    assert (outcome, verdict) == (verdict.outcome, courtesy.from_dict(courtesy.Verdict, data))
    assert tuple(OUTCOMES[outcome].get("missing", ())) == verdict.missing
    assert OUTCOMES[outcome].get("earliest") == verdict.earliest
    assert outcome == policy.check_plan(case, now=NOW).outcome
    if not verdict.permitted:
        with pytest.raises(courtesy.RefusedError) as refused:
            verdict.raise_if_refused()
        assert refused.value.help()
    again = pickle.loads(pickle.dumps(policy))  # noqa: S301  our own
    assert (policy, verdict) == (again, again.check(case, "first", now=NOW))


def test_a_wait_is_over_at_its_time() -> None:
    """From `earliest` on it is permitted; windows, plans and alternatives know that too."""
    policy, clock = FixedPolicy("wait", earliest=LATER), Clock(NOW)
    case = policy.case_from(CASE)
    assert [LATER] == [stretch.start for stretch in policy.windows(case, now=NOW).open]
    assert [LATER] == [planned.action.at for planned in policy.plan(case, now=NOW).actions]
    alternatives = policy.check(case, now=NOW, alternatives=True).alternatives
    assert [LATER] == [one.change.at for one in alternatives or ()]
    clock.set(LATER)
    assert policy.check(case, now=clock.now()).permitted
    assert not policy.check(case, now=clock.now() - timedelta(seconds=1)).permitted


def test_what_is_missing_settles_it() -> None:
    """Once the case states what is missing it is permitted; a fact that no case states is missing for ever."""
    policy = FixedPolicy("undetermined", missing="interview.ended_at")
    told = policy.case_from({**CASE, "interview": {"ended_at": "2026-01-01T10:00"}})
    assert "allow" == policy.check(told, now=NOW).outcome
    assert "undetermined" == FixedPolicy("undetermined").check(told, now=NOW).outcome


def test_it_speaks_like_another_policy() -> None:
    """With `like` it reads the words of that policy, facts of every kind included, and bears its id and version."""
    names = [name for name, fact in OWN.vocabulary.facts.items() if fact.stated]
    assert {"attributes.mood", "recipient.attributes.rank"} < set(names)
    policy = FixedPolicy("undetermined", missing=names, like=OWN)
    letter = {"id": "it", "channel": "letter", "to": "boss", "attributes": {"mood": "bad"}}
    verdict = policy.check(policy.case_from({**CASE, "actions": [letter]}), now=NOW)
    assert ("own", "2.3.4") == (verdict.policy.id, verdict.policy.version)
    lacking = {name.replace("recipient.", "contacts.boss.") for name in names} - {"attributes.mood"}
    assert lacking == set(verdict.missing)
    assert "allow" == FixedPolicy(like=OWN).check(policy.case_from({**CASE, "actions": [letter]}), now=NOW).outcome


def test_every_fact_may_be_missing() -> None:
    """A policy can wait for every fact of the language that an action does not have by itself."""
    facts = courtesy.load_policy("hire-wire").vocabulary.facts
    names = {name for name in facts if not name.startswith(("action.", "cc."))}
    assert names == FixedPolicy("undetermined", missing=names).facts_read["fixed.answer"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": "alow"}, "expected an outcome, found `alow`"),
        ({"outcome": "wait"}, "expected an aware datetime as `earliest`, found `None`"),
        ({"outcome": "wait", "earliest": datetime(2026, 1, 1)}, "expected an aware datetime"),  # noqa: DTZ001  the point
        ({"outcome": "deny", "earliest": LATER}, "`deny` has no `earliest`"),
        ({"outcome": "allow", "missing": ["interview.ended_at"]}, "`allow` has no `missing`"),
        ({"outcome": "undetermined", "missing": ["interview.ended"]}, "found `interview.ended`"),
        ({"outcome": "undetermined", "missing": ["action.channel"]}, "`action.channel`, which every action has"),
    ],
)
def test_answers_that_cannot_be_are_refused(given: dict[str, Any], said: str) -> None:
    """What no verdict says cannot be asked for."""
    with pytest.raises(courtesy.UnusableArgumentError, match=said) as refused:
        FixedPolicy(**given)
    assert refused.value.help()


def test_a_ledger_and_a_log_take_it(tmp_path: Path) -> None:
    """Claims are judged by it at the time of the clock, and a log writes down what it says."""
    clock = Clock(NOW)
    ledger.init(tmp_path / "ledger.db")
    with ledger.open(tmp_path / "ledger.db", policy=FixedPolicy(), clock=clock) as book:
        book.import_case({**CASE, "actions": []})
        mail = courtesy.Action("email", id="one", to=("boss",))
        waiting = FixedPolicy("wait", earliest=LATER)
        with pytest.raises(courtesy.RefusedError):
            book.claim("northgate", mail, policy=waiting)
        clock.set(LATER)
        claim = book.claim("northgate", mail, policy=waiting)
        assert [NOW, LATER] == [one.now for one in waiting.asked]
        clock.advance(minutes=11)
        with pytest.raises(ledger.ClaimLostError):
            claim.start()
    denying = FixedPolicy("deny")
    with opened(tmp_path, clock=clock) as log:
        assert "deny" == log.recording(denying).check(denying.case_from(CASE), now=clock.now()).outcome
    assert clock.now().strftime("%H:%M") in log.path.read_text("utf-8")
    assert 1 == len(denying.asked)


def test_copies_share_what_they_were_asked() -> None:
    """A fixed policy with waivers, or for whatever date, is fixed too, and its questions are those of the first."""
    policy = FixedPolicy("deny", rule="own.rule")
    until = NOW.date() + timedelta(days=9)
    waiver = courtesy.Waiver(rule="own.rule", case="northgate", because="agreed", by="the head of hiring", until=until)
    waived, pinned = policy.with_waivers([waiver]), policy.as_pinned()
    case = policy.case_from(CASE)
    verdict = waived.check(case, now=NOW)
    assert ("allow", ["own.rule"]) == (verdict.outcome, [one.rule_id for one in verdict.waived])
    assert "pinned" in {one.code for one in pinned.check(case, now=NOW).notices}
    assert 2 == len(policy.asked)
