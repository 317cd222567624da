"""Every YAML case gives the outcome, the findings and the earliest time that it states.

A file holds a policy (a name, a path from where it lies, or a whole small policy), a base case with one
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
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.review.tests.comparing import differences, said_of
from courtesy.review.tests.finding import read_all
from courtesy.review.tests.fitting import unfit
from courtesy.review.tests.running import asked_at, verdict_on
from courtesy.review.tests.subject import policy_of
from courtesy.selfcheck.comparing import compare_plan
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.reference.planning import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy_tests import PolicyTest, TestFile

ROOT = Path(__file__).parent.parent
PATHS = sorted([*ROOT.glob("tests/cases/**/*.yaml"), *ROOT.glob("policies/*/*/tests/*.yaml")])
FILES = read_all(PATHS)
FOLDERS = sorted({path.parent.parent for path in PATHS if path.parent.name == "tests"})
SENTENCES = ROOT / "tests" / "snapshots" / "sentences"


def _subject(file: TestFile) -> str:
    """What a file of cases is called: with its policy, where it tests one."""
    path = Path(file.path)
    return path.stem if path.parent.name == "cases" else f"{path.parent.parent.parent.name}-{path.stem}"


@cache
def _policy(file: TestFile) -> courtesy.Policy:
    return policy_of(file)


@cache
def _verdict(file: TestFile, test: PolicyTest) -> courtesy.PlanVerdict:
    """The verdict on a case, in words."""
    return verdict_on(_policy(file), test)


@pytest.mark.parametrize(
    ("file", "test"),
    [pytest.param(file, test, id=f"{Path(file.path).stem}: {test.sentence}") for file in FILES for test in file.tests],
)
def test_case(file: TestFile, test: PolicyTest) -> None:
    """The verdict on each case is the one that the case states, and the reference says the same."""
    policy = _policy(file)
    verdict = _verdict(file, test)
    assert [] == list(differences(test, verdict))
    case = policy.case_from(test.case)
    reference = Reference(policy.source, EngineMeasures(), waivers=policy.waivers)
    compare_plan(reference, verdict, case, asked_at(test, case), everything=True)


@pytest.mark.parametrize("file", [pytest.param(file, id=_subject(file)) for file in FILES])
def test_cases_name_what_the_policy_knows(file: TestFile) -> None:
    """Every rule and notice that a case names is one."""
    assert [] == [str(problem) for problem in unfit(file, [_policy(file).source])]


@pytest.mark.no_cover
@pytest.mark.parametrize("file", [pytest.param(file, id=_subject(file)) for file in FILES])
def test_sentences_are_those_that_were_read(file: TestFile) -> None:
    """All that the verdicts on the cases of a file say is what a person has read and found true."""
    said: dict[tuple[str, str], str] = {}
    for test in file.tests:
        for told in said_of(_verdict(file, test)):
            said.setdefault(told, test.sentence)
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


def _tests_of(folder: Path) -> Iterator[PolicyTest]:
    return (test for file in FILES if Path(file.path).parent.parent == folder for test in file.tests)


def _standings_stated(folder: Path) -> set[tuple[str, str]]:
    owed = (test.expected.get("obligations", {}) for test in _tests_of(folder))
    return {(name.partition(" to ")[0], standing) for stated in owed for name, standing in stated.items()}


def _rules_stated(folder: Path, status: str) -> set[str]:
    return {rule for test in _tests_of(folder) for rule in test.expected.get(status, ())}


@pytest.mark.parametrize("folder", FOLDERS)
def test_cases_pin_every_rule(folder: Path) -> None:
    """A policy's own cases show each rule broken and kept; not applying where it can; undetermined where it can."""
    rules = [rule for rule in courtesy.load_policy(folder).rules if rule.type != "expect"]
    everywhere = {rule.id for rule in rules if rule.applies_to is None}
    by_channel_alone = {rule.id for rule in rules if rule.type == "forbid" and not isinstance(rule.body, dict)}
    every = {rule.id for rule in rules}
    assert {"violated": set(), "satisfied": set(), "not_applicable": set(), "undetermined": set()} == {
        "violated": every - _rules_stated(folder, "violated"),
        "satisfied": every - by_channel_alone - _rules_stated(folder, "satisfied"),
        "not_applicable": every - everywhere - _rules_stated(folder, "not_applicable"),
        "undetermined": every - by_channel_alone - _rules_stated(folder, "undetermined"),
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_cases_pin_every_obligation(folder: Path) -> None:
    """A policy's own cases show each obligation in each standing that it can have."""
    owed = [rule for rule in courtesy.load_policy(folder).rules if rule.type == "expect"]
    timed = {rule.id for rule in owed if "within" in rule.body}
    expected = {(rule.id, standing) for rule in owed for standing in ("met", "undetermined")}
    expected |= {(rule, standing) for rule in timed for standing in ("due", "overdue")}
    expected |= {(rule.id, "open") for rule in owed if rule.id not in timed}
    assert set() == expected - _standings_stated(folder)
