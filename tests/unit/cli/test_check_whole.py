"""`courtesy check` tells what is owed, and what could be done instead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00")


def test_check_tells_what_is_owed(run: Run) -> None:
    """A case is checked with what is owed in it."""
    shown = json.loads(run("check", "examples/03-wait.yaml", *NOW, "--format", "json").stdout)
    assert "obligations.thank-you-note" in {owed["rule"] for owed in shown["obligations"]}


def test_flags_alone_owe_nothing(run: Run, strict: str) -> None:
    """An act that is stated by flags alone is judged without what is owed in a case that nobody knows."""
    flags = ("--channel", "email", "--to", "interviewer", "--interview", "2026-11-01", "--zone", "UTC")
    result = run("check", *flags, *NOW, "--policy", strict, "--format", "json")
    assert (0, []) == (result.exit_code, json.loads(result.stdout)["obligations"])


def test_what_is_overdue_decides_the_whole(run: Run, strict: str) -> None:
    """Where something required is overdue the whole is refused, though each act is permitted, and one line says so."""
    result = run("check", "examples/01-allow.yaml", "--now", "2026-11-27T09:00", "--policy", strict)
    assert (1, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("ALLOW  ")
    told = "As a whole: DENY, because something required is overdue: obligations.call-soon."
    assert told in " ".join(result.stdout.split())


def test_check_tells_what_to_do_instead(run: Run) -> None:
    """A refused act comes with what could be done instead."""
    shown = run("check", "examples/03-wait.yaml", *NOW).stdout
    assert "\n  What you could do instead\n  - " in shown
