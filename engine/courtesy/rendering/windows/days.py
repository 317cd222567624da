"""Stretches that repeat from day to day, gathered by days and weeks so that a month of them can be read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.instants import Instant, instant, moment
from courtesy.model.outcome import Outcome
from courtesy.wording import times
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from courtesy.model.timetable import Stretch

_WEEK = 7
_BEST_FIRST = (Outcome.ALLOW, Outcome.WARN, Outcome.UNDETERMINED, Outcome.DENY)


class Hours(Struct, frozen=True):
    """Stretches of one day that come to the same: `until 09:00 and from 17:00`."""

    told: str
    outcome: Outcome
    rules: tuple[str, ...]


class Days(Struct, frozen=True):
    """Days that are alike, and what their hours come to, best first."""

    title: str
    hours: tuple[Hours, ...]


class _Day(Struct, frozen=True):
    date: date
    hours: tuple[Hours, ...]


class _Stretch(Struct, frozen=True):
    start: Instant
    end: Instant
    kind: tuple[Outcome, tuple[str, ...]]


def by_days(windows: Sequence[Stretch], zone: tzinfo) -> tuple[Days, ...]:
    """The stretches day by day on the clocks of `zone`: days in a row that are alike as one, and so alike weeks."""
    days = list(_days(windows, zone))
    found: list[Days] = []
    while days:
        if taken := _repeated(days):
            found.extend(_weekly(days[:taken]))
        else:
            taken = next((place for place, day in enumerate(days) if day.hours != days[0].hours), len(days))
            found.append(_run(days[:taken]))
        days = days[taken:]
    return tuple(found)


def _days(windows: Sequence[Stretch], zone: tzinfo) -> Iterator[_Day]:
    stretches = [_stretch(window) for window in windows]
    day = windows[0].start.astimezone(zone).date()
    while stretches:
        begin, end = (_midnight(day + timedelta(days=ahead), zone) for ahead in (0, 1))
        yield _Day(day, _hours([one for one in stretches if one.start < end], begin, end, zone))
        stretches = [one for one in stretches if one.end > end]
        day += timedelta(days=1)


def _stretch(window: Stretch) -> _Stretch:
    # To a reader both are closed: that nothing comes after the last of them does not make it another kind.
    outcome = Outcome.DENY if window.outcome.refused else window.outcome
    return _Stretch(instant(window.start), instant(window.end), (outcome, window.rules))


def _midnight(day: date, zone: tzinfo) -> Instant:
    """When a day begins; where the clock skips midnight, when it is put forward."""
    return instant(datetime.combine(day, time(), zone))


def _hours(stretches: list[_Stretch], begin: Instant, end: Instant, zone: tzinfo) -> tuple[Hours, ...]:
    by_kind: dict[tuple[Outcome, tuple[str, ...]], list[str]] = {}
    for one in stretches:
        by_kind.setdefault(one.kind, []).append(
            _told(one.start if one.start > begin else None, one.end if one.end < end else None, zone)
        )
    found = [Hours(joined(told), *kind) for kind, told in by_kind.items()]
    return tuple(sorted(found, key=lambda hours: _BEST_FIRST.index(hours.outcome)))


def _told(start: Instant | None, end: Instant | None, zone: tzinfo) -> str:
    if start is None:
        return "all day" if end is None else f"until {_clock(end, zone)}"
    return f"from {_clock(start, zone)}" if end is None else f"{_clock(start, zone)} to {_clock(end, zone)}"


def _clock(at: Instant, zone: tzinfo) -> str:
    """The time on the clock; with the zone's letters on the day's hour that comes twice."""
    shown = moment(at, zone)
    twice = shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()
    return f"{times.clock(shown)} {times.zone_name(shown)}" if twice else times.clock(shown)


def _repeated(days: list[_Day]) -> int:
    """How many of the first days follow the same week, two weeks or more; 0 where they do not, or are all alike."""
    alike = next(
        (place for place, (day, later) in enumerate(zip(days, days[_WEEK:], strict=False)) if day.hours != later.hours),
        max(len(days) - _WEEK, 0),
    )
    return alike + _WEEK if alike >= _WEEK and len({day.hours for day in days[:_WEEK]}) > 1 else 0


def _run(days: list[_Day]) -> Days:
    first, last = _day(days[0].date), _day(days[-1].date)
    return Days(first if first == last else f"{first} to {last}", days[0].hours)


def _weekly(days: list[_Day]) -> Iterator[Days]:
    first, last = (_day(day.date).partition(" ")[2] for day in (days[0], days[-1]))
    weekdays: dict[tuple[Hours, ...], list[int]] = {}
    for day in days[:_WEEK]:
        weekdays.setdefault(day.hours, []).append(day.date.weekday())
    for hours, alike in sorted(weekdays.items(), key=lambda item: min(item[1])):
        yield Days(f"{times.weekdays(alike)}, each week from {first} to {last}", hours)


def _day(day: date) -> str:
    return times.day(datetime.combine(day, time()))
