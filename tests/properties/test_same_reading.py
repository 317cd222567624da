"""The same reading on another day, found without a search where no clock is changed on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.facts.clock import clock_of
from courtesy.instants import FIRST_YEAR, LAST_YEAR, instant
from courtesy.values import DAY, SECOND

ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC")
YEAR = 365 * DAY
TIMES = st.integers((FIRST_YEAR - 1969) * YEAR // SECOND, (LAST_YEAR - 1971) * YEAR // SECOND).map(
    lambda at: at * SECOND
)


@given(st.sampled_from(ZONES), TIMES, st.integers(-400, 400))
def test_the_same_reading_so_many_days_later_is_that_which_a_search_finds(zone: str, at: int, days: int) -> None:
    """Where it is told without a search, the clock shows the same time of day, that many dates later."""
    clock = clock_of(zone)
    assert clock is not None
    found = clock.later(at, days)
    if found is not None:
        assert clock.local(found) == clock.local(at) + days * DAY
        assert (found, clock.fold(found)) == (clock.resolve(clock.local(at) + days * DAY), clock.fold(at))


@pytest.mark.parametrize("zone", ZONES)
def test_a_reading_within_a_season_needs_no_search(zone: str) -> None:
    """In the middle of January 2026 no clock of these zones is changed within a week."""
    clock, at = clock_of(zone), instant(datetime(2026, 1, 15, 12, tzinfo=UTC))
    assert clock is not None
    assert [at + days * DAY for days in range(-7, 8)] == [clock.later(at, days) for days in range(-7, 8)]
