"""What `wait` and `deadline` share: a requirement on the time since an anchor holds where no touch anchors it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.predicate import AllHistory, Anchor, Any, AtLeast, CaseDate, Count, Not, Predicate, TouchTime
from courtesy.values import DurationUnit
from courtesy.wording import times
from courtesy.wording.calendars import closed
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.values import Duration


def or_nothing_to_count_from(anchor: Anchor, almanac: Almanac, predicate: Predicate) -> Predicate:
    """The predicate, or no touch that the anchor could mean."""
    if not isinstance(anchor, TouchTime):
        return predicate
    touches = Count(selector=anchor.selector, window=AllHistory(), threshold=1, almanac=almanac)
    return Any((Not(AtLeast(touches, 1)), predicate))


_CLOCK_UNITS = frozenset({DurationUnit.MINUTE, DurationUnit.HOUR})
"""Units of real time; all others are counted on a calendar."""
_HOURS = _CLOCK_UNITS | {DurationUnit.BUSINESS_HOUR}
"""Units of hours, some of which run only while people work."""
_PLAIN_UNITS = _CLOCK_UNITS | {DurationUnit.DAY, DurationUnit.WEEK}
"""Units of which everybody can tell when so many of them are over."""


def on_the_clock(duration: Duration) -> bool:
    """Whether a duration is one of real time."""
    return duration.unit in _CLOCK_UNITS


def counts_days(duration: Duration) -> bool:
    """Whether a duration is one of days, weeks, months or years, by whatever calendar."""
    return duration.unit not in _HOURS


def evident(measured: Measurement, duration: Duration) -> bool:
    """Whether the end of a stretch follows from its length without a calendar and without a change of the clocks."""
    if measured.anchor is None or measured.due is None or duration.unit not in _PLAIN_UNITS:
        return False
    return on_the_clock(duration) or measured.anchor.utcoffset() == measured.due.utcoffset()


def anchor_taken(anchor: Anchor, measured: Measurement) -> Anchor:
    """The anchor that was counted from: of a date with something to take its place, the one that is known."""
    if isinstance(anchor, CaseDate) and measured.counted_from is not None:
        return CaseDate(measured.counted_from)
    return anchor


def until(measured: Measurement) -> str:
    """The end of the stretch, in words."""
    return times.day_and_clock(measured.due) if measured.due is not None else "an unknown time"


def on_the_way(measured: Measurement) -> str:
    """What the policy closes before the end of so much business time: `; closed from 24 December to 1 January`."""
    return f"; {joined(map(closed, measured.closed))}" if measured.closed else ""
