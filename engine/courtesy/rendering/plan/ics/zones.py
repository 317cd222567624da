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
    saving: bool

    def is_daylight_after(self, old: _Clock) -> bool:
        """Whether readers are to take it for summer time: the one that is ahead, whichever a country calls standard.

        In Ireland the law has the winter's time for the exception; some readers expect daylight time to be the later.
        """
        if self.offset == old.offset:
            return self.saving
        return (self.saving or old.saving) and self.offset > old.offset


def timezone(name: str, years: range) -> Timezone:
    """The zone of an IANA name, right in those years.

    A change that comes by the same rule every year is written as that rule, and right for good. So that a zone with
    rules has one part for each of its two times, it begins a year early, with the changes of that year: readers differ
    in what holds before the first one.
    """
    zone, begin = ZoneInfo(name), years.start - 1
    cycle = range(begin, max(years.stop, begin + _CYCLE))
    start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (begin, cycle.stop))
    changes = list(_changes(zone, start, end))
    if not changes or changes[0].year > begin:
        changes.insert(0, start)  # when nothing changes; it says what holds until something does
    onsets: dict[tuple[_Clock, _Clock], list[datetime]] = defaultdict(list)
    for at in changes:
        before, after = _clock(at - _SECOND, zone), _clock(at, zone)
        # RFC 5545: a change begins at the local time of the clock before it.
        onsets[before, after].append((at + before.offset).replace(tzinfo=None))
    component = Timezone()
    component.add("tzid", name)
    for (old, new), times in onsets.items():
        rule = _yearly(times, cycle)
        wanted = times[:1] if rule else [time for time in times if time.year < years.stop]
        if wanted:
            component.add_component(_observance(old, new, wanted, rule))
    return component


def _clock(at: datetime, zone: ZoneInfo) -> _Clock:
    local = at.astimezone(zone)
    return _Clock(local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants (UTC) from which on clocks show something else. No zone changes twice within a week."""
    before = _clock(start, zone)
    while start < end:
        low, high = start, start + _WEEK
        start, after = high, _clock(high, zone)
        if after != before:
            while high - low > _SECOND:
                middle = low + (high - low) // _SECOND // 2 * _SECOND
                low, high = (middle, high) if _clock(middle, zone) == before else (low, middle)
            if high < end:
                yield high
        before = after


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
    component = TimezoneDaylight() if new.is_daylight_after(old) else TimezoneStandard()
    component.add("dtstart", onsets[0])
    component.add("tzoffsetfrom", old.offset)
    component.add("tzoffsetto", new.offset)
    component.add("tzname", text(new.name))
    if rule:
        component.add("rrule", rule)
    # The first one too: some readers, once they see a list, leave out where it starts, and others do so without one.
    # One property each: some see only the first of a list.
    for onset in () if rule else onsets:
        component.add("rdate", [onset])
    return component
