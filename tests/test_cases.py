"""Every YAML case gives the outcome, the findings and the earliest time that it states.

A file holds a policy (a name, a path from the top of the repository, or a whole small policy), a base case with one
action, and cases. A case lists what differs from the base (`at` and `action` change the action, mappings merge, null
deletes, lists replace) and what must come out: `outcome`, the worst of the actions; `violated` and `undetermined`, the
exact rule ids, none where left out; `satisfied` and `not_applicable`, rules that must be among these; `earliest`;
`each`, the outcome of every action of a plan; `obligations`, the standing of all that is owed, by rule and contact
("rule to contact"); `whole`, the outcome of the plan with its obligations; `planned` and `done`, the actions whose time
has passed and those that are done, with the time that is told of each; `notices`, the codes of all that is to be noted;
`says`, a text or a list of texts, each of which must stand in what the verdict says of a rule that is not kept, or of
something owed; `waived`, the exact rules that are waived, none where left out. A file may state `waivers` of its
policy, in the format of their own file.

`now`, of the case or of the file, is when the question is asked; where neither says it, when the first action is done.
With `as_of` the case is taken as it was known then.

The reference, which evaluates the text of the rules a second time, must say the same of every case.

All that is said of the cases stands in `tests/snapshots/sentences`, to be read by a person: with COURTESY_UPDATE=1 it
is written anew.
"""

from __future__ import annotations

import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.model.outcome import worst
from courtesy.selfcheck.comparing import compare_plan
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.reference.planning import Reference

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("tests/cases/**/*.yaml"), *ROOT.glob("policies/*/*/tests/*.yaml")])
ALSO = ("satisfied", "not_applicable")
EXPECTATIONS = (
    *("outcome", "violated", "undetermined", *ALSO, "earliest", "each", "obligations", "whole", "says"),
    *("planned", "done", "notices", "waived"),
)
ASKED = ("at", "action", "now", "as_of")
SENTENCES = ROOT / "tests" / "snapshots" / "sentences"


TOLD = {courtesy.Status.VIOLATED, courtesy.Status.UNDETERMINED, courtesy.Status.WAIVED}


def _subject(file: Path) -> str:
    """What a file of cases is called: with its policy, where it tests one."""
    return file.stem if file.parent.name == "cases" else f"{file.parent.parent.parent.name}-{file.stem}"


class _Loader(yaml.SafeLoader):
    """YAML without timestamps, which the engine reads itself, and in which `on` is a word."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and not (tag == "tag:yaml.org,2002:bool" and first in "oO")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader
    return content


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, courtesy.Policy]:
    """Load the policy of each file once."""
    loaded = {}
    for file in FILES:
        policy = _read(file)["policy"]
        if isinstance(policy, str):
            policy = ROOT / policy if "/" in policy else policy
        else:
            place = tmp_path_factory.mktemp(file.stem) / "policy.yaml"
            place.write_text(yaml.safe_dump(policy, sort_keys=False), encoding="utf-8")
            if waivers := _read(file).get("waivers"):
                beside = place.with_name("waivers.yaml")
                beside.write_text(yaml.safe_dump(waivers, sort_keys=False), encoding="utf-8")
            policy = place
        loaded[file] = courtesy.load_policy(policy)
    return loaded


def _merged(base: Any, changes: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(changes, dict)):
        return changes
    keys = [*base, *(key for key in changes if key not in base)]
    both = {key: _merged(base.get(key), changes[key]) if key in changes else base[key] for key in keys}
    return {key: value for key, value in both.items() if value is not None}


def _case_of(content: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    changes = {key: value for key, value in case.items() if key not in {*EXPECTATIONS, *ASKED}}
    merged: dict[str, Any] = _merged(content["base"], changes)
    action = {**case.get("action", {}), **({"at": case["at"]} if "at" in case else {})}
    return {**merged, "actions": [_merged(merged["actions"][0], action), *merged["actions"][1:]]}


@cache
def _verdict(policy: courtesy.Policy, file: Path, name: str) -> courtesy.PlanVerdict:
    """The verdict on one case of a file."""
    content = _read(file)
    case = content["cases"][name]
    loaded = policy.case_from(_case_of(content, case))
    now = _now(content, case, loaded)
    verdict = policy.check_plan(loaded, now=now, as_of=case.get("as_of", False), all_findings=True)
    reference = Reference(policy.source, EngineMeasures(), waivers=policy.waivers)
    compare_plan(reference, verdict, loaded, now, everything=True)
    return verdict


def _said(verdict: courtesy.PlanVerdict) -> list[tuple[str, str]]:
    """What is said of each rule that is not kept, and of all that is owed."""
    findings = [finding for action in verdict.actions for finding in action.findings if finding.status in TOLD]
    return [(one.rule_id, one.message) for one in (*findings, *verdict.obligations)]


def _now(content: dict[str, Any], case: dict[str, Any], loaded: courtesy.Case) -> datetime:
    stated = case.get("now", content.get("now"))
    if stated is not None:
        return datetime.fromisoformat(stated)
    return min((action.at for action in loaded.actions if action.at is not None), key=datetime.timestamp)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [pytest.param(file, name, id=f"{file.stem}: {name}") for file in FILES for name in _read(file)["cases"]],
)
def test_case(file: Path, sentence: str, policies: dict[Path, courtesy.Policy]) -> None:
    """The verdict on each case is the one that the case states."""
    expected = _read(file)["cases"][sentence]
    verdict = _verdict(policies[file], file, sentence)
    rules: dict[str, set[str]] = {status.value: set() for status in courtesy.Status}
    for action in verdict.actions:
        for finding in action.findings:
            rules[finding.status.value].add(finding.rule_id)
    assert {
        "outcome": expected["outcome"],
        "violated": expected.get("violated", []),
        "undetermined": expected.get("undetermined", []),
        "waived": expected.get("waived", []),
    } == {
        "outcome": worst(tuple(action.outcome for action in verdict.actions)).value,
        "violated": sorted(rules["violated"]),
        "undetermined": sorted(rules["undetermined"]),
        "waived": sorted(rules["waived"]),
    }
    assert {status: [] for status in ALSO} == {
        status: sorted(set(expected.get(status, ())) - rules[status]) for status in ALSO
    }
    if "earliest" in expected:
        earliest = verdict.actions[0].earliest
        assert expected["earliest"] == (earliest and earliest.isoformat())
    if "each" in expected:
        assert expected["each"] == {action.id: action.outcome.value for action in verdict.actions}
    if "obligations" in expected:
        standings = {
            one.rule_id if one.contact is None else f"{one.rule_id} to {one.contact}": one.standing.value
            for one in verdict.obligations
        }
        assert expected["obligations"] == standings
    if "whole" in expected:
        assert expected["whole"] == verdict.outcome.value
    noted = [*verdict.notices, *(notice for one in verdict.actions for notice in one.notices)]
    told = {
        "planned": {one.id: one.planned_at.isoformat() for one in verdict.actions if one.planned_at is not None},
        "done": {one.id: one.done_at.isoformat() for one in verdict.actions if one.done_at is not None},
        "notices": sorted(notice.code for notice in noted),
    }
    assert {key: expected[key] for key in told if key in expected} == {
        key: told[key] for key in told if key in expected
    }
    wanted = expected.get("says", [])
    for text in [wanted] if isinstance(wanted, str) else wanted:
        assert any(text in message for _, message in _said(verdict)), (text, _said(verdict))


@pytest.mark.parametrize("file", [pytest.param(file, id=_subject(file)) for file in FILES])
def test_sentences_are_those_that_were_read(file: Path, policies: dict[Path, courtesy.Policy]) -> None:
    """All that the verdicts on the cases of a file say is what a person has read and found true."""
    said: dict[tuple[str, str], str] = {}
    for name in _read(file)["cases"]:
        for told in _said(_verdict(policies[file], file, name)):
            said.setdefault(told, name)
    lines = (f"{rule}\n  {message}\n  ({name})\n" for (rule, message), name in sorted(said.items()))
    snapshot = SENTENCES / f"{_subject(file)}.txt"
    if os.environ.get("COURTESY_UPDATE"):
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text("\n".join(lines), encoding="utf-8")
    else:
        assert snapshot.read_text(encoding="utf-8") == "\n".join(lines)


def test_sentences_of_no_file_are_left() -> None:
    """Every file of sentences belongs to a file of cases."""
    assert {f"{_subject(file)}.txt" for file in FILES} == {path.name for path in SENTENCES.iterdir()}


def _standings_seen(folder: Path) -> set[tuple[str, str]]:
    cases = [case for file in FILES if file.parent.parent == folder for case in _read(file)["cases"].values()]
    return {
        (name.partition(" to ")[0], standing)
        for case in cases
        for name, standing in case.get("obligations", {}).items()
    }


def _rules_seen(folder: Path, status: str) -> set[str]:
    cases = [case for file in FILES if file.parent.parent == folder for case in _read(file)["cases"].values()]
    return {rule for case in cases for rule in case.get(status, ())}


@pytest.mark.parametrize("folder", sorted({file.parent.parent for file in FILES if file.parent.name == "tests"}))
def test_cases_pin_every_rule(folder: Path) -> None:
    """A policy's own cases show each rule broken and kept; not applying where it can; undetermined where it can."""
    rules = [rule for rule in courtesy.load_policy(folder).rules if rule.type != "expect"]
    everywhere = {rule.id for rule in rules if rule.applies_to is None}
    by_channel_alone = {rule.id for rule in rules if rule.type == "forbid" and not isinstance(rule.body, dict)}
    every = {rule.id for rule in rules}
    assert {"violated": set(), "satisfied": set(), "not_applicable": set(), "undetermined": set()} == {
        "violated": every - _rules_seen(folder, "violated"),
        "satisfied": every - by_channel_alone - _rules_seen(folder, "satisfied"),
        "not_applicable": every - everywhere - _rules_seen(folder, "not_applicable"),
        "undetermined": every - by_channel_alone - _rules_seen(folder, "undetermined"),
    }


@pytest.mark.parametrize("folder", sorted({file.parent.parent for file in FILES if file.parent.name == "tests"}))
def test_cases_pin_every_obligation(folder: Path) -> None:
    """A policy's own cases show each obligation in each standing that it can have."""
    owed = [rule for rule in courtesy.load_policy(folder).rules if rule.type == "expect"]
    timed = {rule.id for rule in owed if "within" in rule.body}
    expected = {(rule.id, standing) for rule in owed for standing in ("met", "undetermined")}
    expected |= {(rule, standing) for rule in timed for standing in ("due", "overdue")}
    expected |= {(rule.id, "open") for rule in owed if rule.id not in timed}
    assert set() == expected - _standings_seen(folder)
