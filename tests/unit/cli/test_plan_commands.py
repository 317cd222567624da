"""`courtesy plan`, `next` and `when`: every source of a case, every format, every exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from click.testing import CliRunner

import courtesy
from courtesy.cli.main import cli
from courtesy.errors import FaultError
from courtesy.rendering import FORMATS

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00")
PHONE = ("--channel", "phone", "--to", "hr")
TEXT = ("--channel", "sms", "--to", "hr")
CONNECT = ("--channel", "linkedin_connection", "--to", "interviewer")
COMMANDS: dict[str, tuple[str, ...]] = {"plan": (), "next": (), "when": PHONE}
SUBJECTS = {"plan": "plan", "next": "next_steps", "when": "windows"}


# ---------------------------------------------------------------- results and formats


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("format_name", ["text", "markdown"])
def test_result_for_readers(run: Run, case: str, command: str, format_name: str) -> None:
    """Each command answers in text and in Markdown, quietly, in lines that fit a terminal."""
    result = run(command, case, *COMMANDS[command], *NOW, "--format", format_name)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "hire-wire 1.0.0" in result.stdout
    assert format_name == "markdown" or max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_result_for_programs(run: Run, case: str, command: str) -> None:
    """Each command's JSON is valid by its schema."""
    result = run(command, case, *COMMANDS[command], *NOW, "--format", "json")
    assert (0, "") == (result.exit_code, result.stderr)
    jsonschema.Draft202012Validator(courtesy.schema(SUBJECTS[command])).validate(json.loads(result.stdout))


@pytest.mark.parametrize(
    ("format_name", "begins", "ends"), [("html", b"<!", b"</html>\n"), ("ics", b"BEGIN:VC", b"AR\r\n")]
)
def test_files(run: Run, case: str, format_name: str, begins: bytes, ends: bytes) -> None:
    """A page or calendar goes to standard output byte by byte as it belongs into a file."""
    result = run("plan", case, *NOW, "--format", format_name)
    assert (0, b"") == (result.exit_code, result.stderr_bytes)
    assert (begins, ends) == (result.stdout_bytes[: len(begins)], result.stdout_bytes[-len(ends) :])


@pytest.mark.no_cover
@pytest.mark.parametrize("format_name", ["html", "ics"])
def test_files_are_in_utf_8(case: str, format_name: str) -> None:
    """A page or calendar keeps its letters on a terminal that has none of them."""
    named = Path(case).read_text(encoding="utf-8").replace("hr: {", "hr: {name: Büro, ")
    Path(case).write_text(named, encoding="utf-8")
    arguments = (sys.executable, "-m", "courtesy", "plan", case, "--format", format_name, *NOW)
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(arguments, capture_output=True, check=False, env=environment)
    assert (0, b"") == (done.returncode, done.stderr)
    assert "Büro" in done.stdout.decode().replace("\r\n ", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_formats_are_those_there_are(run: Run, case: str, command: str) -> None:
    """A format that the subject does not have is a usage error that lists those it has."""
    result = run(command, case, *COMMANDS[command], *NOW, "--format", "pdf")
    assert 2 == result.exit_code
    assert all(f"'{name}'" in result.stderr for name in FORMATS[SUBJECTS[command]])


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize("format_name", FORMATS["plan"])
def test_no_plan_is_possible(run: Run, case: str, strict: str, format_name: str) -> None:
    """Where rules cannot be kept together there is no plan in any format, and exit code 1."""
    result = run("plan", case, *NOW, "--policy", strict, "--format", format_name)
    assert (1, "") == (result.exit_code, result.stderr)
    assert result.stdout


def test_rules_in_the_way_are_named(run: Run, case: str, strict: str) -> None:
    """Who gets no plan is told which rules stand in the way."""
    shown = run("plan", case, *NOW, "--policy", strict).stdout
    assert shown.startswith("DENY  There is no plan\n")
    assert [name in shown for name in ("timing.a-call-waits (must)", "obligations.call-soon (must)")] == [True] * 2


@pytest.mark.parametrize("command", ["plan", "next"])
def test_missing_facts_are_asked_for(run: Run, unknown: str, command: str) -> None:
    """Where facts are missing for a plan the exit code is 4, and they are named."""
    result = run(command, unknown, *NOW)
    assert (4, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("UNDETERMINED  ")
    assert "(interview.ended_at)" in result.stdout


def test_next_tells_a_conflict(run: Run, case: str, strict: str) -> None:
    """Where what is owed cannot be done there is no plan, and exit code 1."""
    result = run("next", case, *NOW, "--policy", strict)
    assert (1, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("DENY  No plan is possible\n")


@pytest.mark.parametrize(("known", "act", "code"), [("case", PHONE, 0), ("case", TEXT, 1), ("unknown", CONNECT, 4)])
def test_when_has_the_code_of_its_best_window(
    run: Run, request: pytest.FixtureRequest, known: str, act: tuple[str, ...], code: int
) -> None:
    """Permitted at some time is 0, refused throughout 1, and 4 where all that is not refused cannot be decided."""
    result = run("when", request.getfixturevalue(known), *act, *NOW)
    words = {0: "OPEN", 1: "CLOSED", 4: "UNDETERMINED"}
    assert (code, "", words[code]) == (result.exit_code, result.stderr, result.stdout.split()[0])


@pytest.mark.parametrize("command", COMMANDS)
def test_fault_permits_nothing(run: Run, case: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine contradicts itself the exit code is 5, and nothing is shown."""

    def contradict(*_: object, **__: object) -> None:
        raise FaultError

    monkeypatch.setattr(courtesy.Policies, SUBJECTS[command], contradict)
    result = run(command, case, *COMMANDS[command], *NOW)
    assert (5, "") == (result.exit_code, result.stdout)


# ---------------------------------------------------------------- the case


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_input(run: Run, case: str, command: str) -> None:
    """A case from standard input gives what the same case in a file gives."""
    from_file = run(command, case, *COMMANDS[command], *NOW)
    from_stdin = run(command, "-", *COMMANDS[command], *NOW, stdin=Path(case).read_bytes())
    assert (0, from_file.stdout) == (from_stdin.exit_code, from_stdin.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_invalid_standard_input_is_shown(run: Run, command: str) -> None:
    """What is wrong with standard input is shown with its line."""
    result = run(command, "-", *COMMANDS[command], *NOW, stdin="zone: UTC\ncontcats: {}\n")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "  <stdin>:2:1   help: did you mean `contacts`?\n  2 | contcats: {}\n" in result.stderr


def test_when_asks_about_one_case(run: Run) -> None:
    """A folder is no single case, also where it holds one."""
    result = run("when", "examples", *PHONE, *NOW)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "this command asks about one" in " ".join(result.stderr.split())


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ("nowhere.yaml", 3, "nowhere.yaml:1:1"),
        ("examples/one-file/policy.yaml", 3, "found the policy `examples/one-file/policy.yaml`"),
        ("examples/07-draft.eml", 2, "`courtesy check` judges drafts"),
    ],
)
def test_what_is_no_case(run: Run, command: str, given: str, code: int, told: str) -> None:
    """What is no case is refused with what it is instead."""
    result = run(command, given, *COMMANDS[command], *NOW)
    assert (code, "") == (result.exit_code, result.stdout)
    assert told in " ".join(result.stderr.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_no_policy_for_the_day(run: Run, case: str, command: str) -> None:
    """A day for which no version of the policy is valid is told so."""
    result = run(command, case, *COMMANDS[command], "--now", "2001-01-01T09:00")
    assert (3, "") == (result.exit_code, result.stdout)


def test_policy_of_the_day(run: Run, case: str, strict: str) -> None:
    """A policy whose time is over is told so, though it is read without a date."""
    over = Path(strict).read_text(encoding="utf-8").replace("zone:", "valid: {until: 2026-01-01}\nzone:", 1)
    Path(strict).write_text(over, encoding="utf-8")
    result = run("plan", case, "--policy", strict, *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "is not valid on 2026-11-23" in result.stderr


def test_missing_matcher_is_a_usage_error(run: Run, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for durable-rules where it cannot be imported is a usage error."""
    monkeypatch.setattr("courtesy.matching.crosscheck.available", lambda: False)
    result = run("plan", case, *NOW, "--matcher", "durable")
    assert (2, True) == (result.exit_code, "--matcher native" in result.stderr)


def test_the_clock_is_the_default(run: Run, case: str) -> None:
    """Without --now the machine's clock is used."""
    assert run("when", case, *PHONE).exit_code in {0, 1}


# ---------------------------------------------------------------- help and completion


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_and_codes(run: Run, command: str) -> None:
    """The help of each command has examples that begin with it, and what its exit codes mean."""
    shown = run(command, "--help").stdout
    assert f"\n    courtesy {command} case.yaml" in shown
    assert "Exit codes: 0 " in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_completion_knows_the_commands() -> None:
    """The shell completes commands and the policies of their options."""

    def completed(words: str, place: str) -> str:
        asked = {"_COURTESY_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
        return CliRunner().invoke(cli, env=asked, prog_name="courtesy").stdout

    assert completed("courtesy pl", "1") == "plain,plan\n"
    assert "plain,hire-wire@1.0.0" in completed("courtesy plan case.yaml --policy hire-wire@", "4")
