"""A fact is declared once: what it is of and when it changes is what the engine goes by, and no declaration lies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import courtesy
from courtesy.facts.derivers import FACT_DERIVERS, _of_body
from courtesy.instants import instant
from courtesy.judging.timing import Timing
from courtesy.loading.policy_loader import read_policy
from courtesy.model.declaration import Changes, FactDeclaration, Subject
from courtesy.model.fact_declarations import FACTS
from courtesy.selfcheck.reference.facts import FOUND
from courtesy.values import FactType
from tests.unit.facts.declaration_checks import faults

REPLIED = FactDeclaration(
    name="recipient.replied",
    type=FactType.BOOLEAN,
    title="whether the recipient has replied",
    says="the recipient has replied",
    denies="the recipient has not replied",
    of=Subject.CONTACT,
    changes=Changes.EVENT,
    event="reply",
)
EXCLAMATIONS = FactDeclaration(
    name="message.exclamations",
    type=FactType.INTEGER,
    title="number of exclamation marks in the body of the message",
    unit="exclamations",
    says="the message has {} exclamations",
    denies="the message does not have {} exclamations",
    of=Subject.TEXT,
)


@pytest.mark.parametrize("declared", [*FACTS.values(), REPLIED], ids=lambda declared: declared.name)
def test_no_declaration_lies(declared: FactDeclaration) -> None:
    """A fact is of what it is declared to be of, changes when it is declared to, and has all its words and derivers."""
    assert set() == faults(declared)


def test_nothing_is_derived_that_is_not_declared() -> None:
    """The engine and the reference derive declared facts only."""
    assert set() == (set(FACT_DERIVERS) | set(FOUND)) - set(FACTS)


def test_a_fact_of_the_text_takes_a_declaration_and_its_derivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fact that is declared is whole once the engine and the reference can both derive it."""
    assert {"derived", "derived by the reference"} <= faults(EXCLAMATIONS)
    monkeypatch.setitem(FACT_DERIVERS, EXCLAMATIONS.name, _of_body(lambda body: body.count("!")))
    assert {"derived by the reference"} == faults(EXCLAMATIONS)
    monkeypatch.setitem(FOUND, EXCLAMATIONS.name, FOUND["message.words"])
    assert set() == faults(EXCLAMATIONS)


@pytest.mark.parametrize(
    ("declared", "forgotten", "found"),
    [
        (REPLIED, {"of": Subject.CASE}, "of: contact"),
        (REPLIED, {"of": Subject.ACT}, "of: contact"),
        (REPLIED, {"changes": Changes.NEVER, "event": None}, "derived"),
        (REPLIED, {"title": ""}, "title"),
        (REPLIED, {"says": ""}, "says"),
        (REPLIED, {"denies": ""}, "denies"),
        (FACTS["action.weekday"], {"changes": Changes.NEVER}, "changes: a day"),
        (FACTS["action.weekday"], {"changes": Changes.CLOCK}, "changes: a second"),
        (FACTS["action.local_time"], {"changes": Changes.DAY}, "changes: a day"),
        (FACTS["action.at"], {"changes": Changes.DAY}, "changes: a second"),
        (FACTS["action.business_day"], {"of_calendar": False}, "of_calendar"),
        (FACTS["action.tags"], {"kind": None}, "kind"),
        (FACTS["action.tags"], {"empty": ""}, "empty"),
        (FACTS["message.words"], {"changes": Changes.MOMENT}, "changes: a second"),
        (FACTS["message.words"], {"of": Subject.ACT}, "of: text"),
        (FACTS["message.words"], {"of": Subject.CASE}, "derived"),
        (FACTS["message.words"], {"unit": None}, "unit"),
        (FACTS["message.tone"], {"values": ()}, "kind"),
        (FACTS["recipient.roles"], {"of": Subject.OTHERS}, "of: contact"),
        (FACTS["cc.roles"], {"of": Subject.CONTACT}, "of: others"),
        (FACTS["candidate.linkedin.recommendations"], {"of": Subject.CASE}, "of: candidate"),
        (FACTS["interview.ended_at"], {"moment": ""}, "moment"),
        (FACTS["interview.ended_at"], {"of": Subject.CONTACT}, "derived"),
    ],
)
def test_what_is_forgotten_or_wrong_in_a_declaration_is_found(
    declared: FactDeclaration, forgotten: dict[str, object], found: str
) -> None:
    """Whichever part of a declaration is left out, or says what is not so, a check tells."""
    assert found in faults(replace(declared, **forgotten))


def test_an_event_belongs_to_a_fact_that_changes_with_one() -> None:
    """A declaration that says only half of it cannot be made; nor one that is the policy's own by half."""
    for half in ({"changes": Changes.EVENT}, {"event": "reply"}, {"of": Subject.CASE}, {"name": "recipient.half"}):
        with pytest.raises(ValueError, match=r"half"):
            FactDeclaration(
                **{"name": "attributes.half", "type": FactType.BOOLEAN, "title": "half", "of": Subject.OWN, **half}  # type: ignore[arg-type]  # by name
            )


# ---------------------------------------------------------------- a fact that is declared, and nothing else

POLICY = b"""
courtesy: 1
id: answers
version: 1.0.0
title: Only who has answered is written to
zone: America/New_York
rules:
  - {id: a.answered, level: must, concerns: everyone, require: {recipient.replied: true}}
"""
NOW = datetime.fromisoformat("2026-11-21T09:00:00-05:00")


@pytest.fixture
def policy() -> courtesy.Policy:
    """A policy that reads a fact of which there is nothing but a declaration."""
    source, problems = read_policy(Path("policy.yaml"), POLICY)
    assert source is not None
    assert not problems
    return courtesy.Policy(replace(source, vocabulary=source.vocabulary.extended(facts={REPLIED.name: REPLIED})))


def _case(policy: courtesy.Policy, history: Any, **act: str) -> courtesy.Case:
    return policy.case_from(
        {
            "zone": "America/New_York",
            "contacts": {"boss": {}, "hr": {}},
            "history": history,
            "actions": [{"id": "act", "channel": "email", "to": "boss", "at": "2026-11-22T16:00", **act}],
        }
    )


def _check(policy: courtesy.Policy, history: Any, **act: str) -> courtesy.Verdict:
    return policy.check(_case(policy, history, **act), now=NOW)


def _foreseen(policy: courtesy.Policy, history: Any, **act: str) -> courtesy.Verdict:
    """The verdict by a history that is still to come: no case can state it, but the engine below can be asked."""
    case = _case(policy, history, **act)
    (action,) = case.actions
    assert action.at is not None
    timing = Timing(action.at, instant(action.at))
    return policy._plans.judge.judge(case, action, case.history, timing, NOW, all_findings=False)


REPLY = {"channel": "email", "direction": "inbound", "from": "boss", "at": "2026-11-25T09:00", "event": "reply"}


def test_a_fact_that_is_declared_waits_for_its_event(policy: courtesy.Policy) -> None:
    """What the reply will heal is not refused for good: it waits for the very second of the reply."""
    verdict = _foreseen(policy, [REPLY])
    assert ("wait", datetime.fromisoformat("2026-11-25T09:00:00-05:00")) == (verdict.outcome, verdict.earliest)
    told = [
        _foreseen(policy, [REPLY], at=f"2026-11-25T{second}").outcome for second in ("08:59:59", "09:00:00", "09:00:01")
    ]
    assert ["wait", "allow", "allow"] == told
    assert "deny" == _foreseen(policy, [{**REPLY, "event": "auto_reply"}]).outcome


def test_a_fact_that_is_declared_asks_for_the_history(policy: courtesy.Policy) -> None:
    """Where nobody knows what has happened, it is that which is missing, not the fact."""
    verdict = _check(policy, "unknown")
    assert ("undetermined", ("history",)) == (verdict.outcome, verdict.missing)


def test_a_fact_that_is_declared_is_of_the_contact_who_gets_a_copy_too(policy: courtesy.Policy) -> None:
    """Each contact has to have replied themselves; another event is no reply."""
    earlier = {**REPLY, "at": "2026-11-20T09:00"}
    assert "allow" == _check(policy, [earlier]).outcome
    assert "deny" == _check(policy, [{**earlier, "event": "auto_reply"}]).outcome
    assert [("hr", True)] == [(one.recipient, one.copied) for one in _check(policy, [earlier], cc="hr").findings]
