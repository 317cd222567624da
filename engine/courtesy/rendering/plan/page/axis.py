"""The axis of a timeline: which days it shows, and where on it a moment stands."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.instants import Instant, instant, moment
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.rendering.plan.page.names import short_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    from courtesy.model.plan import Plan

_TICK_ROOM = 6.0
_DAILY, _WEEKS = 60, 420
"""Up to how many days each day has a line, each Monday has one."""
_MONDAYS, _FORTNIGHTS, _MONTHS = 70, 140, 420
"""Up to how many days each Monday has a label, each second Monday, each month; beyond them each quarter."""
_QUARTERS = frozenset({1, 4, 7, 10})


class Tick(Struct, frozen=True):
    """A place on the axis; `label` is empty where it is only a line."""

    at: str
    label: str


class Axis(Struct, frozen=True):
    """Whole local days of one zone, from `start` to `end`."""

    start: Instant
    end: Instant
    zone: tzinfo

    def percent(self, at: datetime) -> float:
        """Where a moment stands; what lies outside stands at the end that it is nearest to."""
        return min(max((instant(at) - self.start) / (self.end - self.start), 0.0), 1.0) * 100

    def days(self) -> Iterator[date]:
        """All local dates."""
        day, end = moment(self.start, self.zone).date(), moment(self.end, self.zone).date()
        while day < end:
            yield day
            day += timedelta(days=1)

    def midnight(self, day: date) -> float:
        """Where a local date begins."""
        return self.percent(_midnight(day, self.zone))


def axis_of(plan: Plan, zone: tzinfo) -> Axis:
    """The axis of a plan: back to what happened lately (at most as long ago as the plan reaches ahead), to its end."""
    earliest = plan.now - (plan.until - plan.now)
    shown = [plan.now]
    if plan.case.history is not None:
        shown.extend(touch.at for touch in plan.case.history.touches)
    if isinstance(ended := plan.case.facts.get(INTERVIEW_END), datetime):
        shown.append(ended)
    first = min((at for at in shown if instant(at) >= instant(earliest)), key=instant, default=plan.now)
    last = max([plan.until, *(planned.verdict.at for planned in plan.actions)], key=instant)
    start = instant(_midnight(first.astimezone(zone).date(), zone))
    end = instant(_midnight(last.astimezone(zone).date() + timedelta(days=1), zone))
    return Axis(start, end, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Lines for days or weeks, and labels for some of them, the fewer the longer the axis."""
    days = tuple(axis.days())
    found = []
    for day in days:
        at = axis.midnight(day)
        label = _label(_midnight(day, axis.zone), len(days)) if at <= 100 - _TICK_ROOM else ""
        lined = len(days) <= _DAILY or (len(days) <= _WEEKS and day.weekday() == 0)
        if label or lined:
            found.append(Tick(percent(at), label))
    return tuple(found)


def _label(day: datetime, length: int) -> str:
    """What a date is called on an axis of so many days; empty for most."""
    _, short, year = short_day(day)
    if length > _FORTNIGHTS:
        shown = day.day == 1 and (length <= _MONTHS or day.month in _QUARTERS)
        return f"{short.partition(' ')[2]} {year}" if shown else ""
    shown = day.weekday() == 0 and (length <= _MONDAYS or day.isocalendar().week % 2 == 0)
    return short if shown else ""


def weekends(axis: Axis) -> tuple[tuple[str, str], ...]:
    """Where Saturdays and Sundays begin and how long they are; none where they would be too short to be seen."""
    days = tuple(axis.days())
    if len(days) > _DAILY:
        return ()
    bounds = ((axis.midnight(day), axis.midnight(day + timedelta(days=1))) for day in days if day.weekday() in {5, 6})
    return tuple((percent(start), percent(end - start)) for start, end in bounds)


def percent(number: float) -> str:
    """A place or length for a style sheet: `12.345%`."""
    return f"{number:.3f}%"
