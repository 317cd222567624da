"""`--deadline`: no case takes longer than it may."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

CASE, NOW = "examples/03-wait.yaml", ("--now", "2026-11-23T09:00-05:00")
COMMANDS = [
    ("check", CASE, *NOW),
    ("plan", CASE, *NOW),
    ("next", CASE, *NOW),
    ("when", CASE, "--channel", "phone", "--to", "interviewer", *NOW),
]


@pytest.mark.no_cover
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_takes_too_long_is_given_up(command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With time enough a command answers as without a deadline; with less it says so, and permits nothing."""
    looks = count()
    monkeypatch.setattr("courtesy.deadline.monotonic", lambda: next(looks))
    expected, in_time, late = run(*command), run(*command, "--deadline", "1e9"), run(*command, "--deadline", "2")
    assert (expected.exit_code, expected.stdout) == (in_time.exit_code, in_time.stdout)
    assert (late.exit_code, late.stdout) == (5, "")
    assert "error[deadline-exceeded]: no answer within 2 seconds; treat the action as not permitted" in late.stderr


def test_each_case_has_the_time_for_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that takes too long does not keep the next one from being judged."""
    looks = count()
    monkeypatch.setattr("courtesy.deadline.monotonic", lambda: next(looks))
    both = run("check", CASE, "examples/01-allow.yaml", "--deadline", "100", *NOW)
    assert both.exit_code == 5
    assert "ALLOW" in both.stdout
    assert "deadline-exceeded" in both.stderr


@pytest.mark.parametrize("given", ["0", "-1", "soon"])
def test_a_deadline_is_a_number_of_seconds(given: str, run: Run) -> None:
    """Anything else is wrong usage."""
    assert run("check", CASE, "--deadline", given).exit_code == 2
