"""Touches in the words of a case file."""

from __future__ import annotations

from datetime import datetime

import pytest

from courtesy.journal.entries import entry, written


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        ("2026-11-27T20:30:00+00:00", "America/New_York", "2026-11-27T15:30"),
        ("2026-11-27T20:30:05+00:00", "America/New_York", "2026-11-27T15:30:05"),
        ("2026-11-27T20:30:00.5+00:00", "America/New_York", "2026-11-27T15:30:00.500000"),
        ("2026-11-01T05:59:59+00:00", "America/New_York", "2026-11-01T01:59:59-04:00"),
        ("2026-11-01T06:00:00+00:00", "America/New_York", "2026-11-01T01:00-05:00"),
        ("2026-11-01T07:00:00+00:00", "America/New_York", "2026-11-01T02:00"),
        ("2026-11-27T15:30:00-05:00", None, "2026-11-27T15:30-05:00"),
    ],
)
def test_a_time_is_written_on_the_clocks_of_the_case(moment: str, zone: str | None, said: str) -> None:
    """A time stands without its offset, unless those clocks show it twice, or the case has no zone."""
    assert said == written(datetime.fromisoformat(moment), zone)


def test_a_touch_says_what_is_known_in_one_order() -> None:
    """What is empty is left out; one person is no list, and those who got a copy are always one."""
    stated = {"tags": (), "cc": ("hr",), "at": "2026-11-27", "to": ("boss",), "outcome": None, "channel": "email"}
    assert [("channel", "email"), ("to", "boss"), ("cc", ["hr"]), ("at", "2026-11-27")] == list(entry(stated).items())
