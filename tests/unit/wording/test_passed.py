"""How much time has passed, in words that hold across changes of the clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.wording import times

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("expected", "since", "until"),
    [
        ("no time", "2026-11-20T15:30", "2026-11-20T15:30"),
        ("1 second", "2026-11-20T15:30", "2026-11-20T15:30:01"),
        ("23 hours 59 minutes", "2026-11-20T15:30", "2026-11-21T15:29:59"),
        ("1 day", "2026-11-20T15:30", "2026-11-21T15:30"),
        ("6 days 23 hours", "2026-11-20T15:30", "2026-11-27T15:29:59"),
        ("7 days", "2026-03-06T15:30", "2026-03-13T15:30"),  # the clock is put forward in between
        ("24 hours", "2018-11-03T06:00", "2018-11-04T05:00"),  # the night has an hour more
        ("1 day", "2018-11-03T06:00", "2018-11-04T06:00"),
        ("22 hours", "2026-03-07T06:00", "2026-03-08T05:00"),  # the night has an hour less
    ],
)
def test_days_are_those_of_the_calendar_and_the_rest_is_real_time(expected: str, since: str, until: str) -> None:
    """A day lasts until the clock shows the same time again; what is left of one is told in real hours."""
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=NEW_YORK) for text in (since, until))
    assert expected == times.passed(begin, end, days=True)


@pytest.mark.parametrize(
    ("expected", "since", "until"),
    [
        ("168 hours", "2026-11-20T15:30", "2026-11-27T15:30"),
        ("169 hours", "2026-10-30T15:30", "2026-11-06T15:30"),
        ("59 minutes 59 seconds", "2026-11-20T15:30", "2026-11-20T16:29:59"),
    ],
)
def test_hours_are_not_made_into_days(expected: str, since: str, until: str) -> None:
    """Where a rule counts hours, hours are told, and every one of them is a real one."""
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=NEW_YORK) for text in (since, until))
    assert expected == times.passed(begin, end, days=False)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("has", "1 day"),
        ("has", "no time"),
        ("has", "less than a second"),
        ("have", "2 days"),
        ("have", "1 day 2 hours"),
    ],
)
def test_the_verb_agrees_with_a_length_of_time(expected: str, said: str) -> None:
    """One of a unit asks for the singular, two of them or two units for the plural."""
    assert expected == times.verb_for(said, "has")
