"""The other commands, and what holds for all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

import courtesy
from courtesy.cli import engine_errors, terminal
from courtesy.cli.exit_codes import ExitCode, for_outcome, gravest
from courtesy.cli.main import COMMANDS, cli, main
from courtesy.cli.manual import topics
from courtesy.errors import FaultError
from courtesy.model.outcome import Outcome

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00-05:00")
WAIT = ("check", "examples/03-wait.yaml", *NOW)


def test_help_lists_every_command(run: Run) -> None:
    """The help names every command and the exit codes."""
    result = run("--help")
    assert result.exit_code == 0
    assert [name for name in COMMANDS if f"  {name} " not in result.stdout] == []
    assert "Exit codes: 0" in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    """Every command and each of its options has a help text."""
    result = run(name, "--help")
    assert result.exit_code == 0
    command = cli.get_command(None, name)  # type: ignore[arg-type]  # the context is not looked at
    assert command is not None
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_unknown_command_is_a_usage_error(run: Run) -> None:
    """A command that does not exist exits with 2."""
    assert run("chek").exit_code == 2


def test_version_names_the_matchers(run: Run) -> None:
    """The version tells the Python and which matchers run."""
    result = run("--version")
    assert result.stdout.startswith(f"courtesy {courtesy.__version__}, Python 3.")
    assert "native" in result.stdout


def test_version_says_that_native_runs_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where durable-rules cannot be imported the version says so."""
    monkeypatch.setattr(courtesy, "available_matchers", lambda: ("native",))
    assert run("--version").stdout.endswith(", matcher native alone\n")


def test_policies_are_listed(run: Run) -> None:
    """The policies at hand are listed with version and title."""
    lines = run("policies").stdout.splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("hire-wire")] == [["hire-wire", "1.0.0"]]


def test_show_policy(run: Run) -> None:
    """A policy is shown with every one of its rules."""
    result = run("show", "hire-wire")
    assert (0, "") == (result.exit_code, result.stderr)
    rules = courtesy.load_policy("hire-wire").compiled
    assert [rule.rule.id for rule in rules if rule.rule.id not in result.stdout] == []
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_show_rule(run: Run) -> None:
    """One rule is shown with its source and the file it stands in."""
    result = run("show", "hire-wire", "timing.email-after-a-week")
    assert result.exit_code == 0
    assert "timing.yaml:" in result.stdout


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("timing.email-after-a-weak", "did you mean `timing.email-after-a-week`?"),
        ("respect-a-stop", "did you mean `prohibitions.respect-a-stop`?"),
        ("prohibitions", "did you mean `prohibitions.respect-a-stop`?"),
        ("zzz", "`courtesy show hire-wire` lists its rules"),
    ],
)
def test_unknown_rule_names_the_nearest(run: Run, name: str, fix: str) -> None:
    """A rule that does not exist is told with the nearest one, or where to look."""
    result = run("show", "hire-wire", name)
    assert result.exit_code == 3
    assert result.stderr == f"error[unknown-rule]: policy `hire-wire` has no rule `{name}`\n  help: {fix}\n"


def test_unknown_rule_names_the_policy_as_it_was_named(run: Run, strict: str) -> None:
    """The command that lists the rules can be run as it stands, also where the policy was named by its path."""
    result = run("show", strict, "zzz")
    assert result.stderr.endswith(f"\n  help: `courtesy show {strict}` lists its rules\n")


def test_facts_are_listed(run: Run) -> None:
    """The facts of a policy are listed, its own among them."""
    assert "message.words (integer, in words)" in run("facts").stdout
    own = run("facts", "--policy", "examples/one-file").stdout
    assert "attributes.competing_offer" in own


@pytest.mark.parametrize("name", ["policy", "case", "verdict"])
def test_schema_is_json(run: Run, name: str) -> None:
    """Each schema is printed as JSON."""
    assert json.loads(run("schema", name).stdout) == courtesy.schema(name)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(run: Run, shell: str) -> None:
    """The script for each shell asks `courtesy` for completions."""
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_COURTESY_COMPLETE" in result.stdout


def test_completion_knows_policies() -> None:
    """The shell completes the names of policies."""
    asked = {"_COURTESY_COMPLETE": "bash_complete", "COMP_WORDS": "courtesy show hire-wire@", "COMP_CWORD": "2"}
    result = CliRunner().invoke(cli, env=asked, prog_name="courtesy")
    assert "plain,hire-wire@1.0.0" in result.stdout


def test_validate_tells_policies_from_cases(run: Run) -> None:
    """Policies and cases are told apart by content; a rule file stands for its policy."""
    folder = "policies/hire-wire/1.0.0"
    result = run("validate", f"{folder}/timing.yaml", "examples/01-allow.yaml", folder)
    assert (0, "") == (result.exit_code, result.stderr)
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{folder}/policy.yaml: OK, policy hire-wire 1.0.0 (")
    assert lines[1] == "examples/01-allow.yaml: OK, case"
    assert all(line.startswith(f"{folder}/tests/") and line.endswith(" tests") for line in lines[2:])


def test_validate_agency(run: Run) -> None:
    """Cases are read with the words of the policy that is named."""
    folder = "examples/one-file"
    result = run("validate", folder, "--policy", folder)
    assert (0, "") == (result.exit_code, result.stderr)
    assert len(list(Path(folder).glob("*.yaml"))) == len(result.stdout.splitlines())


def test_validate_reports_every_file(run: Run, tmp_path: Path) -> None:
    """Bad files are reported, good ones are OK, and the code says invalid."""
    (tmp_path / "bad.yaml").write_text("zone: [\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"rules": [', encoding="utf-8")
    (tmp_path / "policy.json").write_text('{"rules": []}', encoding="utf-8")
    (tmp_path / "good.yaml").write_text("zone: Europe/Berlin\n", encoding="utf-8")
    result = run("validate", str(tmp_path))
    assert result.exit_code == 3
    assert result.stdout == f"{tmp_path / 'good.yaml'}: OK, case\n"
    assert [name in result.stderr for name in ("bad.yaml:", "bad.json:", "policy.json:")] == [True] * 3


def test_validate_nothing_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    """A folder without files is a usage error."""
    assert run("validate", str(tmp_path)).exit_code == 2


def test_fault_permits_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine contradicts itself the exit code is 5, and no verdict is shown."""

    def contradict(*_: object, **__: object) -> None:
        raise FaultError

    monkeypatch.setattr(courtesy.Policies, "check_plan", contradict)
    result = run(*WAIT)
    assert (5, "") == (result.exit_code, result.stdout)


def test_unexpected_error_has_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of the program is one sentence, exit code 5, and the way to learn more."""
    monkeypatch.setattr(courtesy.Policies, "check_plan", lambda *_, **__: 1 / 0)
    result = run(*WAIT)
    assert (5, "") == (result.exit_code, result.stdout)
    assert "ZeroDivisionError" in result.stderr
    assert "COURTESY_DEBUG" in result.stderr
    assert "Traceback" not in result.stderr


def test_debugging_shows_the_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With COURTESY_DEBUG a mistake of the program comes through."""
    monkeypatch.setattr(courtesy.Policies, "check_plan", lambda *_, **__: 1 / 0)
    monkeypatch.setenv("COURTESY_DEBUG", "1")
    assert isinstance(run(*WAIT).exception, ZeroDivisionError)


def test_errors_outside_cases_are_told_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in any command ends with exit code 5."""
    monkeypatch.setattr(courtesy, "list_policies", lambda **_: 1 / 0)
    assert run("policies").exit_code == 5


def test_interruption(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no verdict: the code is what shells expect."""

    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(courtesy, "list_policies", interrupt)
    assert run("policies").exit_code == 130


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "case.yaml"), "cannot read `case.yaml`: permission denied"),
        (OSError("no"), "cannot read: it cannot be read"),
    ],
)
def test_unreadable_file_is_invalid(run: Run, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str) -> None:
    """A file that the system will not hand out is invalid input."""

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(courtesy.Policies, "case_from", refuse)
    result = run(*WAIT)
    assert result.exit_code == 3
    assert result.stderr == f"error[unreadable-file]: {said}\n"


def test_a_folder_that_may_not_be_looked_into_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a folder hides whether a file is there, the folder is named, and not what was looked for in it."""

    def stat(path: str, **_: object) -> None:
        if str(path).startswith("acme/tests"):
            raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("courtesy.cli.engine_errors.os.stat", stat)
    error = engine_errors.UnreadableFileError(PermissionError(13, "Permission denied", "acme/tests/a/policy.yaml"))
    assert "cannot read `acme/tests`: permission denied" == str(error)


def test_colour_is_for_terminals(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is coloured where it is asked for, and not where it is not."""
    assert "\x1b[" not in run(*WAIT).output
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(*WAIT).output


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is coloured unless NO_COLOR is set or it says it is dumb."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert terminal.shows_colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal.shows_colour()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not terminal.shows_colour()


def test_reader_that_stops_reading_changes_no_code() -> None:
    """`courtesy ... | head -1` is quiet, and the exit code is the verdict's."""
    command = (sys.executable, "-m", "courtesy", "facts")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, text=True)
    finally:
        os.close(writing)
    assert (0, "") == (done.returncode, done.stderr)


def test_narrow_encodings_are_tolerated() -> None:
    """A terminal that lacks a character gets a replacement, not an error."""
    command = (sys.executable, "-X", "utf8=0", "-m", "courtesy", "show", "hire-wire")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (0, b"") == (done.returncode, done.stderr)


def test_main_exits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry point exits with the command's code."""
    monkeypatch.setattr(sys, "argv", ["courtesy", "chek"])
    with pytest.raises(SystemExit) as raised:
        main()
    assert raised.value.code == 2


def test_exit_codes_are_contract() -> None:
    """Outcomes map to exit codes as published, and the gravest of several counts."""
    expected = {"allow": 0, "warn": 0, "wait": 1, "deny": 1, "undetermined": 4}
    assert expected == {outcome.value: for_outcome(outcome) for outcome in Outcome}
    assert gravest([]) is ExitCode.PERMITTED
    order = [ExitCode(code) for code in (5, 3, 2, 1, 4, 0)]
    assert [gravest(order[place:]) for place in range(len(order))] == order


def test_validate_says_what_check_would(run: Run, case: str, tmp_path: Path) -> None:
    """A policy that is too complex to check by is not valid either."""
    policy = tmp_path / "policy.yaml"
    rules = "".join(
        f"- {{id: a.n{number}, level: must, wait: {{at_least: {number} days, after: interview}}}}\n"
        for number in range(1, 300)
    )
    policy.write_text(f"courtesy: 1\nid: p\nversion: 1.0.0\ntitle: P\nrules:\n{rules}", encoding="utf-8")
    validated = run("validate", str(policy))
    checked = run("check", case, "--policy", str(policy), "--channel", "email", "--to", "hr")
    assert (3, "") == (validated.exit_code, validated.stdout)
    assert (3, "", validated.stderr) == (checked.exit_code, checked.stdout, checked.stderr)


def test_manual_lists_its_topics(run: Run) -> None:
    """Without a topic all are listed, each with a line; with one, that page, without remarks for its writers."""
    listed = run("manual").stdout
    assert [topic for topic in topics() if f"\n  {topic} " not in listed] == []
    page = run("manual", "WAIT")
    assert (0, "# wait\n\nNot before") == (page.exit_code, page.stdout[:18])
    assert "<!--" not in page.stdout


@pytest.mark.parametrize(
    ("topic", "fix"), [("durration", "did you mean `durations`?"), ("zebra", "`courtesy manual` lists its topics")]
)
def test_manual_names_the_topic_meant(run: Run, topic: str, fix: str) -> None:
    """A topic that there is not is an error with the near match, or says where to see them all."""
    result = run("manual", topic)
    assert result.exit_code == 3
    assert result.stderr == f"error[unknown-topic]: the manual has no topic `{topic}`\n  help: {fix}\n"


def test_completion_knows_topics() -> None:
    """The shell completes the topics of the manual."""
    asked = {"_COURTESY_COMPLETE": "bash_complete", "COMP_WORDS": "courtesy manual dura", "COMP_CWORD": "2"}
    result = CliRunner().invoke(cli, env=asked, prog_name="courtesy")
    assert "plain,durations" in result.stdout
