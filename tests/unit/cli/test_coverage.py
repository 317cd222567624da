"""`courtesy coverage` tells what tests try, writes the cases that are missing, and can be a gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import courtesy
from courtesy.loading.schemas import load_schema
from tests.helpers.policies_with_tests import BAD, GOOD, UNREAD, policy_with_tests

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NONE = "bounds=0", "conditions=0", "rules=0", "0"


@pytest.fixture(autouse=True)
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  after it has gone to the top
    """Files lie in the current folder, which has no project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURTESY_PROJECT", "")


@pytest.mark.parametrize("command", ["coverage", "mutate", "test"])
def test_tests_that_name_an_unknown_rule_are_refused_alike(command: str, run: Run) -> None:
    """A rule that was renamed is no rule of the policy for any command that reads its tests."""
    policy_with_tests(Path("acme"), unread=UNREAD)
    result = run(command, "./acme")
    assert result.exit_code == 3
    assert "did you mean `calls.hours`?" in result.stdout + result.stderr


def test_what_is_told_is_what_python_gives_and_keeps_the_contract(run: Run) -> None:
    """JSON is valid by its schema, and the same that `courtesy.coverage` gives."""
    policy_with_tests(Path("acme"), good=GOOD, bad=BAD)
    result = run("coverage", "./acme", "--format", "json")
    document = json.loads(result.stdout)
    jsonschema.Draft202012Validator(load_schema("coverage")).validate(document)
    assert (result.exit_code, result.stderr) == (0, "")
    assert document == courtesy.to_dict(courtesy.coverage(courtesy.load_policy("./acme")))
    assert document["unread"] == ["a call to nobody cannot be asked"]
    assert (document["tests"], document["open_tests"]) == (5, 1)


@pytest.mark.parametrize(
    ("gates", "code"),
    [
        (NONE, 0),
        (("100",), 1),
        (("bounds=100",), 1),
        (("0", "conditions=99.9"), 1),
        (("101",), 2),
        (("lines=50",), 2),
        (("50 %",), 2),
    ],
)
def test_gates(run: Run, gates: tuple[str, ...], code: int) -> None:
    """Without a gate there is nothing to fail; with one, the exit code is 1 where less is tried."""
    policy_with_tests(Path("acme"), good=GOOD)
    assert run("coverage", "./acme").exit_code == 0
    assert run("coverage", "./acme", *(part for gate in gates for part in ("--fail-under", gate))).exit_code == code


def test_missing_cases_are_written_and_left_open(run: Run) -> None:
    """What is missing is written beside the tests, which fail until somebody has answered; then nothing is missing."""
    policy_with_tests(Path("acme"), good=GOOD)
    written = run("coverage", "./acme", "--write")
    file = Path("acme/tests/acme-open.yaml")
    assert (written.exit_code, file.is_file()) == (0, True)
    assert written.stderr.startswith(f"Written: {file}, with ")
    ran = run("test", "./acme", "--format", "json")
    states = [test["state"] for one in json.loads(ran.stdout)["policies"][0]["files"] for test in one["tests"]]
    assert (ran.exit_code, set(states)) == (1, {"passed", "open"})
    again = run("coverage", "./acme", "--write", "--format", "json")
    assert {gap["open_in"] is None for rule in json.loads(again.stdout)["rules"] for gap in rule["missing"]} == {False}
    assert "nothing was written" in again.stderr
    answered = file.read_text("utf-8").replace("outcome: open", "outcome: allow")
    file.write_text(answered, encoding="utf-8")
    assert run("coverage", "./acme", "--fail-under", "100").exit_code == 0


def test_a_file_is_never_written_over(run: Run) -> None:
    """A file that is named and there already is an error, and stays as it is."""
    policy_with_tests(Path("acme"), good=GOOD)
    result = run("coverage", "./acme", "--write", "acme/tests/good.yaml")
    assert result.exit_code != 0
    assert Path("acme/tests/good.yaml").read_text("utf-8") == GOOD


@pytest.mark.parametrize("place", ["open.yaml", "deep/er/open.yml", "acme/open.yaml"])
def test_cases_written_elsewhere_name_their_policy(place: str, run: Run) -> None:
    """A file that does not lie beside the policy says whose tests it holds, so that they can be run."""
    policy_with_tests(Path("acme"), good=GOOD)
    assert 0 == run("coverage", "./acme", "--write", place).exit_code
    result = run("test", place)
    assert (1, True) == (result.exit_code, result.stdout.startswith("acme 1.2.0 ("))


def test_nothing_is_written_into_a_policy_of_others(run: Run) -> None:
    """Beside a policy that comes with Courtesy or with a package no cases are written; a file elsewhere is."""
    result = run("coverage", "hire-wire", "--rule", "timing.email-after-a-week", "--write")
    assert (2, True) == (result.exit_code, "name a file for the cases, such as `--write" in result.stderr)


def test_cases_are_written_where_tests_are_looked_for(run: Run) -> None:
    """A file whose name tells that it holds something else would never be run."""
    policy_with_tests(Path("acme"), good=GOOD)
    result = run("coverage", "./acme", "--write", "acme/tests/open.txt")
    assert (2, True) == (result.exit_code, "such as `acme/tests/open.yaml`" in result.stderr)


def test_an_unknown_rule_is_told(run: Run) -> None:
    """A rule that the policy does not have is wrong usage, with the near match."""
    policy_with_tests(Path("acme"), good=GOOD)
    result = run("coverage", "./acme", "--rule", "calls.hour")
    assert (result.exit_code, "did you mean `calls.hours`?" in result.stderr) == (2, True)


def test_layout_does_not_matter() -> None:
    """The same rules give the same figures in any order of keys, in lists of one, in flow and in block style."""
    import yaml  # noqa: PLC0415  beside its only use

    text = policy_with_tests(Path("acme"), good=GOOD) / "policy.yaml"
    before = courtesy.coverage(courtesy.load_policy("./acme"))
    document = yaml.safe_load(text.read_text("utf-8"))
    document["rules"] = [dict(reversed(rule.items())) for rule in reversed(document["rules"])]
    for rule in document["rules"]:
        if "applies_to" in rule:
            rule["applies_to"] = {"channel": {"one_of": [rule["applies_to"]["channel"]]}}
    text.write_text(yaml.safe_dump(document, sort_keys=False, default_flow_style=True), encoding="utf-8")
    after = courtesy.coverage(courtesy.load_policy("./acme"))
    for measure in courtesy.CoverageMeasure:
        assert before.figure(measure) == after.figure(measure)


def test_tests_of_all_versions_try_the_one_that_holds(run: Run) -> None:
    """Of the tests beside a folder of versions those count whose question is asked while the version holds."""
    for version, dates in (("1.0.0", "{until: 2026-11-22}"), ("2.0.0", "{from: 2026-11-22}")):
        manifest = policy_with_tests(Path("acme") / version) / "policy.yaml"
        text = manifest.read_text("utf-8").replace("version: 1.2.0", f"version: {version}\nvalid: {dates}")
        manifest.write_text(text, encoding="utf-8")
    Path("acme/tests").mkdir()
    Path("acme/tests/calls.yaml").write_text(GOOD, encoding="utf-8")
    counts = [
        json.loads(run("coverage", f"./acme/{one}", "--format", "json").stdout)["tests"] for one in ("1.0.0", "2.0.0")
    ]
    assert counts == [0, 2]
