"""A command reads each of its inputs once, and the clock once, whatever it finds there."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from courtesy.cli import case_input
from courtesy.loading import policy_catalog, source

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.cli.conftest import Run

    Reads = Callable[[], Counter[str]]

POLICY = """
courtesy: 1
id: house
version: {version}
title: A house of two versions
zone: America/New_York
valid: {{{valid}}}
rules:
  - {{id: calls.wait, level: must, applies_to: {{channel: phone}}, wait: {{at_least: 1 day, after: interview}}}}
"""
CASE = """
zone: America/New_York
interview: {ended_at: 2026-11-20T15:30}
contacts: {hr: {roles: [hr], emails: [hr@example.org]}}
actions: [{id: call, channel: phone, to: hr, at: 2026-11-23T10:00}]
"""
DRAFT = b"From: me@example.org\nTo: hr@example.org\nDate: Mon, 23 Nov 2026 10:00:00 -0500\n\nThank you.\n"
HOUSE = ("--policy", "house", "--format", "json")
NOW = ("--now", "2026-11-21T09:00")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case, and a policy `house` whose newer version does not hold yet."""
    for version, valid in (("1.0.0", "until: 2027-01-01"), ("2.0.0", "from: 2027-01-01")):
        manifest = tmp_path / "policies/house" / version / "policy.yaml"
        manifest.parent.mkdir(parents=True)
        manifest.write_text(POLICY.format(version=version, valid=valid))
    monkeypatch.setattr(policy_catalog, "data_root", lambda: tmp_path)
    (tmp_path / "case.yaml").write_text(CASE)
    (tmp_path / "draft.eml").write_bytes(DRAFT)
    return tmp_path


@pytest.fixture
def reads(house: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    """How often each file beside the policies was opened, or parsed (`parsed <name>`), and the clock was read."""
    counted: Counter[str] = Counter()
    opened, parsed, clock = Path.open, source.read_yaml, case_input.clock

    def count_opened(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        counted[path.name] += path.parent == house and "r" in mode
        return opened(path, mode, *arguments, **options)

    def count_parsed(text: str, file: str) -> Any:
        counted[f"parsed {Path(file).name}"] += Path(file).name != "policy.yaml"
        return parsed(text, file)

    def count_clock() -> datetime:
        counted["clock"] += 1
        return clock().astimezone(UTC)

    monkeypatch.setattr(Path, "open", count_opened)
    monkeypatch.setattr(source, "read_yaml", count_parsed)
    monkeypatch.setattr(case_input, "clock", count_clock)
    return lambda: +counted


@pytest.mark.parametrize(
    "command",
    [
        "check case.yaml",
        "plan case.yaml",
        "next case.yaml",
        "when case.yaml --channel phone --to hr",
    ],
)
def test_a_case_is_read_once_for_two_versions(command: str, run: Run, house: Path, reads: Reads) -> None:
    """The version that is named first only tells which one is in force; the case is read and parsed once for both."""
    name, file, *rest = command.split()
    result = run(name, str(house / file), *rest, *HOUSE, *NOW)
    assert "1.0.0" == json.loads(result.stdout)["policy"]["version"], result.stderr
    assert {"case.yaml": 1, "parsed case.yaml": 1} == reads()


def test_a_draft_and_a_folder_are_read_once(run: Run, house: Path, reads: Reads) -> None:
    """So are drafts, and cases that have to be told from policies first."""
    case, draft, folder = str(house / "case.yaml"), str(house / "draft.eml"), house / "cases"
    assert 0 == run("check", case, "--eml", draft, "--policy", "house", *NOW).exit_code
    assert {"case.yaml": 1, "parsed case.yaml": 1, "draft.eml": 1} == reads()
    folder.mkdir()
    shutil.move(case, folder / "other.yaml")
    assert 0 == run("check", str(folder), "--policy", "house", *NOW).exit_code
    assert 1 == reads()["parsed other.yaml"]


@pytest.mark.parametrize("command", ["check", "plan", "validate"])
def test_a_mistake_is_shown_in_what_was_read(command: str, run: Run, house: Path, reads: Reads) -> None:
    """The line that an error shows is not read from the file once more."""
    (house / "case.yaml").write_text(CASE.replace("channel: phone", "chanel: phone"))
    result = run(command, str(house / "case.yaml"), "--policy", "house")
    assert "actions: [{id: call, chanel: phone" in result.stderr
    assert {"case.yaml": 1, "parsed case.yaml": 1} == {name: n for name, n in reads().items() if name != "clock"}


@pytest.mark.parametrize("command", ["check", "plan", "next", "when"])
def test_the_clock_is_read_once(command: str, run: Run, house: Path, reads: Reads) -> None:
    """What is judged, and by which version, is of one moment."""
    flags = ("--channel", "phone", "--to", "hr") if command == "when" else ()
    run(command, str(house / "case.yaml"), "--policy", "house", *flags)
    assert 1 == reads()["clock"]


def test_errors_are_json_where_results_are(run: Run, house: Path) -> None:
    """Each error is one line of JSON on standard error, with its problems as data; results stay on standard output."""
    (house / "bad.yaml").write_text(CASE.replace("phone", "phone, chanel: sms"))
    result = run("check", *(str(house / name) for name in ("bad.yaml", "case.yaml", "gone.yaml")), *HOUSE)
    assert 3 == result.exit_code
    assert [str(house / "case.yaml")] == [one["case"] for one in json.loads(result.stdout)]
    errors = [json.loads(line)["error"] for line in result.stderr.splitlines()]
    assert [["unknown-key"], ["unreadable-file"]] == [[one["code"] for one in error["problems"]] for error in errors]
    assert ["/actions/0/chanel", None] == [error["problems"][0]["pointer"] for error in errors]


def test_what_is_passed_over_is_json_too(run: Run, house: Path) -> None:
    """What is no error is told as JSON as well, so that every line can be read alike."""
    folder = house / "cases"
    folder.mkdir()
    (folder / "idle.yaml").write_text("contacts: {}\n")
    result = run("check", str(folder), *HOUSE)
    assert "no-action" == json.loads(result.stderr)["note"]["code"]
