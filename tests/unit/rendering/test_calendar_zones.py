"""The time zones that a calendar brings are right for two readers that know them from the file alone."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import pytest

from courtesy.rendering.plan.ics.zones import timezone as vtimezone
from tests.unit.rendering.calendars import ZONE_READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

FIRST, LAST = 2024, 2030
IRREGULAR = (
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Asuncion", "America/Coyhaique", "America/Godthab",
    "America/Nuuk", "America/Santiago", "America/Scoresbysund", "Asia/Almaty", "Asia/Gaza", "Asia/Hebron",
    "Asia/Jerusalem",
)  # fmt: skip
"""Zones whose changes follow no rule that comes on the same weekday of the month, or that gave up a rule."""


def _of_calendar(name: str, years: range) -> str:
    component = vtimezone(name, years).to_ical().decode()
    return f"BEGIN:VCALENDAR\r\nPRODID:-//x//EN\r\nVERSION:2.0\r\n{component}END:VCALENDAR\r\n"


def _moments(zone: ZoneInfo, years: range) -> Iterator[datetime]:
    """When clocks change in those years, with the second before; the same for what they show twice; every quarter."""

    def offset(at: int) -> int:
        return int((datetime.fromtimestamp(at, zone).utcoffset() or timedelta()).total_seconds())

    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (years.start, years.stop))
    for low, high in pairwise([*range(first, last, 7 * 86_400), last]):
        if shift := abs(offset(low) - offset(high)):
            change = low + bisect_left(range(low, high), True, key=lambda at: offset(at) != offset(low))  # noqa: FBT003  asked at once
            bounds = (change - shift - 1, change - 1, change, change + shift)
            yield from (datetime.fromtimestamp(at, zone) for at in bounds)
    yield from (datetime(year, month, 1, tzinfo=zone) for year in years for month in (1, 4, 7, 10))


def _wrong(moments: Iterable[datetime], read_back: tzinfo) -> list[datetime]:
    """When a reader finds another offset. What the clock shows twice is left out: it is written in UTC."""
    return [
        at
        for at in moments
        if at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset() != at.replace(tzinfo=read_back).utcoffset()
    ]


@pytest.mark.parametrize("reader", ZONE_READERS)
@pytest.mark.parametrize(
    "name",
    [
        *IRREGULAR,
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Pacific/Apia",
        "Etc/UTC",
    ],
)
def test_zones_change_when_they_change(name: str, reader: str) -> None:
    """A second before each change of the clocks, at it and after it, a reader finds the offset that the zone has."""
    years = range(FIRST, LAST + 1)
    assert [] == _wrong(_moments(ZoneInfo(name), years), ZONE_READERS[reader](_of_calendar(name, years)))


@pytest.mark.slow
def test_all_zones_are_right_for_both_readers() -> None:
    """Every zone there is, from 2024 to 2030; the irregular ones also in each year by a calendar of that year."""
    spans = [(name, range(FIRST, LAST + 1)) for name in sorted(available_timezones() - {"Factory", "localtime"})]
    spans += [(name, range(year, year + 1)) for name in IRREGULAR for year in range(FIRST, LAST + 1)]
    assert len(spans) > 500
    same = set()
    for name, years in spans:
        text = _of_calendar(name, range(years.start - 1, years.stop + 1) if len(years) == 1 else years)
        moments = tuple(_moments(ZoneInfo(name), years))
        clocks = text.replace(name, ""), tuple((at, at.utcoffset()) for at in moments)
        if clocks not in same:  # else it is the same zone by another name
            same.add(clocks)
            assert [] == [name for zone_by in ZONE_READERS.values() if _wrong(moments, zone_by(text))]


@pytest.mark.parametrize(
    "name", ["America/New_York", "Europe/London", "Europe/Dublin", "Australia/Sydney", "Australia/Lord_Howe"]
)
def test_a_zone_with_rules_has_one_part_for_each_of_its_times(name: str) -> None:
    """Summer and winter are one part each, both begun before the first year; summer is the time that is ahead."""
    parts = {part.name: part for part in vtimezone(name, range(2026, 2028)).subcomponents}
    assert {"STANDARD", "DAYLIGHT"} == set(parts)
    assert {2025} == {part["DTSTART"].dt.year for part in parts.values()}
    assert all("RRULE" in part and "RDATE" not in part for part in parts.values())
    assert parts["DAYLIGHT"]["TZOFFSETTO"].td > parts["STANDARD"]["TZOFFSETTO"].td


@pytest.mark.parametrize("name", [*IRREGULAR, "Asia/Kathmandu"])
def test_where_a_list_starts_is_in_the_list(name: str) -> None:
    """Dates that no rule gives are all listed, the first too: readers differ in whether they count it by itself."""
    listed = [part for part in vtimezone(name, range(2026, 2028)).subcomponents if "RRULE" not in part]
    for part in listed:
        dates = part["RDATE"] if isinstance(part["RDATE"], list) else [part["RDATE"]]
        assert part["DTSTART"].dt == dates[0].dts[0].dt
        assert all(1 == len(date.dts) for date in dates)


def test_a_change_begins_by_the_clock_before_it() -> None:
    """The clock of New York is put forward at two and back at two, as RFC 5545 writes it."""
    text = vtimezone("America/New_York", range(2026, 2027)).to_ical().decode()
    assert "DTSTART:20250309T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text
    assert "DTSTART:20251102T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in text
