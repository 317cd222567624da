"""`courtesy docs` writes handbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

AGENCY = Path(__file__).parents[3] / "examples" / "agency"
VERSION = """
courtesy: 1
id: small
version: {version}
title: Small
zone: Pacific/Auckland
valid: {valid}
rules: [{{id: a.rule, level: must, applies_to: {{channel: sms}}, forbid: true}}]
"""


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:  # noqa: ARG001  `run` chooses a folder first
    """Two versions of a policy, the second from 2027 on, in the current folder."""
    for version, valid in (("1.0.0", "{until: 2027-01-01}"), ("1.1.0", "{from: 2027-01-01}")):
        (tmp_path / "small" / version).mkdir(parents=True)
        text = VERSION.format(version=version, valid=valid)
        (tmp_path / "small" / version / "policy.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("COURTESY_PROJECT", "")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _state(run: Run, *arguments: str) -> str:
    result = run("docs", *arguments)
    assert (0, "") == (result.exit_code, result.stderr)
    return result.stdout.splitlines()[2].partition(". ")[2]


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("arguments", "begin"),
    [
        (("./small", "--as-of", "2026-12-31"), "On Thursday 31 December 2026 version 1.0.0 holds"),
        (("./small", "--now", "2027-01-01"), "On Friday 1 January 2027 version 1.1.0 holds."),
        # In Auckland the year begins at eleven in the morning of Greenwich.
        (("./small", "--now", "2026-12-31T11:00+00:00"), "On Friday 1 January 2027 version 1.1.0 holds."),
        (("./small", "--now", "2026-12-31T10:59+00:00"), "On Thursday 31 December 2026 version 1.0.0 holds"),
        (("./small/1.0.0", "--now", "2027-01-01"), "On Friday 1 January 2027 version 1.0.0 no longer holds"),
    ],
)
def test_the_day_chooses_the_version(run: Run, arguments: tuple[str, ...], begin: str) -> None:
    """Of a folder of versions it is about the one that holds on the day, by the clocks of the policy."""
    assert _state(run, *arguments).startswith(begin)


def test_an_exact_version_is_that_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that is named stands among the others; left out, the policy is that of the project."""
    monkeypatch.chdir(AGENCY)
    named = run("docs", "northgate@1.1.0", "--as-of", "2026-11-26").stdout
    assert "version 1.1.0 does not hold yet: it holds from Friday 1 January 2027 on" in named
    assert "| 1.0.0 |" in named
    assert "The policy london in plain words" in run("docs", "--as-of", "2026-11-26").stdout


@pytest.mark.usefixtures("versions")
def test_what_changed_is_told(run: Run) -> None:
    """A version is set beside the one before it, also where only the later one was named by its path."""
    for arguments in (("./small", "--as-of", "2027-01-01"), ("./small/1.1.0", "--as-of", "2027-01-01")):
        assert "Beside small 1.0.0: " in run("docs", *arguments).stdout
    assert "Beside" not in run("docs", "./small", "--as-of", "2026-12-31").stdout


@pytest.mark.usefixtures("versions")
def test_into_a_file(run: Run) -> None:
    """`--output` writes the file anew each time, in the format of its ending, and says so."""
    for _ in range(2):
        result = run("docs", "./small", "--output", "book.html", "--as-of", "2026-11-26")
        assert (0, "Written: book.html\n", "") == (result.exit_code, result.stdout, result.stderr)
    page = Path("book.html").read_bytes()
    assert page.startswith(b"<!DOCTYPE html>")
    assert page.decode() == run("docs", "./small", "--format", "html", "--as-of", "2026-11-26").stdout
    run("docs", "./small", "--output", "book.md", "--as-of", "2026-11-26")
    assert Path("book.md").read_text(encoding="utf-8").startswith("# Small\n")


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("./small", "--output", "small/1.0.0/policy.yaml"), 2, "is a file of the policy: name another one"),
        (("./small", "--output", "small"), 2, "is a directory"),
        (("./small", "--output", "nowhere/book.md"), 3, "cannot write `nowhere/book.md`"),
        (("./small", "--format", "pdf"), 2, "'pdf' is not one of 'markdown', 'html'"),
        (("./small@2.0.0",), 3, "small@2.0.0"),
        (("nobody",), 3, "expected the name of a policy, found `nobody`"),
        (("./small", "--as-of", "soon"), 2, "is no time such as"),
    ],
)
def test_what_cannot_be_done(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    """What is asked for wrongly is told, and nothing is written."""
    result = run("docs", *arguments)
    assert (code, "") == (result.exit_code, result.stdout)
    assert said in " ".join(result.stderr.split())
    assert Path("small/1.0.0/policy.yaml").read_text(encoding="utf-8").startswith("\ncourtesy: 1")
