"""`courtesy new case`, by flags and by answers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

import courtesy
from courtesy.cli import case_draft

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

FLAGS = ("--interview", "2026-11-20T15:30", "--zone", "America/New_York")
WRITTEN = """\
# What is known of one interview. What is left out is unknown; `courtesy manual cases` lists all that can be told.
# `courtesy next FILE` says what may be done now; `courtesy record FILE` writes down what was done, and what came in.
id: northgate
zone: America/New_York   # of times without an offset, and of contacts without a zone of their own
interview: {ended_at: 2026-11-20T15:30}
candidate:
  emails: [sam@example.net]
  # Where you use LinkedIn, say how your profile stands:
  # linkedin: {profile_polished: true, recommendations: 2, portfolio_linked: true}
contacts:
  jane: {roles: [interviewer], emails: [jane@example.com], zone: America/Chicago}
  hr: {roles: [hr]}
history: []   # what was done, and what came in
"""


def _lines(text: str) -> str:
    """The text without the line that says where the schema lies."""
    first, _, rest = text.partition("\n")
    assert re.fullmatch(r"# yaml-language-server: \$schema=file:///.*/case\.schema\.json", first)
    return rest


def test_a_case_is_written_by_flags(run: Run, tmp_path: Path) -> None:
    """The file says what the flags say, with comments for who goes on, and every command can read it."""
    path = tmp_path / "northgate.yaml"
    about = (
        "--contact",
        "jane:interviewer,jane@example.com,America/Chicago",
        "--to",
        "hr",
        "--email",
        "sam@example.net",
    )
    result = run("new", "case", str(path), *FLAGS, *about)
    assert (0, f"Written: {path}\n`courtesy next {path}` says what to do now.\n") == (result.exit_code, result.stdout)
    assert WRITTEN == _lines(path.read_text(encoding="utf-8"))
    assert 0 == run("next", str(path), "--now", "2026-11-21T09:00").exit_code
    assert 0 == run("record", str(path), "--channel", "phone", "--to", "hr", "--now", "2026-11-21T09:00").exit_code


def test_a_case_is_written_by_answers(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal what is missing is asked, and what a flag says is not; a time that is none is asked again."""
    monkeypatch.setattr(case_draft, "at_a_terminal", lambda: True)
    path = tmp_path / "northgate.yaml"
    answers = (
        "on Friday\n2026-11-20T15:30\nsam@example.net\njane\ninterviewer, jane@example.com America/Chicago\nhr\n\n\n"
    )
    result = run("new", "case", str(path), "--zone", "America/New_York", stdin=answers)
    assert 0 == result.exit_code, result.stderr
    assert WRITTEN == _lines(path.read_text(encoding="utf-8"))
    assert "is no time such as" in result.stderr
    assert "time zone [" not in result.stderr


def test_what_is_missing_is_named_where_nobody_can_be_asked(run: Run, tmp_path: Path) -> None:
    """Without a terminal a case needs its flags, all that miss told at once."""
    result = run("new", "case", str(tmp_path / "x.yaml"))
    assert 2 == result.exit_code
    assert "a case needs --interview and --contact" in result.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_file_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    """A file that is there is left alone, a link that leads nowhere too."""
    path, link = tmp_path / "case.yaml", tmp_path / "link.yaml"
    path.write_text("mine\n", encoding="utf-8")
    link.symlink_to(tmp_path / "nowhere")
    for taken in (path, link):
        result = run("new", "case", str(taken), *FLAGS, "--contact", "hr")
        assert (2, True) == (result.exit_code, "is there already" in result.stderr)
    assert ("mine\n", False) == (path.read_text(encoding="utf-8"), (tmp_path / "nowhere").exists())


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--contact", "hr:boss"), "expected a known role, found `boss`\n  --contact"),
        (("--contact", "hr", "--zone", "EST"), "--zone   help: did you mean `America/New_York`?"),
        (("--contact", "h r"), "--contact"),
    ],
)
def test_what_no_case_may_say_is_not_written(run: Run, tmp_path: Path, flags: tuple[str, ...], says: str) -> None:
    """What is wrong is told by its flag, and no file is made."""
    result = run("new", "case", str(tmp_path / "case.yaml"), *FLAGS, *flags)
    assert (3, []) == (result.exit_code, list(tmp_path.iterdir()))
    assert says in result.stderr


def test_standard_output_and_json(run: Run, tmp_path: Path) -> None:
    """With `-` the case goes to standard output; a file in JSON has no comments. Both say the same."""
    printed = run("new", "case", "-", *FLAGS, "--contact", "hr").stdout
    path = tmp_path / "case.json"
    run("new", "case", str(path), *FLAGS, "--contact", "hr")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written == yaml.load(printed, Loader=yaml.BaseLoader)  # noqa: S506  times stay text
    assert "2026-11-20-hr" == written["id"]
    assert courtesy.load_policy("hire-wire").load_case(path).contacts.keys() == {"hr"}


def test_only_what_can_be_made_is_made(run: Run) -> None:
    """`courtesy new` lists what it makes, and knows nothing else."""
    assert "case" in run("new", "--help").stdout
    assert 2 == run("new", "cse").exit_code


def test_a_policy_that_is_named_stands_in_the_case(run: Run, tmp_path: Path) -> None:
    """A case names the policy that was given by its name; one that was given by its path is named in the advice."""
    named, pointed = tmp_path / "named.yaml", tmp_path / "pointed.yaml"
    run("new", "case", str(named), *FLAGS, "--contact", "hr", "--policy", "hire-wire@1.0.0")
    assert "id: named\npolicy: hire-wire@1.0.0\nzone: " in named.read_text(encoding="utf-8")
    told = run("new", "case", str(pointed), *FLAGS, "--contact", "hr", "--policy", "examples/one-file").stdout
    assert f"`courtesy next {pointed} --policy examples/one-file` says what to do now." in told
    assert "policy:" not in pointed.read_text(encoding="utf-8")
