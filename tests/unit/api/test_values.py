"""Public values are frozen to the ground, travel between processes, and can be resolved by frameworks."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
import typing
import weakref
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any

import msgspec
import pytest

import courtesy
from courtesy.model.case import History

NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
POLICY = courtesy.load_policy("hire-wire")
CASE = POLICY.case_from(
    {
        "zone": "America/New_York",
        "interview": {"ended_at": "2026-11-20T15:30"},
        "candidate": {"emails": ["me@example.org"], "linkedin": {"recommendations": 1}},
        "contacts": {"boss": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"], "emails": "hr@example.org"}},
        "history": [{"channel": "handwritten_note", "purpose": "thank_you", "to": "boss", "at": "2026-11-20T18:00"}],
        "actions": [
            {"id": "write", "channel": "email", "purpose": "follow_up", "to": "boss", "message": {"body": "Thanks."}},
            {"id": "text", "channel": "sms", "to": "hr", "tags": ["status"], "at": "2026-11-21T09:00"},
        ],
    }
)
POLICY_TEXT = """
courtesy: 1
id: lenient
version: 1.0.0
title: Lenient
rules:
  - {id: act.no-texts, level: must, applies_to: {channel: sms}, forbid: true}
  - {id: owe.call, level: must, expect: {act: {channel: phone}, for_each: interviewer}}
"""
VALUES = {
    "case": CASE,
    "verdict": POLICY.check(CASE, "write", now=NOW, all_findings=True, alternatives=True),
    "plan verdict": POLICY.check_plan(CASE, now=NOW, alternatives=True),
    "timetable": POLICY.windows(CASE, "write", now=NOW, until=NOW + timedelta(days=7)),
    "plan": POLICY.plan(CASE.with_actions(()), now=NOW, until=NOW + timedelta(days=7)),
    "next steps": POLICY.next_steps(CASE.with_actions(()), now=NOW, until=NOW + timedelta(days=7)),
    "no plan": POLICY.plan(POLICY.case(contacts={"boss": {"roles": ["interviewer"], "zone": "UTC"}}), now=NOW),
    "policy": POLICY,
    "harsh": POLICY.check(CASE, CASE.propose("email", to=("boss",), message={"body": "You are useless."}), now=NOW),
}
LENIENT = courtesy.parse_policy(
    POLICY_TEXT,
    waivers="- {rule: act.no-texts, contact: hr, because: They asked for it., by: head of talent, until: 2027-01-01}\n"
    "- {rule: owe.call, contact: boss, because: They are away., by: head of talent, until: 2027-01-01}\n",
)
VALUES["waived"] = LENIENT.check_plan(CASE, now=NOW)
BOOKED = courtesy.LedgerEntry(
    seq=1,
    touch_id="8f1c",
    tenant="default",
    case_id="northgate",
    touch=courtesy.Touch("email", at=NOW, to=("boss",), tags=frozenset({"status"}), id="write"),
    state=courtesy.LedgerState.IN_DOUBT,
    claimed_at=NOW,
    lease_until=NOW + timedelta(minutes=10),
)
VALUES["ledger"] = courtesy.LedgerReport(
    version=1,
    tenant="default",
    now=NOW,
    cases=(
        courtesy.LedgerCase(
            tenant="default", case_id="northgate", revision=2, document=courtesy.to_dict(CASE), entries=(BOOKED,)
        ),
    ),
)
CLASSES = [kind for name in courtesy.__all__ if isinstance(kind := getattr(courtesy, name), type)]


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_copy_is_equal(value: Any) -> None:
    """Pickled, copied and copied deeply, a value is equal to itself, and so is its hash."""
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):  # noqa: S301  our own
        assert (value, hash(value)) == (again, hash(again))


def test_a_policy_that_was_pickled_judges_alike() -> None:
    """A policy that comes out of a pickle gives the same verdicts, and has the same words."""
    again = pickle.loads(pickle.dumps(POLICY))  # noqa: S301  our own
    assert VALUES["plan verdict"] == again.check_plan(CASE, now=NOW, alternatives=True)
    assert POLICY.source.vocabulary == again.source.vocabulary


def test_a_pool_of_processes_can_be_asked() -> None:
    """A policy and a case can be handed to other processes, and verdicts and errors come back."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert (
            VALUES["verdict"]
            == pool.submit(POLICY.check, CASE, "write", now=NOW, all_findings=True, alternatives=True).result()
        )
        wrong = CASE.with_actions((CASE.propose("email", to=("boos",)),))
        with pytest.raises(courtesy.InvalidInputError, match="expected a known contact, found `boos`"):
            pool.submit(POLICY.check_plan, wrong, now=NOW).result()


def test_values_are_frozen_to_the_ground() -> None:
    """Neither a value nor a mapping in it can be changed, whatever it was made from."""
    made = courtesy.Action("email", id="a", to=["boss"], attributes={"x": [1]}, tags={"t"})  # type: ignore[arg-type]
    assert (("boss",), frozenset({"t"}), {"x": (1,)}) == (made.to, made.tags, made.attributes)
    for mapping in (CASE.contacts, CASE.facts, made.attributes):
        for change in (lambda m: m.update(a=1), lambda m: m.pop("x", None), lambda m: m.__setitem__("a", 1)):
            with pytest.raises(TypeError, match="frozen"):
                change(mapping)
    with pytest.raises(AttributeError):
        CASE.zone = "UTC"  # type: ignore[misc]


def test_values_can_be_keys_and_referred_to_weakly() -> None:
    """Cases and actions can be keys of caches, by value or by identity."""
    seen = {value: name for name, value in VALUES.items()}
    assert "case" == seen[copy.deepcopy(CASE)]
    for value in (CASE, CASE.actions[0], CASE.contacts["boss"], POLICY, POLICY.source):
        assert value is weakref.ref(value)()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_type_hints_are_resolved_at_run_time(kind: type) -> None:
    """Frameworks that look at the types of our classes find them."""
    assert typing.get_type_hints(kind) is not None
    if issubclass(kind, msgspec.Struct):
        assert msgspec.structs.fields(kind) or not kind.__struct_fields__


def _classes_in(hint: Any) -> set[type]:
    parts = {part for inner in typing.get_args(hint) for part in _classes_in(inner)}
    return parts | ({hint} if isinstance(hint, type) and hint.__module__.startswith("courtesy.") else set())


def test_what_public_values_hold_is_public() -> None:
    """Every class that a field of a public class is of can be imported from the package."""
    inside = {"History", "Log", "Vocabulary", "Defaults", "Scalar", "MappingNode", "SequenceNode"}
    held = {part for kind in CLASSES for hint in typing.get_type_hints(kind).values() for part in _classes_in(hint)}
    assert set() == {kind.__name__ for kind in held} - set(courtesy.__all__) - inside


def test_a_changed_action_is_another() -> None:
    """`with_` gives another action, and `propose` one that the case does not hold."""
    action = CASE.propose("email", to=("boss",), cc=("hr",), purpose="follow_up", at=NOW)
    assert ("proposed", None) == (action.id, action.with_(at=None).at)
    assert NOW == action.at
    assert POLICY.check(CASE, action, now=NOW).outcome == "wait"


def _parts(value: Any) -> list[Any]:
    """A value and everything of ours that it holds."""
    if isinstance(value, dict):
        return _parts(tuple(value.values()))
    if isinstance(value, tuple | History):
        return [part for item in value for part in _parts(item)]
    if not isinstance(value, msgspec.Struct):
        return []
    return [value, *(part for name in value.__struct_fields__ for part in _parts(getattr(value, name)))]


PARTS = tuple(dict.fromkeys(part for value in VALUES.values() for part in _parts(value)))
OF_FILES = {
    courtesy.PolicySource, courtesy.Rule, courtesy.Source, courtesy.Span, courtesy.PolicyEntry, courtesy.Project,
    courtesy.Author, courtesy.ChangeNote, courtesy.Disabled, courtesy.Setting, courtesy.LintIgnore,
}  # fmt: skip
"""What a policy or a project is made of: it comes back from files."""
REVIEWED = {
    courtesy.TestReport, courtesy.TestedFile, courtesy.TestResult, courtesy.TestDifference, courtesy.TestProblem,
    courtesy.UntriedRule, courtesy.Coverage, courtesy.CoveredPart, courtesy.CoverageGap, courtesy.CoverageFigure,
    courtesy.RulePart, courtesy.MutationReport, courtesy.Mutant, courtesy.Meaning,
    courtesy.LogReport, courtesy.LogFlaw, courtesy.Replay, courtesy.ReplayedAction, courtesy.UnreplayedDecision,
    courtesy.LintReport, courtesy.LintFinding, courtesy.LintPlace, courtesy.IgnoredFinding,
}  # fmt: skip
"""What tells of tests, of policies or of a log: `test_reviews_travel` has some of each."""


@pytest.mark.parametrize(
    "kind", [kind for kind in CLASSES if issubclass(kind, msgspec.Struct) and kind not in OF_FILES | REVIEWED]
)
def test_values_of_every_kind_come_back_from_json(kind: type[msgspec.Struct]) -> None:
    """What `to_dict` gives of it is JSON, and `from_dict` makes an equal value of that again."""
    of_the_kind = [part for part in PARTS if type(part) is kind]
    assert of_the_kind
    for part in of_the_kind:
        written = json.loads(json.dumps(courtesy.to_dict(part)))
        again = courtesy.from_dict(kind, written, policy=POLICY)
        assert part == again
        assert written == courtesy.to_dict(again)


@pytest.mark.parametrize(
    ("kind", "data"), [(courtesy.Verdict, {}), (courtesy.Finding, {"rule": 1}), (courtesy.Notice, 5)]
)
def test_data_of_another_shape_is_refused(kind: Any, data: Any) -> None:
    """What `to_dict` never gave is told from what it gave."""
    with pytest.raises(courtesy.UnusableArgumentError, match=f"`to_dict` gives of a `{kind.__name__}`"):
        courtesy.from_dict(kind, data)


def test_a_case_keeps_what_it_says_in_json() -> None:
    """A case in the shape of a file is read as the same case, whatever its facts are."""
    policy = courtesy.parse_policy(
        "{courtesy: 1, id: p, version: 1.0.0, title: P, facts: {attributes.due: {type: time, title: due},"
        " attributes.notice: {type: duration, title: notice}}, rules: [{id: a.b, level: must, forbid: true}]}"
    )
    case = policy.case(
        zone="Europe/Berlin",
        interview={"ended_at": "2026-10-25"},
        candidate={"linkedin": {"recommendations": 2}},
        contacts={"a": {"zones": ["UTC", "Asia/Tokyo"], "met": False}},
        history=[{"channel": "email", "direction": "inbound", "from": "a", "event": "reply", "at": "2026-10-26T09:00"}],
        actions=[{"channel": "x", "to": "a", "attributes": {"notice": "2 business days", "due": "2026-12-24T09:00"}}],
        attributes={"due": "2026-12-24", "notice": "1 week"},
    )
    assert case == policy.case_from(json.loads(json.dumps(courtesy.to_dict(case))))
    assert None is policy.case_from(courtesy.to_dict(policy.case(history=None))).history


def test_a_history_of_one_case_can_be_given_to_another() -> None:
    """Parts of a case that was read are taken where their documents are."""
    again = POLICY.case(
        zone=CASE.zone,
        candidate={"emails": CASE.candidate.emails, "linkedin": {"recommendations": 1}},
        interview={"ended_at": CASE.facts["interview.ended_at"]},
        contacts=CASE.contacts,
        history=CASE.history,
        actions=CASE.actions,
    )
    assert CASE == again


def test_what_only_some_need_is_loaded_when_it_is_asked_for() -> None:
    """Importing Courtesy loads no form in JSON, nothing that shows values, and no comparison."""
    said = "import sys, courtesy; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
    apart = {"api.making_again", "api.told", "rendering.json_writers", "rendering.showing", "model.comparison"}
    assert {f"courtesy.{name}" for name in apart}.isdisjoint(loaded)
