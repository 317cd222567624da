"""`courtesy check --log`, `courtesy log verify` and `courtesy replay`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from courtesy import recording
from courtesy.cli.main import cli
from tests.helpers.recordings import KEY
from tests.unit.cli.conftest import FRESH

if TYPE_CHECKING:
    from click.testing import Result

ACT = ("--channel", "email", "--purpose", "follow_up", "--to", "interviewer", "--cc", "hr")
NOW = ("--now", "2026-11-25T09:00-05:00")
LOGGED = ("--log", "log.jsonl", "--key-file", "log.key")
KEYED = ("log.jsonl", "--key-file", "log.key")
LENIENT = """
courtesy: 1
id: lenient
version: 2.0.0
title: Three days are enough
zone: America/New_York
rules:
  - id: timing.email-after-a-week
    level: must
    applies_to: {channel: email}
    wait: {at_least: 3 days, after: interview}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case, a key and another policy."""
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(FRESH, encoding="utf-8")
    Path("log.key").write_bytes(KEY)
    Path("lenient.yaml").write_text(LENIENT, encoding="utf-8")
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="courtesy")


def _check(*arguments: str) -> Result:
    return _run("check", "case.yaml", *ACT, *NOW, *arguments)


def test_a_check_is_written_and_answers_as_ever() -> None:
    """With a log the answer and the exit code are the same, and each run adds a record and a checkpoint."""
    plain = _check()
    assert [(1, plain.output)] * 2 == [(one.exit_code, one.output) for one in (_check(*LOGGED), _check(*LOGGED))]
    found = _run("log", "verify", *KEYED)
    expected = "log.jsonl: whole; 2 records, 2 decisions among them\n"
    assert (0, expected) == (found.exit_code, found.output.partition("\n")[0] + "\n")


def test_cases_without_a_verdict_are_not_written() -> None:
    """A case that cannot be read has no verdict, and is not in the log; the others are."""
    Path("broken.yaml").write_text("contact: {}\n", encoding="utf-8")
    act = "actions: [{channel: email, purpose: follow_up, to: interviewer, at: 2026-11-26T10:00}]\n"
    Path("case.yaml").write_text(FRESH + act, encoding="utf-8")
    assert 3 == _run("check", "broken.yaml", "case.yaml", *NOW, *LOGGED).exit_code
    assert 1 == len(Path("log.jsonl").read_text("utf-8").splitlines())


@pytest.mark.parametrize("given", [LOGGED[:2], LOGGED[2:]])
def test_a_log_takes_a_key(given: tuple[str, ...]) -> None:
    """A log without a key, or a key without a log, is wrong usage."""
    found = _check(*given)
    assert 2 == found.exit_code
    assert "--log and --key-file go together" in found.output


def test_what_cannot_be_written_is_not_told() -> None:
    """Where the log lies in no folder nothing is told but that, with the code of a fault."""
    found = _check("--log", "none/log.jsonl", "--key-file", "log.key")
    assert (5, "") == (found.exit_code, found.stdout)
    assert "error[log-not-written]" in found.stderr
    assert "treat the action as not permitted" in " ".join(found.stderr.split())


def test_a_changed_log_is_told_with_the_record() -> None:
    """What is wrong stands with its line and record; the exit code is 1, in JSON too."""
    for _ in range(3):
        _check(*LOGGED)
    log = Path("log.jsonl")
    lines = log.read_text("utf-8").splitlines(keepends=True)
    log.write_text(lines[0] + lines[1].replace('"deny"', '"allow"').replace('"wait"', '"allow"'), encoding="utf-8")
    found = _run("log", "verify", *KEYED)
    assert 1 == found.exit_code
    assert "log[changed]: the line was changed, or was not written with this key\n" in found.output
    assert "\n  log.jsonl:2   record 2\n" in found.output
    assert "log[cut]: the log had 3 records at its last checkpoint, and ends with record 1\n" in found.output
    told = json.loads(_run("log", "verify", *KEYED, "--format", "json").output)
    assert ["changed", "cut"] == sorted(flaw["kind"] for flaw in told["flaws"])
    assert 3 == _run("replay", *KEYED, "--policy", "lenient.yaml").exit_code


def test_files_that_are_missing_are_told() -> None:
    """A log, checkpoints or a key that cannot be read ends with 3; a key that is not named, with 2."""
    _check(*LOGGED)
    assert 3 == _run("log", "verify", "none", "--key-file", "log.key").exit_code
    assert 3 == _run("log", "verify", *KEYED, "--checkpoints", "none").exit_code
    assert 3 == _run("log", "verify", "log.jsonl", "--key-file", "none").exit_code
    assert 2 == _run("log", "verify", "log.jsonl").exit_code
    assert 2 == _run("replay", "log.jsonl").exit_code
    assert 2 == _run("replay", "log.jsonl", "--policy", "lenient.yaml", "--checkpoints", "x").exit_code
    assert 3 == _run("replay", "log.jsonl", "--policy", "none.yaml").exit_code


def test_a_replay_shows_what_would_newly_be_permitted() -> None:
    """What was, and what would be; with nothing to show the lists are there all the same."""
    _check(*LOGGED)
    found = _run("replay", *KEYED, "--policy", "lenient.yaml")
    assert 0 == found.exit_code
    assert "Newly permitted: 1\n" in found.output
    assert "was wait until 2026-11-27T15:30-05:00, would be allow\n" in found.output
    told = json.loads(_run("replay", "log.jsonl", "--policy", "lenient.yaml", "--format", "json").output)
    assert ({"newly_permitted": 1, "newly_refused": 0, "otherwise": 0, "unreplayed": 0}, False) == (
        told["counts"],
        told["verified"],
    )


def test_a_folder_takes_a_log_of_its_own(here: Path) -> None:
    """Where `--log` names a folder, the verdict goes into a log in it that nobody else writes, and all are one."""
    (here / "logs").mkdir()
    with recording.open_segment("logs", key=KEY):
        assert 1 == _check("--log", "logs", "--key-file", "log.key").exit_code
    assert ["segment-1.jsonl", "segment-2.jsonl"] == sorted(path.name for path in (here / "logs").glob("*.jsonl"))
    found = _run("log", "verify", "logs", "--key-file", "log.key")
    expected = "logs: whole; 1 record in 2 logs, 1 decision among them\nIts checkpoints cover all of it.\n"
    assert (0, expected) == (found.exit_code, found.output)
    changed = here / "logs" / "segment-2.jsonl"
    changed.write_bytes(changed.read_bytes().replace(b"wait", b"deny"))
    found = _run("log", "verify", "logs", "--key-file", "log.key")
    assert (1, "  logs/segment-2.jsonl:1   record 1") == (found.exit_code, found.output.splitlines()[1])
