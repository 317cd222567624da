"""A fact is declared once: what it is of and when it changes is what the engine goes by, and no declaration lies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fact_helpers import ALMANAC, at, occasion, touch, value
from msgspec.structs import replace

import courtesy
from courtesy.facts.derivers import FACT_DERIVERS
from courtesy.judging.timing import Timing
from courtesy.loading.policy_loader import read_policy
from courtesy.model.case import Contact, Message
from courtesy.model.fact_declarations import FACTS, Changes, FactDeclaration, Subject
from courtesy.model.predicate import Direction, Fact
from courtesy.model.vocabulary import EVENTS
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.facts import Occasion

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
CONTACTS = (Contact(id="hr", name="Desk Clerk", roles=frozenset({"hr"})),)
MESSAGE = Message(subject="Thank you", body="Thank you for your time.")


def _at(now: str, *events: tuple[str, str]) -> Occasion:
    """An act at a time, in a history of inbound events, each with its time."""
    inbound = tuple(touch(when, direction=Direction.INBOUND, event=event, purpose=None) for event, when in events)
    return occasion(at(now), history=inbound, contacts=CONTACTS, cc=("hr",), message=MESSAGE)


NOON = "2026-11-27T12:00:00"
MOVES: list[tuple[str, Occasion, Occasion]] = [
    *((event, _at(NOON, (event, "2026-11-27T12:00:01")), _at(NOON, (event, NOON))) for event in EVENTS),
    ("a second", _at(NOON), _at("2026-11-27T12:00:01")),
    ("a day", _at(NOON), _at("2026-11-28T12:00:00")),
]
"""What is moved: a touch past the act, or the act past a second or a day; with how things stand before and after."""
CHANGED_BY = {"a second": {Changes.MOMENT, Changes.CLOCK}, "a day": {Changes.MOMENT, Changes.DAY}}


def _lies(facts: Mapping[str, FactDeclaration]) -> set[tuple[str, str]]:
    """The facts that change where their declarations say that they do not, or the other way round; and by what move."""
    return {
        (declared.name, moved)
        for moved, before, after in MOVES
        for declared in facts.values()
        if (value(Fact.declared(declared, ALMANAC), before) != value(Fact.declared(declared, ALMANAC), after))
        is not (declared.event == moved or declared.changes in CHANGED_BY.get(moved, ()))
    }


def test_no_declaration_lies() -> None:
    """Moving a touch or the act past a boundary changes those facts that are declared to change then, and no others."""
    assert set() == _lies({**FACTS, REPLIED.name: REPLIED})


@pytest.mark.parametrize(
    ("name", "changes", "lies"),
    [
        ("action.weekday", Changes.NEVER, {"a day"}),
        ("action.weekday", Changes.CLOCK, {"a second", "a day"}),
        ("action.local_time", Changes.DAY, {"a second", "a day"}),
        ("action.at", Changes.DAY, {"a second"}),
        ("message.words", Changes.MOMENT, {"a second", "a day"}),
        ("recipient.roles", Changes.DAY, {"a day"}),
    ],
)
def test_a_declaration_that_lies_is_caught(name: str, changes: Changes, lies: set[str]) -> None:
    """A fact that is declared to change more, or less, than it does is found out."""
    assert {(name, moved) for moved in lies} == _lies({name: replace(FACTS[name], changes=changes)})


def test_an_event_belongs_to_a_fact_that_changes_with_one() -> None:
    """A declaration that says only half of it cannot be made."""
    for half in ({"changes": Changes.EVENT}, {"event": "reply"}):
        with pytest.raises(ValueError, match=r"attributes\.half"):
            FactDeclaration(name="attributes.half", type=FactType.BOOLEAN, title="half", **half)  # type: ignore[arg-type]  # of one key each


def test_every_fact_that_nobody_states_and_no_event_tells_has_a_deriver() -> None:
    """All other built-in facts are derived, each by one deriver of its own."""
    derived = [fact.name for fact in FACTS.values() if fact.of is not Subject.CASE and fact.event is None]
    assert derived == list(FACT_DERIVERS)


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
    return policy._plans.judge.judge(case, action, case.history, Timing(action.at), NOW, all_findings=False)


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
