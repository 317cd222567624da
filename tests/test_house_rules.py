"""House rules: what must be true of every rule type, policy and file, whoever adds one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import courtesy
from courtesy.compiling.compiler import rules_of_acts
from courtesy.facts.business_days import known_calendar
from courtesy.model.policy import Concerns
from courtesy.model.predicate import Fact
from courtesy.model.truth import terms

ROOT = Path(__file__).parents[1]
SHIPPED = courtesy.list_policies()


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: f"{entry.id}@{entry.version}")
def test_every_shipped_policy_loads_and_has_a_known_calendar(entry: courtesy.PolicyEntry) -> None:
    """Every policy in policies/ loads by its name, and the holidays of its calendar are known."""
    policy = courtesy.load_policy(f"{entry.id}@{entry.version}").source
    assert (entry.id, entry.version) == (policy.id, policy.version)
    assert policy.defaults.calendar is not None
    assert known_calendar(policy.defaults.calendar)


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: f"{entry.id}@{entry.version}")
def test_every_rule_of_a_shipped_policy_says_why_and_where_from(entry: courtesy.PolicyEntry) -> None:
    """Every rule of a shipped policy has a title, a reason and a source with section and paragraph."""
    for rule in courtesy.load_policy(f"{entry.id}@{entry.version}").rules:
        assert rule.title, rule.id
        assert rule.because, rule.id
        assert rule.source is not None, rule.id
        assert rule.source.section, rule.id
        assert rule.source.paragraph, rule.id


def test_policies_are_loaded_once_per_process() -> None:
    """A shipped policy is loaded and compiled once, however often it is asked for."""
    assert courtesy.load_policy("hire-wire") is courtesy.load_policy("hire-wire")


def test_files_stay_small() -> None:
    """No module of the engine grows beyond 300 lines: what is larger has two jobs."""
    long = {file.name for file in (ROOT / "engine").rglob("*.py") if len(file.read_text("utf-8").splitlines()) > 300}
    assert set() == long


def test_every_bound_has_one_home() -> None:
    """How large an input may be and how far ahead is looked stands in one module, whose names the others use."""
    written = re.compile(r"1 ?<< ?20|1024 ?\* ?1024|\b400 days|days=400|400 ?\* ?DAY|\b3653\b|weeks=4\b|\b4 weeks")
    homes = {
        file.relative_to(ROOT / "engine/courtesy").as_posix()
        for file in (ROOT / "engine").rglob("*.py")
        if written.search(file.read_text("utf-8"))
    }
    assert {"bounds.py"} == homes


def test_no_test_measures_time() -> None:
    """Tests count work; only benchmarks look at a clock, since a busy machine fails no test."""
    clocks = re.compile(r"^(?:import|from) time\b|perf_counter|process_time|\bRLIMIT_CPU|ru_[us]time", re.MULTILINE)
    tests = ROOT / "tests"
    timed = {
        str(file.relative_to(tests))
        for file in tests.rglob("*.py")
        if file.relative_to(tests).parts[0] != "bench" and file.name != Path(__file__).name
        if clocks.search(file.read_text("utf-8"))
    }
    assert set() == timed


def test_tests_are_found_by_the_name_of_the_room() -> None:
    """Every room of the engine has its tests in the folder of tests/unit that bears its name, and there is no other."""
    rooms = {file.parent.name for file in (ROOT / "engine/courtesy").glob("*/__init__.py")}
    folders = {file.relative_to(ROOT / "tests/unit").parts[0] for file in ROOT.glob("tests/unit/**/test_*.py")}
    assert rooms == folders


def test_modules_of_tests_have_one_name_each_and_change_no_path() -> None:
    """No two modules of tests share a name, and none changes where Python looks for modules."""
    files = [file for file in (ROOT / "tests").rglob("*.py") if file.name not in {"__init__.py", "conftest.py"}]
    assert len({file.name for file in files}) == len(files)
    changed = re.compile(r"sys\.path(?:\[.*\] =|\.(?:insert|append|extend))")
    assert [str(file) for file in files if changed.search(file.read_text("utf-8"))] == []


def test_no_rule_about_a_request_to_stop_lets_a_copy_through() -> None:
    """In every policy that ships, and in the examples, such a rule concerns everyone whom an act reaches."""
    policies = [courtesy.load_policy(f"{entry.id}@{entry.version}") for entry in SHIPPED]
    policies += [courtesy.load_policy(path) for path in ROOT.glob("examples/**/policy.yaml")]
    about_a_stop = [
        rule.rule
        for policy in policies
        for rule in rules_of_acts(policy.compiled)
        if any(isinstance(term, Fact) and term.name == "recipient.asked_to_stop" for term in terms(rule.truth))
    ]
    assert about_a_stop
    assert {rule.concerns for rule in about_a_stop} == {Concerns.EVERYONE}
