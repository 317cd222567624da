"""Times that are said by the day, on the command line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from courtesy.cli import case_input
from courtesy.cli.day_times import as_written, parse_day_time

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

NOW = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001  what the clock shows, wherever it is
CALL = ("--channel", "phone", "--purpose", "check_in", "--to", "interviewer", "--zone", "America/New_York")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("today 15:30", "2026-11-21T15:30"),
        ("yesterday 15:30", "2026-11-20T15:30"),
        ("tomorrow 9:05", "2026-11-22T09:05"),
        ("Today, 00:00", "2026-11-21T00:00"),
        ("today at 12:00", "2026-11-21T12:00"),
        (" today  15:30 ", "2026-11-21T15:30"),
        ("yesterday", "2026-11-20"),
        ("2026-11-20T15:30", "2026-11-20T15:30"),
        ("2026-11-20", "2026-11-20"),
        ("today 24:00", "today 24:00"),
        ("today 15:60", "today 15:60"),
        ("today 3 pm", "today 3 pm"),
        ("todays 15:30", "todays 15:30"),
        ("today15:30", "today15:30"),
        ("today 15:30 tomorrow", "today 15:30 tomorrow"),
    ],
)
def test_a_time_by_the_day_is_written_as_files_have_it(said: str, meant: str) -> None:
    """The day is counted from now, and what is not said by the day stays as it is."""
    assert meant == as_written(said, NOW)


def test_a_day_alone_begins_at_midnight() -> None:
    """A whole day is a date, and begins with its first minute."""
    said = parse_day_time("tomorrow")
    assert said is not None
    assert date(2026, 11, 22) == said.on(NOW)
    assert datetime(2026, 11, 22) == said.begin(NOW)  # noqa: DTZ001  likewise


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-11-21T09:00-05:00", "2026-11-21T15:30:00-05:00"),
        # In New York it is still the day before.
        ("2026-11-21T01:00Z", "2026-11-20T21:30:00-05:00"),
    ],
)
def test_today_is_where_the_case_is(run: Run, now: str, at: str) -> None:
    """Which day it is says the given time now, on the clocks of the case."""
    time = "21:30" if now.endswith("Z") else "15:30"
    flags = (*CALL, "--interview", "yesterday 12:00", "--at", f"today {time}")
    result = run("check", *flags, "--now", now, "--format", "json")
    assert at == json.loads(result.stdout)["actions"][0]["at"], result.output


def test_now_may_be_said_by_the_day(run: Run, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the time now itself, the machine's clock says which day it is, on the clocks of the case."""
    monkeypatch.setattr(case_input, "clock", lambda: datetime(2026, 11, 25, 2, 0, tzinfo=UTC))
    result = run("plan", case, "--now", "yesterday 9:00", "--until", "tomorrow", "--format", "json")
    plan = json.loads(result.stdout)
    assert ("2026-11-23T09:00:00-05:00", "2026-11-25T00:00:00-05:00") == (plan["now"], plan["until"])


def test_a_date_where_a_time_is_needed(run: Run) -> None:
    """A day alone is no time to act at."""
    result = run("check", *CALL, "--at", "tomorrow", "--now", "2026-11-21T09:00")
    assert 2 == result.exit_code
    assert "`tomorrow` is no time such as" in result.stderr


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("today 3pm", "after `today`, did you mean `15:00`?"),
        ("Tomorrow noon", "after `tomorrow`, did you mean `12:00`?"),
    ],
)
def test_another_clock_is_told_as_it_was_meant(run: Run, said: str, hint: str) -> None:
    """A time of day in another form is told with the form that is read."""
    result = run("check", *CALL, "--at", said, "--now", "2026-11-21T09:00")
    assert 2 == result.exit_code
    assert hint in " ".join(result.stderr.split())
