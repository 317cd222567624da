"""Runs the command line in process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[2]


class Run(Protocol):
    """Runs `courtesy` with arguments, and perhaps standard input."""

    def __call__(self, *arguments: str, stdin: bytes | str | None = None) -> Result:
        """What it printed, and its exit code."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `courtesy` from the top of the repository, without colour or debugging asked for by the environment."""
    monkeypatch.chdir(ROOT)
    for name in ("FORCE_COLOR", "NO_COLOR", "COURTESY_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def courtesy(*arguments: str, stdin: bytes | str | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, prog_name="courtesy")

    return courtesy
