"""`courtesy plan` and `next` over several cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from courtesy.cli import agenda
from tests.unit.cli.conftest import FRESH, UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00-05:00", "--days", "7")
BERLIN = FRESH.replace("America/New_York", "Europe/Berlin")


@pytest.fixture(autouse=True)
def _in_denver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine is in Denver."""
    monkeypatch.setattr(agenda, "machine_zone", lambda: "America/Denver")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two cases, one of them in a folder of its own."""
    (tmp_path / "north").mkdir()
    (tmp_path / "anna.yaml").write_text(FRESH, encoding="utf-8")
    (tmp_path / "north" / "ben.yaml").write_text(FRESH, encoding="utf-8")
    return tmp_path


def _agenda(run: Run, *arguments: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(run(*arguments, *NOW, "--format", "json").stdout)
    return told


@pytest.mark.parametrize("command", ["plan", "next"])
def test_a_folder_comes_to_one_agenda(run: Run, folder: Path, command: str) -> None:
    """All cases of a folder are in it, by their names from the folder on, and every act has the time of its plan."""
    told = _agenda(run, command, str(folder))
    entries = told["entries"]
    assert isinstance(entries, list)
    alone = json.loads(run("plan", str(folder / "anna.yaml"), *NOW, "--format", "json").stdout)
    assert {"anna", "north/ben"} == {entry["case"] for entry in entries}
    assert [(act["id"], act["at"]) for act in alone["actions"]] == [
        (entry["action"]["id"], entry["action"]["at"]) for entry in entries if entry["case"] == "anna"
    ]
    assert sorted(entry["at"] for entry in entries) == [entry["at"] for entry in entries]


@pytest.mark.parametrize(
    ("format_name", "begins"),
    [
        ("text", "ALLOW  "),
        ("markdown", "# ALLOW: "),
        ("html", "<!DOCTYPE html>"),
        ("json", "{"),
        ("ics", "BEGIN:VCALENDAR"),
    ],
)
def test_every_format(run: Run, folder: Path, format_name: str, begins: str) -> None:
    """An agenda comes in every format, quietly."""
    result = run("next", str(folder), *NOW, "--format", format_name)
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith(begins)


def test_cases_with_one_id_are_told(run: Run, folder: Path) -> None:
    """A case that was copied with its id is told, and each is called by its file."""
    for path in (folder / "anna.yaml", folder / "north" / "ben.yaml"):
        path.write_text(f"id: designer\n{FRESH}", encoding="utf-8")
    told = _agenda(run, "plan", str(folder))
    notices = told["notices"]
    assert isinstance(notices, list)
    assert ["same-id"] == [notice["code"] for notice in notices]
    message = f"The id `designer` is that of {folder / 'anna.yaml'} and {folder / 'north' / 'ben.yaml'}: give"
    assert str(notices[0]["message"]).startswith(message)


def test_a_file_that_is_named_twice_is_in_it_once(run: Run, folder: Path) -> None:
    """However often a file is named, and in whichever way, nothing of it is told twice."""
    once = _agenda(run, "plan", str(folder))["entries"]
    again = _agenda(run, "plan", str(folder), str(folder / "anna.yaml"), str(folder / "north" / ".." / "anna.yaml"))
    assert once == again["entries"]


def test_a_case_that_does_not_load_is_told(run: Run, folder: Path) -> None:
    """What is wrong with one case is told, the others are shown with it at the end, and the exit code is 3."""
    (folder / "carl.yaml").write_text("zone: Mars/Base\n", encoding="utf-8")
    result = run("plan", str(folder), *NOW)
    assert 3 == result.exit_code
    assert "unknown-zone" in result.stderr
    assert "anna: Check-in phone call" in result.stdout
    assert "carl.yaml: Expected a known time zone, found `Mars/Base`." in " ".join(result.stdout.split())


def test_a_history_from_the_future_is_told(run: Run, folder: Path) -> None:
    """A case for which no plan can be made is told like one that does not load."""
    later = FRESH.replace("2026-11-20T18:00", "2026-12-20T18:00")
    (folder / "carl.yaml").write_text(later, encoding="utf-8")
    result = run("plan", str(folder), *NOW)
    assert 3 == result.exit_code
    assert "anna: Check-in phone call" in result.stdout


def test_a_question_is_no_failure(run: Run, folder: Path) -> None:
    """A case of which too little is known is asked about, and the exit code is that of what is undetermined."""
    (folder / "dora.yaml").write_text(UNKNOWN, encoding="utf-8")
    result = run("plan", str(folder), *NOW)
    assert (4, "") == (result.exit_code, result.stderr)
    assert "? dora\n" in result.stdout


def test_a_plan_that_is_impossible_is_refused(run: Run, folder: Path, strict: str) -> None:
    """Where the rules of one case conflict the exit code is that of a refusal."""
    result = run("plan", str(folder / "north"), str(folder / "anna.yaml"), "--policy", strict, *NOW)
    assert 1 == result.exit_code
    assert "Not planned" in result.stdout


def test_several_files_and_names_that_are_the_same(run: Run, folder: Path) -> None:
    """Cases may be given one by one; where two would be called alike they are called by their paths."""
    (folder / "north" / "anna.yaml").write_text(FRESH, encoding="utf-8")
    paths = [str(folder / "anna.yaml"), str(folder / "north" / "anna.yaml"), str(folder / "north" / "ben.yaml")]
    cases = _agenda(run, "plan", *paths)["cases"]
    assert isinstance(cases, list)
    assert [*paths[:2], "ben"] == [case["case"] for case in cases]


@pytest.mark.parametrize(
    ("zones", "flags", "expected"),
    [
        ((FRESH, FRESH), (), ("2026-11-23T09:00:00-05:00", [])),
        ((BERLIN, BERLIN), (), ("2026-11-23T15:00:00+01:00", [])),
        ((FRESH, BERLIN), (), ("2026-11-23T07:00:00-07:00", ["machine-zone"])),
        ((FRESH, BERLIN), ("--zone", "Asia/Tokyo"), ("2026-11-23T23:00:00+09:00", [])),
    ],
)
def test_the_clock_is_the_readers(
    run: Run, folder: Path, zones: tuple[str, str], flags: tuple[str, ...], expected: tuple[str, list[str]]
) -> None:
    """Times are on the clock that is asked for, else on that of all cases, else on the machine's, which is said."""
    for name, text in zip(("anna", "north/ben"), zones, strict=True):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    told = _agenda(run, "plan", str(folder), *flags)
    assert isinstance(told["notices"], list)
    assert expected == (told["now"], [notice["code"] for notice in told["notices"]])


def test_a_zone_that_is_none(run: Run, folder: Path) -> None:
    """A clock that there is not is invalid, with the flag."""
    result = run("plan", str(folder), *NOW, "--zone", "Europe/Lodon")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "--zone" in result.stderr
    assert "`Europe/London`" in result.stderr


def test_one_case_has_no_page_of_next_steps(run: Run, folder: Path) -> None:
    """A page of next steps is there for several cases; for one there is that of its plan."""
    result = run("next", str(folder / "anna.yaml"), *NOW, "--format", "html")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "courtesy plan" in result.stderr


@pytest.mark.parametrize("flags", [("--role", "hr"), ("--contact", "hr"), ("--to", "hr"), ("--interview", "today")])
def test_flags_describe_no_case_beside_a_folder(run: Run, folder: Path, flags: tuple[str, ...]) -> None:
    """What flags say of a case makes no sense beside several."""
    assert 2 == run("plan", str(folder), *flags, *NOW).exit_code


def test_a_folder_without_cases(run: Run, tmp_path: Path) -> None:
    """A folder in which there is no case is a mistake."""
    result = run("plan", str(tmp_path), *NOW)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "contains no cases" in " ".join(result.stderr.split())
