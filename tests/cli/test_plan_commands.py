"""`courtesy plan`, `next` and `when`: every source of a case, every way to say until when, every exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner

import courtesy
from courtesy.cli.main import cli
from courtesy.errors import FaultError
from courtesy.rendering import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

NOW = ("--now", "2026-11-23T09:00")
FRESH = """
zone: America/New_York
interview: {ended_at: 2026-11-20T15:30}
candidate: {linkedin: {profile_polished: true, recommendations: 2, portfolio_linked: true}}
contacts:
  interviewer: {roles: [interviewer]}
  hr: {roles: [hr]}
history:
  - {channel: handwritten_note, purpose: thank_you, to: interviewer, at: 2026-11-20T18:00}
"""
UNKNOWN = "zone: America/New_York\ncontacts: {interviewer: {roles: [interviewer]}}\n"
STRICT = """
courtesy: 1
id: strict
version: 1.0.0
title: A policy that cannot be kept
zone: America/New_York
defaults: {unlisted_channel: warn}
rules:
  - id: timing.a-call-waits
    level: must
    applies_to: {channel: phone}
    wait: {at_least: 7 days, after: interview}
  - id: obligations.call-soon
    level: must
    expect: {act: {channel: phone}, within: 5 days, after: interview, for_each: interviewer}
"""
PHONE = ("--channel", "phone", "--to", "hr")
TEXT = ("--channel", "sms", "--to", "hr")
CONNECT = ("--channel", "linkedin_connection", "--to", "interviewer")
COMMANDS: dict[str, tuple[str, ...]] = {"plan": (), "next": (), "when": PHONE}
SUBJECTS = {"plan": "plan", "next": "next_steps", "when": "windows"}


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case after an interview, in which a note has been written."""
    return _file(tmp_path, "case.yaml", FRESH)


@pytest.fixture
def unknown(tmp_path: Path) -> str:
    """A case of which hardly anything is known."""
    return _file(tmp_path, "unknown.yaml", UNKNOWN)


@pytest.fixture
def strict(tmp_path: Path) -> str:
    """A policy that nobody can keep."""
    return _file(tmp_path, "strict.yaml", STRICT)


def _file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def _json(output: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(output)
    return data


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
    jsonschema.Draft202012Validator(courtesy.schema(SUBJECTS[command])).validate(_json(result.stdout))


@pytest.mark.parametrize(
    ("format_name", "begins", "ends"), [("html", b"<!", b"</html>"), ("ics", b"BEGIN:VC", b"AR\r\n")]
)
def test_files(run: Run, case: str, format_name: str, begins: bytes, ends: bytes) -> None:
    """A page or calendar goes to standard output byte by byte as it belongs into a file."""
    result = run("plan", case, *NOW, "--format", format_name)
    assert (0, b"") == (result.exit_code, result.stderr_bytes)
    assert (begins, ends) == (result.stdout_bytes[: len(begins)], result.stdout_bytes[-len(ends) :])


@pytest.mark.parametrize("format_name", ["html", "ics"])
def test_files_are_in_utf_8(tmp_path: Path, format_name: str) -> None:
    """A page or calendar keeps its letters on a terminal that has none of them."""
    path = _file(tmp_path, "case.yaml", FRESH.replace("hr: {", "hr: {name: Büro, "))
    arguments = (sys.executable, "-m", "courtesy", "plan", path, "--format", format_name, *NOW)
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
    """Where what is owed cannot be done there is no next step, and exit code 1."""
    result = run("next", case, *NOW, "--policy", strict)
    assert (1, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("DENY  No way to do what is owed\n")


@pytest.mark.parametrize(("text", "act", "code"), [(FRESH, PHONE, 0), (FRESH, TEXT, 1), (UNKNOWN, CONNECT, 4)])
def test_when_has_the_code_of_its_best_window(run: Run, text: str, act: tuple[str, ...], code: int) -> None:
    """Permitted at some time is 0, refused throughout 1, and 4 where all that is not refused cannot be decided."""
    result = run("when", "-", *act, *NOW, stdin=text)
    words = {0: "OPEN", 1: "CLOSED", 4: "UNDETERMINED"}
    assert (code, "", words[code]) == (result.exit_code, result.stderr, result.stdout.split()[0])


@pytest.mark.parametrize("command", COMMANDS)
def test_fault_permits_nothing(run: Run, case: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine contradicts itself the exit code is 5, and nothing is shown."""

    def contradict(*_: object, **__: object) -> None:
        raise FaultError

    monkeypatch.setattr(courtesy.CompiledPolicy, SUBJECTS[command], contradict)
    result = run(command, case, *COMMANDS[command], *NOW)
    assert (5, "") == (result.exit_code, result.stdout)


# ---------------------------------------------------------------- the case


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_input(run: Run, case: str, command: str) -> None:
    """A case from standard input gives what the same case in a file gives."""
    from_file = run(command, case, *COMMANDS[command], *NOW)
    from_stdin = run(command, "-", *COMMANDS[command], *NOW, stdin=FRESH)
    assert (0, from_file.stdout) == (from_stdin.exit_code, from_stdin.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_invalid_standard_input_is_shown(run: Run, command: str) -> None:
    """What is wrong with standard input is shown with its line."""
    result = run(command, "-", *COMMANDS[command], *NOW, stdin="zone: UTC\ncontcats: {}\n")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "  <stdin>:2:1   help: did you mean `contacts`?\n  2 | contcats: {}\n" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ("nowhere.yaml", 3, "nowhere.yaml:1:1"),
        ("examples", 3, "found a folder"),
        ("examples/agency/policy.yaml", 3, "found the policy `examples/agency/policy.yaml`"),
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


def test_policy_of_the_day(run: Run, case: str, tmp_path: Path) -> None:
    """A policy whose time is over is told so, though it is read without a date."""
    over = _file(tmp_path, "over.yaml", STRICT.replace("zone:", "valid: {until: 2026-01-01}\nzone:", 1))
    result = run("plan", case, "--policy", over, *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "is not valid on 2026-11-23" in result.stderr


def test_missing_matcher_is_a_usage_error(run: Run, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for durable-rules where it cannot be imported is a usage error."""
    monkeypatch.setattr(courtesy, "available_matchers", lambda: ("native",))
    result = run("plan", case, *NOW, "--matcher", "durable")
    assert (2, True) == (result.exit_code, "--matcher native" in result.stderr)


def test_the_clock_is_the_default(run: Run, case: str) -> None:
    """Without --now the machine's clock is used."""
    assert run("when", case, *PHONE).exit_code in {0, 1}


# ---------------------------------------------------------------- until when


@pytest.mark.parametrize(
    ("flags", "until"),
    [
        ((), "2026-12-21T09:00:00-05:00"),
        (("--until", "2026-11-27"), "2026-11-28T00:00:00-05:00"),
        (("--until", "2026-11-27T12:00"), "2026-11-27T12:00:00-05:00"),
        (("--until", "2026-11-27T12:00Z"), "2026-11-27T07:00:00-05:00"),
        (("--days", "3"), "2026-11-26T09:00:00-05:00"),
        (("--days", "120"), "2027-03-23T09:00:00-04:00"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "when"])
def test_until(run: Run, case: str, command: str, flags: tuple[str, ...], until: str) -> None:
    """The end is read on the case's clocks; a date is that whole day, and days are those of the calendar."""
    result = run(command, case, *COMMANDS[command], *NOW, *flags, "--format", "json")
    assert (0, until) == (result.exit_code, _json(result.stdout)["until"])


def test_until_on_a_clock_that_is_put_forward() -> None:
    """So many days ahead at a time that the clock skips is when it is put forward, plus what it skips."""
    text = FRESH.replace("2026-11-20", "2026-02-20")
    arguments = ("plan", "-", "--now", "2026-03-07T02:30", "--days", "1", "--format", "json")
    result = CliRunner().invoke(cli, arguments, input=text, prog_name="courtesy")
    assert _json(result.stdout)["until"] == "2026-03-08T03:30:00-04:00"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--until", "2026-11-23T09:00"), "is not after now, which is 2026-11-23T09:00-05:00"),
        (("--until", "2026-11-22"), "--until 2026-11-22 is not after now"),
        (("--until", "2028-01-01"), "--until 2028-01-01 is more than 400 days ahead"),
        (("--until", "next week"), "`next week` is no time"),
        (("--until", "2027-03-14T02:30"), "--until 2027-03-14T02:30:00 does not exist in America/New_York"),
        (("--until", "2026-12-01", "--days", "2"), "--until and --days"),
        (("--days", "0"), "'--days'"),
        (("--days", "401"), "'--days'"),
        (("--now", "yesterday"), "`yesterday` is no time"),
    ],
)
def test_times_that_make_no_sense(run: Run, case: str, command: str, flags: tuple[str, ...], told: str) -> None:
    """A time that is none, or lies where it cannot, is a usage error."""
    result = run(command, case, *COMMANDS[command], *NOW, *flags)
    assert (2, "") == (result.exit_code, result.stdout)
    assert told in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--now", "2026-11-23T09:00"), "--now 2026-11-23T09:00:00 has no time zone"),
        (("--now", "2026-11-23T09:00Z", "--until", "2026-11-24T09:00"), "--until 2026-11-24T09:00:00 has no time zone"),
        (("--now", "2026-11-23T09:00Z", "--until", "2026-11-24"), "--until 2026-11-24 has no time zone"),
    ],
)
def test_local_times_need_a_zone(run: Run, flags: tuple[str, ...], told: str) -> None:
    """A local time for a case without a zone is a usage error that says where to give one."""
    result = run("plan", "-", *flags, stdin="contacts: {hr: {roles: [hr]}}\n")
    assert (2, "") == (result.exit_code, result.stdout)
    assert told in " ".join(result.stderr.split())
    assert "`zone:` in <stdin>" in " ".join(result.stderr.split())


# ---------------------------------------------------------------- the act of `when`


def test_mistyped_flags_are_told_together(run: Run, case: str) -> None:
    """An unknown channel, contact and purpose are invalid, each with its flag and the nearest word."""
    flags = ("--channel", "emial", "--to", "hrr", "--cc", "intervewer", "--purpose", "folow_up")
    result = run("when", case, *flags, *NOW)
    assert (3, "") == (result.exit_code, result.stdout)
    told = {"--channel": "email", "--to": "hr", "--cc": "interviewer", "--purpose": "follow_up"}
    assert [f"  {flag}   help: did you mean `{near}`?" in result.stderr for flag, near in told.items()] == [True] * 4


def test_a_mistyped_channel_alone_is_invalid(run: Run, case: str) -> None:
    """A channel that the policy refuses for not knowing it is taken for a mistake."""
    result = run("when", case, "--channel", "telegram", "--to", "hr", *NOW)
    assert (3, "") == (result.exit_code, result.stdout)


def test_an_unlisted_channel_that_is_not_refused(run: Run, case: str, strict: str) -> None:
    """A channel that the policy does not know is asked about where the policy does not refuse it."""
    result = run("when", case, "--channel", "telegram", "--to", "hr", "--policy", strict, *NOW)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "[defaults.unlisted_channel]" in result.stdout


def test_a_channel_by_its_other_name(run: Run, case: str) -> None:
    """A channel goes by its alias too."""
    assert run("when", case, "--channel", "x", "--to", "hr", *NOW).exit_code == 1


@pytest.mark.parametrize("flags", [(), ("--channel", "phone"), ("--to", "hr")])
def test_when_needs_an_act(run: Run, case: str, flags: tuple[str, ...]) -> None:
    """Without a channel, or somebody whom the act addresses, there is nothing to ask."""
    assert run("when", case, *flags, *NOW).exit_code == 2


def test_a_public_post_addresses_nobody(run: Run, case: str) -> None:
    """A public post is asked about without --to."""
    result = run("when", case, "--channel", "public_post", *NOW)
    assert (4, "") == (result.exit_code, result.stderr)


def test_copies_count(run: Run, case: str) -> None:
    """Who gets a copy decides too: without one the follow-up is closed for good."""
    mail = ("--channel", "email", "--purpose", "follow_up", "--to", "interviewer")
    assert (1, 0) == (run("when", case, *mail, *NOW).exit_code, run("when", case, *mail, "--cc", "hr", *NOW).exit_code)


# ---------------------------------------------------------------- `check`, which tells what is owed and what else to do


def test_check_tells_what_is_owed(run: Run) -> None:
    """A case is checked with what is owed in it."""
    shown = _json(run("check", "examples/03-wait.yaml", "--now", "2026-11-23T09:00", "--format", "json").stdout)
    assert "obligations.thank-you-note" in {owed["rule"] for owed in shown["obligations"]}


def test_flags_alone_owe_nothing(run: Run, strict: str) -> None:
    """An act that is stated by flags alone is judged without what is owed in a case that nobody knows."""
    flags = ("--channel", "email", "--to", "interviewer", "--interview", "2026-11-01", "--zone", "UTC")
    result = run("check", *flags, *NOW, "--policy", strict, "--format", "json")
    assert (0, []) == (result.exit_code, _json(result.stdout)["obligations"])


def test_what_is_overdue_decides_the_whole(run: Run, strict: str) -> None:
    """Where something required is overdue the whole is refused, though each act is permitted, and one line says so."""
    result = run("check", "examples/01-allow.yaml", "--now", "2026-11-27T09:00", "--policy", strict)
    assert (1, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("ALLOW  ")
    told = "As a whole: DENY, because something that is required is overdue: obligations.call-soon."
    assert told in " ".join(result.stdout.split())


def test_check_tells_what_to_do_instead(run: Run) -> None:
    """A refused act comes with what could be done instead."""
    shown = run("check", "examples/03-wait.yaml", "--now", "2026-11-23T09:00").stdout
    assert "\n  What you could do instead\n  - " in shown


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
