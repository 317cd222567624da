"""The README tells the truth: its commands and its program print what it says they print.

With COURTESY_UPDATE=1 the output in the README is written anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PROGRAM = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def _replay(block: str) -> str:
    """The block with the output that its commands give now."""
    lines, code = [], 0
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        lines.append(line)
        program, *arguments = shlex.split(line.removeprefix("$ "))
        if program == "echo":
            assert arguments == ["$?"]
            lines.append(str(code))
            continue
        assert program == "courtesy"
        result = CliRunner().invoke(cli, arguments, prog_name="courtesy")
        code = result.exit_code
        lines.extend(result.output.splitlines())
    return "".join(f"{line}\n" for line in lines)


def _run(program: str) -> str:
    """What the program prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102  it is our own example
    return printed.getvalue()


def _renewed(text: str) -> str:
    text = _CONSOLE.sub(lambda found: f"```console\n{_replay(found[1])}```", text)
    return _PROGRAM.sub(lambda found: f"```python\n{found[1]}```\n\n```text\n{_run(found[1])}```", text)


def test_readme_shows_real_output() -> None:
    """Every command and program in the README prints exactly what stands below it."""
    text = README.read_text(encoding="utf-8")
    assert _CONSOLE.search(text)
    assert _PROGRAM.search(text)
    renewed = _renewed(text)
    if os.environ.get("COURTESY_UPDATE"):
        README.write_text(renewed, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == renewed


def test_readme_names_existing_files() -> None:
    """Every relative link of the README leads to a file or folder of this repository."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
