"""`courtesy mutate` says which changes no test notices, and is green only where enough are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli
from tests.helpers.policies_with_tests import GOOD, policy_with_tests

if TYPE_CHECKING:
    from click.testing import Result

ACME = "./acme"


@pytest.fixture(autouse=True)
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with two tests of its calls, and none of its mails."""
    monkeypatch.chdir(tmp_path)
    return policy_with_tests(Path("acme"), good=GOOD)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["mutate", *arguments], prog_name="courtesy")


def test_the_command_says_what_survives() -> None:
    """What survives ends with 1, its line and its sentences are shown; a gate that is met ends with 0."""
    found = _run(ACME)
    assert (1, "") == (found.exit_code, found.stderr)
    assert "  - `wait.at_least: 7 days` made `6 days`: no test notices.\n" in found.stdout
    assert 0 == _run(ACME, "--fail-under", "10").exit_code


def test_a_policy_that_fails_its_tests_is_not_changed(acme: Path) -> None:
    """Where a test fails as it is nothing is tried, however low the gate."""
    (acme / "tests" / "good.yaml").write_text(GOOD.replace("outcome: wait", "outcome: deny"))
    found = _run(ACME, "--fail-under", "0")
    assert (1, "") == (found.exit_code, found.stderr)
    assert "1 test does not pass as it is, so no change was tried." in " ".join(found.stdout.split())


def test_a_rule_that_is_not_there_is_a_wrong_usage() -> None:
    """A rule that the policy has not is refused with the one that is near."""
    wrong = _run(ACME, "--rule", "calls.hour")
    assert 2 == wrong.exit_code
    assert "there is no rule `calls.hour`; did you mean `calls.hours`?" in wrong.stderr


def test_a_gate_that_is_no_number_is_a_wrong_usage() -> None:
    """A percentage that can never be reached, nor missed, is refused."""
    assert 2 == _run(ACME, "--fail-under", "nan").exit_code


def test_an_inherited_rule_is_tried_where_it_comes_from(acme: Path) -> None:
    """Who asks for a rule that is inherited as it is hears why nothing is tried."""
    (acme.parent / "child.yaml").write_text(
        "courtesy: 1\nid: child\nversion: 1.0.0\ntitle: Child\nextends: ./acme\n"
        "rules: [{id: own.wait, level: should, wait: {at_least: 1 hour, after: interview}}]\n"
    )
    found = _run("./child.yaml", "--rule", "calls.hours")
    said = " ".join(found.stdout.split())
    assert "it states nothing of `calls.hours` that could be changed; what it inherits is tried where" in said


def test_an_invalid_file_of_tests_is_an_error(acme: Path) -> None:
    """Nothing is tried where a file of tests cannot be read."""
    (acme / "tests" / "more.yaml").write_text(GOOD.replace("outcome: allow", "outcom: allow"))
    assert 3 == _run(ACME).exit_code


def test_a_policy_without_tests_notices_nothing(acme: Path) -> None:
    """Never green for nothing: without a test every change survives."""
    (acme / "tests" / "good.yaml").unlink()
    found = _run(ACME, "--format", "json")
    assert 1 == found.exit_code
    assert 0 == json.loads(found.stdout)["counts"]["noticed"]
