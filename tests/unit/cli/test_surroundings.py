"""What surrounds the command line: streams that are closed or full, folders that lead in circles, wide characters."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from courtesy.cli import terminal

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]
NOW = ("--now", "2026-11-23T09:00-05:00")
_UNWRITTEN = "error[unwritable-output]: cannot write the result: {}; treat the action as not permitted\n"
CASE = """\
zone: America/New_York
interview: {ended_at: 2026-11-13T15:30}
contacts: {hr: {roles: [hr]}}
actions: [{id: call, channel: phone, purpose: check_in, to: hr, at: 2026-11-24T10:00}]
"""


def _shell(redirected: str, *arguments: str) -> tuple[int, str, str]:
    """Run `courtesy check` through a shell with redirections; the exit code and what it printed."""
    command = f'exec "$0" -m courtesy check "$@" {redirected}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, *arguments, *NOW],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_closed_standard_error_changes_no_exit_code() -> None:
    """Whoever does not want to hear of mistakes still gets the exit code of the verdict."""
    assert _shell("2>&- >/dev/null", "examples/03-wait.yaml") == (1, "", "")


@pytest.mark.no_cover
@pytest.mark.parametrize("example", ["01-allow", "03-wait"])
def test_closed_standard_output_permits_nothing(example: str) -> None:
    """A result that nobody could see is a fault, whether or not the complaint can be seen."""
    said = _UNWRITTEN.format("standard output is closed")
    assert _shell(">&-", f"examples/{example}.yaml") == (5, "", said)
    assert _shell(">&- 2>&-", f"examples/{example}.yaml") == (5, "", "")


INTERRUPTED = """
import os, signal, sys
during = sys.argv[1]
signal.signal(signal.SIGINT, getattr(signal, sys.argv[2]))  # whatever the shell of the tests has it do
class Interruption:
    def find_spec(self, name, *_):
        if name == during:
            os.kill(os.getpid(), signal.SIGINT)
import courtesy_command
sys.meta_path.insert(0, Interruption())
sys.argv[1:] = ["check", "examples/03-wait.yaml"]
courtesy_command.main()
"""


@pytest.mark.parametrize(
    ("during", "code"),
    [
        ("courtesy", -signal.SIGINT),
        ("courtesy.loading.schemas", -signal.SIGINT),
        ("courtesy.rendering.verdict.text", 130),
    ],
)
def test_ctrl_c_ends_in_silence_from_the_start_on(during: str, code: int) -> None:
    """Ctrl-C while anything is imported prints nothing, and shells see the same as later."""
    done = _interrupted(during, "default_int_handler")
    assert (code, "", "") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.no_cover
@pytest.mark.parametrize("during", ["courtesy", "courtesy.rendering.verdict.text"])
def test_ctrl_c_stays_ignored_where_it_is(during: str) -> None:
    """In a shell's background, where Ctrl-C is ignored, it ends nothing."""
    done = _interrupted(during, "SIG_IGN")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("WAIT")


def _interrupted(during: str, disposition: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", INTERRUPTED, during, disposition], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_closed_standard_input_is_an_empty_file() -> None:
    """Reading from a closed standard input finds nothing, which is no case."""
    code, _, said = _shell("<&-", "-")
    assert (3, True) == (code, "found an empty file" in said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_result_that_cannot_be_written_permits_nothing() -> None:
    """A result that nobody could see is a fault, whatever it was."""
    said = _UNWRITTEN.format("no space left on device")
    assert _shell(">/dev/full", "examples/01-allow.yaml") == (5, "", said)


def test_complaint_that_cannot_be_written_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard error that takes nothing does not keep the exit code from being given."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("click.echo", refuse)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    terminal.complain("words")
    assert sys.stderr.name == os.devnull
    sys.stderr.close()


def test_force_color_zero_is_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR=0 asks for nothing."""
    monkeypatch.setenv("FORCE_COLOR", "0")
    assert not terminal.shows_colour()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert terminal.shows_colour()


def test_folder_that_leads_in_circles(run: Run, tmp_path: Path) -> None:
    """Links to folders are not followed, so each case is judged once."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "one.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "cases" / "again").symlink_to(tmp_path)
    (tmp_path / "cases" / "gone.json").symlink_to(tmp_path / "nowhere.yaml")
    result = run("check", str(tmp_path), *NOW, "--format", "json")
    assert [item["case"] for item in json.loads(result.stdout)] == [str(tmp_path / "cases" / "one.yaml")]
    (gone,) = json.loads(result.stderr)["error"]["problems"]
    assert (3, "unreadable-file") == (result.exit_code, gone["code"])
    assert str(tmp_path / "cases" / "gone.json") == gone["file"]


def test_body_file_that_cannot_be_read(run: Run) -> None:
    """A text that cannot be had is a mistake of the command line."""
    result = run("check", "--channel", "email", "--to", "hr", "--zone", "UTC", "--body-file", "nowhere.txt", *NOW)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "--body-file nowhere.txt cannot be read: No such file or directory" in result.stderr


def test_wide_characters_keep_to_the_columns(run: Run, tmp_path: Path) -> None:
    """Text in a script of wide characters fits into 80 columns, and marks stand under the very words."""
    title = "\u9762\u63a5\u5f8c\u306e\u9023\u7d61" * 12
    policy = tmp_path / "policy.yaml"
    rule = f"{{id: a.b, level: must, title: {title}, forbid: {{channel: phone}}}}"
    policy.write_text(f"courtesy: 1\nid: p\nversion: 1.0.0\ntitle: {title}\nrules:\n- {rule}\n", encoding="utf-8")
    shown = run("show", str(policy)).stdout.splitlines()
    assert [title[:40], title[40:]] == shown[:2]
    assert title in "".join(line.strip() for line in shown[2:]).replace("must    ", "")
    assert max(map(len, shown)) < 80
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("roles: [hr]", f"name: {title[:4]}, roles: hrr"), encoding="utf-8")
    marks = run("check", str(case), *NOW).stderr.splitlines()[-1]
    assert marks == f"    | {' ' * 39}^^^"
