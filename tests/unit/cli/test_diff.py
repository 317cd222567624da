"""`courtesy diff` compares two versions of a policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from courtesy.loading.schemas import load_schema

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

AGENCY = Path(__file__).parents[3] / "examples" / "agency"
VERSION = """
courtesy: 1
id: small
version: {version}
title: Small
zone: Europe/London
defaults: {{calendar: GB-ENG}}
rules:
  - id: timing.email
    level: must
    applies_to: {{channel: email}}
    wait: {{at_least: {wait}, after: interview}}
"""
CHILD = """
courtesy: 1
id: child
version: 1.0.0
extends: ./alone.yaml
disable: [{rule: timing.email, because: Our clients are quick.}]
rules: [{id: a.rule, level: may, forbid: true}]
"""
CASE = """
zone: Europe/London
interview: {ended_at: 2026-11-20T15:30}
contacts: {boss: {roles: [hiring_manager]}}
actions: [{id: write, channel: email, purpose: follow_up, to: boss, at: 2026-11-30T10:00}]
"""
TESTS = """
base:
  zone: Europe/London
  interview: {ended_at: 2026-11-20T15:30}
  contacts: {boss: {roles: [hiring_manager]}}
  actions: [{id: write, channel: email, purpose: follow_up, to: boss, at: 2026-11-30T10:00}]
cases:
  a week later is fine: {outcome: allow}
"""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:  # noqa: ARG001  `run` chooses a folder first
    """Three versions of a policy in the current folder, whose wait grows longer and then shorter again."""
    waits = {"1.0.0": "5 business days", "1.1.0": "10 business days", "1.2.0": "3 business days"}
    for version, wait in waits.items():
        _write(tmp_path / "small" / version / "policy.yaml", VERSION.format(version=version, wait=wait))
    monkeypatch.setenv("COURTESY_PROJECT", "")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("./small/1.0.0", "./small/1.1.0"), 0, "All of it only refuses more: no act that was refused is permitted."),
        (("./small/1.0.0", "./small/1.1.0", "--fail-on", "permitted"), 0, "Found: 1 act newly refused."),
        (("./small/1.0.0", "./small/1.1.0", "--fail-on", "any"), 1, "Found: 1 act newly refused."),
        (("./small/1.1.0", "./small/1.0.0", "--fail-on", "permitted"), 1, "Found: 1 act newly permitted."),
        (("./small/1.1.0", "./small/1.1.0", "--fail-on", "any"), 0, "Nothing that judges has changed"),
    ],
)
def test_a_gate_ends_with_one(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    """What was found changes the exit code only where that is asked for."""
    result = run("diff", *arguments)
    assert (code, "") == (result.exit_code, result.stderr)
    assert said in result.stdout


@pytest.mark.parametrize(
    ("name", "released", "compared"),
    [
        ("./small", False, "small 1.1.0"),
        ("./small", True, "small 1.0.0"),
        ("./small/1.1.0", False, "small 1.0.0"),
        ("./small/1.2.0/policy.yaml", True, "small 1.0.0"),
    ],
)
def test_one_policy_is_compared_with_the_version_before(
    small: Path, run: Run, name: str, *, released: bool, compared: str
) -> None:
    """The version before is the newest older one that is released, or else the newest older one."""
    if released:
        assert 0 == run("release", str(small / "small" / "1.0.0"), "--on", "2026-11-26").exit_code
    result = run("diff", name)
    assert (0, "") == (result.exit_code, result.stderr)
    assert compared == result.stdout.partition(" (")[0]


def test_without_an_older_version_it_is_compared_with_its_parent(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A policy in one version is compared with the one it builds on; where it builds on none that is told."""
    monkeypatch.setenv("COURTESY_PROJECT", "")
    _write(tmp_path / "alone.yaml", VERSION.format(version="1.0.0", wait="1 day"))
    _write(tmp_path / "child.yaml", CHILD)
    result = run("diff", str(tmp_path / "child.yaml"))
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("small 1.0.0 (")
    assert "disabled" in result.stdout
    assert "Our clients are quick. (child 1.0.0)" in result.stdout
    result = run("diff", str(tmp_path / "alone.yaml"))
    assert (3, "") == (result.exit_code, result.stdout)
    assert "error[no-earlier-version]: expected an earlier version of `small` to compare 1.0.0 with" in result.stderr


def test_a_project_compares_its_own_policy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name the project's policy is compared with the version before it, whatever their dates."""
    monkeypatch.chdir(AGENCY)
    result = run("diff", "--cases", "cases")
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("london 1.0.0 (")
    assert "and london 1.1.0 (" in result.stdout
    assert "judged by both versions" in result.stdout


def test_only_the_tests_of_either_version_are_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of tests in one folder those count that are of a version, or of all, and not those of another policy."""
    monkeypatch.chdir(AGENCY)
    result = run("diff", "northgate@1.0.0", "northgate@1.1.0", "--format", "json")
    changes = json.loads(result.stdout)["tests"]["changes"]
    files = {one["case"].partition(":")[0] for one in changes}
    assert {"tests/northgate-1.0.yaml", "tests/northgate-1.1.yaml", "tests/northgate.yaml"} == files


@pytest.mark.usefixtures("small")
def test_no_policy_is_a_matter_of_usage(run: Run) -> None:
    """Without a name and without a project there is nothing to compare."""
    result = run("diff")
    assert 2 == result.exit_code
    assert "name the policies to compare: OLD and NEW, or one of them" in result.stderr


def test_cases_and_tests_are_judged(small: Path, run: Run) -> None:
    """Cases of files, of folders and of tests are judged by both, and so are the tests beside the new version."""
    _write(small / "cases" / "one.yaml", CASE)
    _write(small / "more" / "tests.yaml", TESTS)
    _write(small / "small" / "1.1.0" / "tests" / "mail.yaml", TESTS)
    asked = ("diff", "./small/1.0.0", "./small/1.1.0", "--cases", "cases", "--cases", "more", "--format", "json")
    result = run(*asked)
    assert (0, "") == (result.exit_code, result.stderr)
    found = json.loads(result.stdout)
    jsonschema.validate(found, load_schema("comparison"))
    recorded, tests = found["recorded"], found["tests"]
    assert (2, 2) == (recorded["cases"], recorded["acts"])
    assert ["cases/one.yaml", "more/tests.yaml: a week later is fine"] == [one["case"] for one in recorded["changes"]]
    assert ["newly_refused"] == [one["turn"] for one in tests["changes"]]


@pytest.mark.parametrize(
    ("flags", "outcomes"),
    [
        ((), ("allow", "wait")),
        (("--now", "2026-12-10T09:00"), None),
        (("--as-of", "2026-11-23T09:00"), ("allow", "wait")),
    ],
)
def test_cases_are_judged_as_of_their_own_time(
    small: Path, run: Run, flags: tuple[str, ...], outcomes: tuple[str, str] | None
) -> None:
    """A case is judged as of its own first action, unless a flag says otherwise."""
    _write(small / "one.yaml", CASE)
    result = run("diff", "./small/1.0.0", "./small/1.1.0", "--cases", "one.yaml", "--format", "json", *flags)
    assert 0 == result.exit_code
    found = json.loads(result.stdout)["recorded"]
    told = [(one["old"]["outcome"], one["new"]["outcome"]) for one in found["changes"]]
    assert ([outcomes] if outcomes else []) == told
    assert found["own_times"] is (flags == ())


def test_a_case_that_nobody_can_read_is_named(small: Path, run: Run) -> None:
    """A case that neither version takes is named with its place, and the exit code is that of a bad file."""
    _write(small / "bad.yaml", CASE.replace("contacts", "contact"))
    result = run("diff", "./small/1.0.0", "./small/1.1.0", "--cases", "bad.yaml")
    assert 3 == result.exit_code
    assert "1 case could not be judged by both; it is listed last." in result.stdout
    assert "bad.yaml:4:1" in " ".join(result.stdout.split())


def test_now_and_as_of_are_not_given_both(run: Run) -> None:
    """A comparison is asked about one time."""
    result = run("diff", "hire-wire", "hire-wire", "--now", "2026-12-10T09:00Z", "--as-of", "2026-12-10T09:00Z")
    assert 2 == result.exit_code
    assert "use --now or --as-of, not both" in result.stderr
