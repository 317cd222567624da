"""Documents whose examples are executed: what a command or a program prints stands below it, and is held true.

A fenced block is a file (```` ```yaml case.yaml ````), commands with their output (```` ```console ````), or a program
(```` ```python ````) whose output is the ```` ```text ```` block below it. They are taken in their order, in one
folder, and the programs of a document share their names. Commands are those of Courtesy, and `cp`. A program that bears
the name of a file is a part of it, which is shown and has tests of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from courtesy.cli.main import cli

BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$(?P<output>\n\n```text\n.*?^```$)?",
    re.DOTALL | re.MULTILINE,
)
"""A fenced block, with the block of output that belongs to it."""
_SOURCES = {"yaml", "json", "eml"}
_COMMAND = re.compile(r"^\$ (?:.*\\\n)*.*\n", re.MULTILINE)
"""A command, over as many lines as end in a backslash."""


class Session:
    """Executes the blocks of one document in the current folder."""

    def __init__(self) -> None:
        self._code = 0
        self._names: dict[str, Any] = {"__name__": "__main__"}

    def renewed(self, text: str) -> str:
        """The text with the output that its blocks give now."""
        return BLOCK.sub(self._executed, text)

    def _executed(self, block: re.Match[str]) -> str:
        kind, body = block["kind"], block["body"]
        if kind in _SOURCES and block["file"]:
            Path(block["file"]).parent.mkdir(parents=True, exist_ok=True)
            Path(block["file"]).write_text(body, encoding="utf-8")
        elif kind == "console":
            return f"```console\n{self._replayed(body)}```"
        elif kind == "python" and not block["file"]:
            printed = self._run(body)
            return f"```python\n{body}```" + (f"\n\n```text\n{printed}```" if printed else "")
        return block[0]

    def _replayed(self, body: str) -> str:
        """The commands of the block, each with what it prints."""
        parts: list[str] = []
        for command in _COMMAND.findall(body):
            parts += [command, self._output(command.removeprefix("$ ").replace("\\\n", "").strip())]
        return "".join(parts)

    def _output(self, line: str) -> str:
        if line == "echo $?":
            return f"{self._code}\n"
        command, *filters = line.split(" | ")
        program, *arguments = shlex.split(command)
        if program == "cp":
            return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout
        assert program == "courtesy"
        result = CliRunner().invoke(cli, arguments, prog_name="courtesy")
        self._code, output = result.exit_code, result.output
        for step in filters:
            done = subprocess.run(shlex.split(step), input=output, capture_output=True, text=True, check=True)
            output = done.stdout
        return output

    def _run(self, program: str) -> str:
        """What the program prints."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(program, "example", "exec"), self._names)  # noqa: S102  it is our own example
        return printed.getvalue()


def hold(document: Path, renewed: str) -> None:
    """The document reads as it was renewed; with COURTESY_UPDATE=1 it is written anew first."""
    if os.environ.get("COURTESY_UPDATE"):
        document.write_text(renewed, encoding="utf-8")
    assert renewed == document.read_text(encoding="utf-8")
