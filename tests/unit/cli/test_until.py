"""Until when `courtesy plan`, `next` and `when` look: every way to say it, and what makes no sense."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-11-23T09:00")
COMMANDS: dict[str, tuple[str, ...]] = {"plan": (), "next": (), "when": ("--channel", "phone", "--to", "hr")}


@pytest.mark.parametrize(
    ("flags", "until"),
    [
        ((), "2026-12-21T09:00:00-05:00"),
        (("--until", "2026-11-27"), "2026-11-28T00:00:00-05:00"),
        (("--until", "2026-11-27T12:00"), "2026-11-27T12:00:00-05:00"),
        (("--until", "2026-11-27T12:00Z"), "2026-11-27T07:00:00-05:00"),
        (("--days", "3"), "2026-11-26T09:00:00-05:00"),
        (("--days", "120"), "2027-03-23T09:00:00-04:00"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "when"])
def test_until(run: Run, case: str, command: str, flags: tuple[str, ...], until: str) -> None:
    """The end is read on the case's clocks; a date is that whole day, and days are those of the calendar."""
    result = run(command, case, *COMMANDS[command], *NOW, *flags, "--format", "json")
    assert (0, until) == (result.exit_code, json.loads(result.stdout)["until"])


def test_until_on_a_clock_that_is_put_forward(run: Run, case: str) -> None:
    """So many days ahead at a time that the clock skips is when it is put forward, plus what it skips."""
    text = Path(case).read_text(encoding="utf-8").replace("2026-11-20", "2026-02-20")
    result = run("plan", "-", "--now", "2026-03-07T02:30", "--days", "1", "--format", "json", stdin=text)
    assert "2026-03-08T03:30:00-04:00" == json.loads(result.stdout)["until"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--until", "2026-11-23T09:00"), "is not after now, which is 2026-11-23T09:00-05:00"),
        (("--until", "2026-11-22"), "--until 2026-11-22 is not after now"),
        (("--until", "2028-01-01"), "--until 2028-01-01 is more than 400 days ahead"),
        (("--until", "next week"), "`next week` is no time"),
        (("--until", "2027-03-14T02:30"), "--until 2027-03-14T02:30:00 does not exist in America/New_York"),
        (("--until", "2026-12-01", "--days", "2"), "--until or --days"),
        (("--days", "0"), "'--days'"),
        (("--days", "401"), "'--days'"),
        (("--now", "yesterday"), "`yesterday` is no time"),
    ],
)
def test_times_that_make_no_sense(run: Run, case: str, command: str, flags: tuple[str, ...], told: str) -> None:
    """A time that is none, or lies where it cannot, is a usage error."""
    result = run(command, case, *COMMANDS[command], *NOW, *flags)
    assert (2, "") == (result.exit_code, result.stdout)
    assert told in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--now", "2026-11-23T09:00"), "--now 2026-11-23T09:00:00 has no time zone"),
        (("--now", "2026-11-23T09:00Z", "--until", "2026-11-24T09:00"), "--until 2026-11-24T09:00:00 has no time zone"),
        (("--now", "2026-11-23T09:00Z", "--until", "2026-11-24"), "--until 2026-11-24 has no time zone"),
    ],
)
def test_local_times_need_a_zone(run: Run, flags: tuple[str, ...], told: str) -> None:
    """A local time for a case without a zone is a usage error that says where to give one."""
    result = run("plan", "-", *flags, stdin="contacts: {hr: {roles: [hr]}}\n")
    assert (2, "") == (result.exit_code, result.stdout)
    assert told in " ".join(result.stderr.split())
    assert "`zone:` in <stdin>" in " ".join(result.stderr.split())
