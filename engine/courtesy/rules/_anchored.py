"""What `wait` and `deadline` share: a requirement on the time since an anchor holds where no touch anchors it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.model.predicate import AllHistory, Almanac, Anchor, Any, AtLeast, Count, Not, Predicate, TouchTime
from courtesy.values import DurationUnit
from courtesy.wording import times

if TYPE_CHECKING:
    from courtesy.model.facts import Measurement
    from courtesy.values import Duration


def or_nothing_to_count_from(anchor: Anchor, almanac: Almanac, predicate: Predicate) -> Predicate:
    """The predicate, or no touch that the anchor could mean."""
    if not isinstance(anchor, TouchTime):
        return predicate
    touches = Count(selector=anchor.selector, window=AllHistory(), threshold=1, almanac=almanac)
    return Any((Not(AtLeast(touches, 1)), predicate))


_CLOCK_UNITS = frozenset({DurationUnit.DAY, DurationUnit.WEEK, DurationUnit.DATE, DurationUnit.BUSINESS_DAY})


def elapsed(measured: Measurement, duration: Duration) -> int:
    """Microseconds from the anchor to the act: on the wall clock for calendar units, real ones for hours and minutes.

    A week across a clock change is a week on the wall clock; its real length would contradict the words.
    """
    if measured.at is None or measured.anchor is None:
        return 0
    act, anchor = measured.at, measured.anchor
    if duration.unit in _CLOCK_UNITS:
        passed = act.replace(tzinfo=None) - anchor.replace(tzinfo=None)
    else:
        # Two datetimes of the same zone would be subtracted on its wall clock.
        passed = act.astimezone(UTC) - anchor.astimezone(UTC)
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def until(measured: Measurement) -> str:
    """The end of the stretch, in words."""
    return times.day_and_clock(measured.due) if measured.due is not None else "an unknown time"
