"""How much time has passed, in the words of a verdict, across changes of clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.model.facts import Measurement
from courtesy.model.predicate import Almanac, CaseDate, TimeAfter
from courtesy.rules._anchored import elapsed
from courtesy.values import DAY, HOUR, MINUTE, Duration, DurationUnit

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("expected", "unit"),
    [
        (-(17 * HOUR + 6 * MINUTE), DurationUnit.HOUR),
        (-(17 * HOUR + 6 * MINUTE), DurationUnit.MINUTE),
        (-(16 * HOUR + 6 * MINUTE), DurationUnit.DAY),
        (-(16 * HOUR + 6 * MINUTE), DurationUnit.WEEK),
    ],
)
def test_hours_elapse_and_days_are_read_from_the_clock(expected: int, unit: DurationUnit) -> None:
    """Over the night on which clocks are put back, hours count 17:06 hours where the clock shows 16:06."""
    duration = Duration(1, unit)
    measured = Measurement(
        term=TimeAfter(CaseDate("interview.ended_at"), duration, Almanac()),
        value=0,
        at=datetime(2026, 10, 31, 16, 19, tzinfo=NEW_YORK),
        anchor=datetime(2026, 11, 1, 8, 25, tzinfo=NEW_YORK),
    )
    assert expected == elapsed(measured, duration)


def test_a_week_on_the_clock_is_a_week() -> None:
    """A week across a change of clocks is told as seven days, as the rule counts it."""
    duration = Duration(7, DurationUnit.DAY)
    measured = Measurement(
        term=TimeAfter(CaseDate("interview.ended_at"), duration, Almanac()),
        value=0,
        at=datetime(2026, 11, 6, 15, 30, tzinfo=NEW_YORK),
        anchor=datetime(2026, 10, 30, 15, 30, tzinfo=NEW_YORK),
    )
    assert 7 * DAY == elapsed(measured, duration)
