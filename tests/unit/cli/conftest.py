"""Runs the command line in process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from courtesy.cli.main import cli

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[3]
FRESH = """
zone: America/New_York
interview: {ended_at: 2026-11-20T15:30}
candidate: {linkedin: {profile_polished: true, recommendations: 2, portfolio_linked: true}}
contacts:
  interviewer: {roles: [interviewer]}
  hr: {roles: [hr]}
history:
  - {channel: handwritten_note, purpose: thank_you, to: interviewer, at: 2026-11-20T18:00}
"""
UNKNOWN = "zone: America/New_York\ncontacts: {interviewer: {roles: [interviewer]}}\n"
STRICT = """
courtesy: 1
id: strict
version: 1.0.0
title: A policy that cannot be kept
zone: America/New_York
defaults: {unlisted_channel: warn}
rules:
  - id: timing.a-call-waits
    level: must
    applies_to: {channel: phone}
    wait: {at_least: 7 days, after: interview}
  - id: obligations.call-soon
    level: must
    expect: {act: {channel: phone}, within: 5 days, after: interview, for_each: interviewer}
"""


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


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case after an interview, in which a note has been written."""
    return _file(tmp_path, "case.yaml", FRESH)


@pytest.fixture
def unknown(tmp_path: Path) -> str:
    """A case of which hardly anything is known."""
    return _file(tmp_path, "unknown.yaml", UNKNOWN)


@pytest.fixture
def strict(tmp_path: Path) -> str:
    """A policy that nobody can keep."""
    return _file(tmp_path, "strict.yaml", STRICT)


def _file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)
