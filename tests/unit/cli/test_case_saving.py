"""Cases from flags that are kept: by `--save`, or as the person at the terminal says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from courtesy.cli import case_saving
from courtesy.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

FLAGS = ("--interview", "today 12:00", "--zone", "America/New_York", "--contact", "interviewer:Europe/London")
NOW = ("--now", "2026-11-20T13:00-05:00")
CALL = ("--channel", "phone", "--purpose", "check_in", "--to", "hr")


@pytest.mark.no_cover
@pytest.mark.parametrize("command", [("plan",), ("next",), ("when", *CALL)])
@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_what_is_saved_gives_the_same(run: Run, tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    """The file states what the flags did, with times written out, so that the same question has the same answer."""
    file = tmp_path / name
    from_flags = run(*command, *FLAGS, "--invited", *NOW, "--save", str(file))
    assert (0, f"Written: {file}\n`courtesy next {file}` says what to do from now on.\n") == (
        from_flags.exit_code,
        from_flags.stderr,
    )
    assert from_flags.stdout == run(*command, str(file), *NOW).stdout
    assert "2026-11-20T12:00" in file.read_text(encoding="utf-8")


def test_no_file_is_written_over(run: Run, tmp_path: Path) -> None:
    """A file that is there stays as it is, and nothing is answered."""
    file = tmp_path / "case.yaml"
    file.write_text("mine", encoding="utf-8")
    result = run("plan", *FLAGS, *NOW, "--save", str(file))
    assert (2, "", "mine") == (result.exit_code, result.stdout, file.read_text(encoding="utf-8"))
    assert "is there already" in result.stderr


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """The answer is shown, and that the case could not be written is told."""
    result = run("plan", *FLAGS, *NOW, "--save", str(tmp_path / "nowhere" / "case.yaml"))
    assert 3 == result.exit_code
    assert "A plan of" in result.stdout
    assert "unwritable-file" in result.stderr


def test_a_case_from_a_file_is_not_saved(run: Run) -> None:
    """What is in a file already is not saved again."""
    assert 2 == run("plan", "examples/09-fresh-interview.yaml", "--save", "other.yaml", *NOW).exit_code


@pytest.mark.parametrize(
    ("answers", "kept"),
    [("\n", None), ("mine.yaml\n", "mine.yaml"), ("taken.yaml\nnowhere/x.yaml\nmine.yaml\n", "mine.yaml")],
)
def test_a_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: str, kept: str | None) -> None:
    """On a terminal the case is offered to be kept: a name keeps it, nothing does not, and a bad name is asked anew."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(case_saving, "_somebody_is_there", lambda: True)
    (tmp_path / "taken.yaml").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(cli, ("plan", *FLAGS, *NOW), input=answers, prog_name="courtesy")
    assert 0 == result.exit_code
    assert "Save this as a case?" in result.stderr
    assert "Save this" not in result.stdout
    assert {"taken.yaml", *([kept] if kept else [])} == {file.name for file in tmp_path.iterdir()}
    assert "mine" == (tmp_path / "taken.yaml").read_text(encoding="utf-8")


def test_nobody_is_asked_elsewhere(run: Run) -> None:
    """Where nobody sees the result nothing is asked."""
    assert "" == run("plan", *FLAGS, *NOW).stderr
