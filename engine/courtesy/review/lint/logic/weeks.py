"""The stretches of a week that hours, weekdays and times of day leave open, on one clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.almanac import Dates, DayOfYear, YearlyDates
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.almanac import Days, OpenHours

Stretches = tuple[tuple[int, int], ...]
"""Parts of a week in order, in microseconds since Monday, 00:00; the end is exclusive."""
_WEEK = 7 * DAY
WHOLE_WEEK: Stretches = ((0, _WEEK),)
_LONGEST_LIST = 800
"""Dates beyond these are not looked at one by one."""


def of_hours(hours: Iterable[OpenHours]) -> Stretches:
    """When hours may be open, whatever the date."""
    return _joined(part for one in hours for day in one.days for part in _on(day, one.start, one.end))


def of_weekdays(names: Iterable[object]) -> Stretches:
    """The days of these names."""
    days = (WEEKDAYS.index(name) for name in names if name in WEEKDAYS)
    return _joined((day * DAY, (day + 1) * DAY) for day in days)


def of_times(least: float, most: float) -> Stretches:
    """Every day from one time of day up to another one, that included."""
    start, end = max(0, int(least)), min(DAY, int(most) + 1)
    return _joined((day * DAY + start, day * DAY + end) for day in range(7) if start < end)


def common(one: Stretches, other: Stretches) -> Stretches:
    """What lies in both."""
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return _joined((start, end) for start, end in both if start < end)


def rest(stretches: Stretches) -> Stretches:
    """What of the week lies in none of them."""
    edges = [0, *(edge for stretch in stretches for edge in stretch), _WEEK]
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def known_by_the_week(hours: OpenHours) -> bool:
    """Whether the weekday and the time of day alone tell when they are open."""
    return hours.holidays and not hours.on and not hours.not_on


def never_open(hours: OpenHours) -> bool:
    """Whether none of the dates that they are limited to is one of their days."""
    if not hours.on:
        return False
    return all(_never_on(days, hours) for days in hours.on)


def _never_on(days: Days, hours: OpenHours) -> bool:
    if isinstance(days, YearlyDates):
        return hours.days == frozenset(range(7)) and any(_covers(days, shut) for shut in hours.not_on)
    if not isinstance(days, Dates) or (days.last - days.first).days > _LONGEST_LIST:
        return False
    ordinals = range(days.first.toordinal(), days.last.toordinal() + 1)
    return all(not _open_on(ordinal, days, hours) for ordinal in ordinals)


def _open_on(ordinal: int, days: Dates, hours: OpenHours) -> bool:
    day = days.first.fromordinal(ordinal)
    shut = any(isinstance(one, Dates | YearlyDates) and one.hold(day) for one in hours.not_on)
    return day.weekday() in hours.days and not shut


def _covers(days: YearlyDates, shut: Days) -> bool:
    """Whether all of a yearly stretch is in another one; only such as do not run over the year's end are compared."""
    if not isinstance(shut, YearlyDates) or days.first > days.last:
        return False
    start, end = shut.first, shut.last
    if start > end:
        return days.last <= end or days.first >= start
    return start <= days.first and days.last <= DayOfYear(*end)


def _on(day: int, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Hours that begin on a weekday; those over midnight end on the next one, those of Sunday on Monday."""
    first = day * DAY + start
    if start < end:
        return ((first, day * DAY + end),)
    last = (day + 1) * DAY + end
    return ((first, last),) if last <= _WEEK else ((first, _WEEK), (0, last - _WEEK))


def _joined(parts: Iterable[tuple[int, int]]) -> Stretches:
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
