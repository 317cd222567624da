"""VTIMEZONE: when the clocks of a time zone change, for readers that do not know it by its name."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from msgspec import Struct

from courtesy.rendering.plan.ics.properties import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WEEK, _SECOND = timedelta(weeks=1), timedelta(seconds=1)
_CYCLE = 28
"""Years after which the calendar repeats itself: a rule that holds for so long is no coincidence."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Clock(Struct, frozen=True):
    """What the clocks of a zone show for a while."""

    offset: timedelta
    name: str
    daylight: bool


def timezone(name: str, years: range) -> Timezone:
    """The zone of an IANA name, right in those years.

    A change that comes by the same rule every year is written as that rule, and right for good.
    """
    zone, cycle = ZoneInfo(name), range(years.start, max(years.stop, years.start + _CYCLE))
    start = datetime(cycle.start, 1, 1, tzinfo=UTC)
    before = _clock(start, zone)
    component = Timezone()
    component.add("tzid", name)
    component.add_component(_observance(before, before, [start.replace(tzinfo=None)]))
    onsets: dict[tuple[_Clock, _Clock], list[datetime]] = defaultdict(list)
    for at in _changes(zone, start, datetime(cycle.stop, 1, 1, tzinfo=UTC)):
        after = _clock(at, zone)
        # RFC 5545: a change begins at the local time of the clock before it.
        onsets[before, after].append((at + before.offset).replace(tzinfo=None))
        before = after
    for (old, new), times in onsets.items():
        rule = _yearly(times, cycle)
        wanted = times[:1] if rule else [time for time in times if time.year in years]
        if wanted:
            component.add_component(_observance(old, new, wanted, rule))
    return component


def _clock(at: datetime, zone: ZoneInfo) -> _Clock:
    local = at.astimezone(zone)
    return _Clock(local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants (UTC) from which on clocks show something else. No zone changes twice within a week."""
    while start < end:
        low, high = start, start + _WEEK
        before = _clock(low, zone)
        if _clock(high, zone) != before:
            while high - low > _SECOND:
                middle = low + (high - low) // _SECOND // 2 * _SECOND
                low, high = (middle, high) if _clock(middle, zone) == before else (low, middle)
            yield high
        start = high


def _yearly(onsets: Sequence[datetime], years: range) -> dict[str, object] | None:
    """The rule by which a change comes once in each of the years, such as the second Sunday of March; None for none."""
    if [onset.year for onset in onsets] != list(years):
        return None
    if len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1:
        return None
    weeks = {(onset.day - 1) // 7 + 1 for onset in onsets}
    if all(onset.day + 7 > monthrange(onset.year, onset.month)[1] for onset in onsets):
        weeks = {-1}
    if len(weeks) > 1:
        return None
    return {"freq": "yearly", "bymonth": onsets[0].month, "byday": f"{weeks.pop()}{_DAYS[onsets[0].weekday()]}"}


def _observance(
    old: _Clock, new: _Clock, onsets: Sequence[datetime], rule: dict[str, object] | None = None
) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if new.daylight else TimezoneStandard()
    component.add("dtstart", onsets[0])
    component.add("tzoffsetfrom", old.offset)
    component.add("tzoffsetto", new.offset)
    component.add("tzname", text(new.name))
    if rule:
        component.add("rrule", rule)
    for onset in () if rule else onsets[1:]:
        # One property each: some readers see only the first of a list.
        component.add("rdate", [onset])
    return component
