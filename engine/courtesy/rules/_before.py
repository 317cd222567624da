"""What `wait` and `deadline` have in common where they count back from a date that may lie ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rules._anchored import anchor_taken, counts_days, on_the_way, until
from courtesy.values import DurationUnit
from courtesy.wording import times, touches
from courtesy.wording.clocks import whose_clock
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Anchor
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode
    from courtesy.values import Duration


def anchor_of(body: MappingNode, reader: Reader) -> Anchor:
    """What they count from: the date under `before`, else what is under `after`, with what `or` falls back to."""
    if "before" in body:
        return reader.date(body["before"], body.get("or"))
    return reader.anchor(body["after"], body.get("or"))


def not_until(duration: Duration, of: Anchor, vocabulary: Vocabulary) -> str:
    """From when on it may be: `2 days before the promised decision date`."""
    if duration.unit is DurationUnit.DATE:
        return touches.ahead(_dates(duration), of, vocabulary, behind="" if duration.count else " is over")
    if duration.count == 0:
        return touches.ahead(_at(duration), of, vocabulary)
    return f"{_length(duration)} {touches.ahead('before', of, vocabulary)}"


def not_after(duration: Duration, of: Anchor, vocabulary: Vocabulary) -> str:
    """Until when it may be: `at least 2 days before the promised decision date`."""
    if duration.unit is DurationUnit.DATE:
        return touches.ahead(f"{'before' if duration.count else 'no later than on'} {_dates(duration)}", of, vocabulary)
    if duration.count == 0:
        return touches.ahead(f"no later than {_at(duration)}".strip(), of, vocabulary)
    return f"at least {_length(duration)} {touches.ahead('before', of, vocabulary)}"


def too_early(duration: Duration, of: Anchor, measured: Measurement, almanac: Almanac, words: Vocabulary) -> str:
    """What an act has to wait for that comes too early."""
    begins = not_until(duration, anchor_taken(of, measured), words)
    return f"this has to wait until {_on(almanac, measured, words)}: {begins}{_when(measured)}{on_the_way(measured)}"


def too_late(duration: Duration, of: Anchor, measured: Measurement, almanac: Almanac, words: Vocabulary) -> str:
    """By when an act should have been that comes too late."""
    late = "" if measured.due is None or measured.at is None else times.passed(measured.due, measured.at, days=True)
    ends = not_after(duration, anchor_taken(of, measured), words)
    on = _on(almanac, measured, words)
    return f"this is {late} too late; it was due by {on}: {ends}{_when(measured)}{on_the_way(measured)}"


def _length(duration: Duration) -> str:
    return agree(duration.count, times.unit(duration))


def _at(duration: Duration) -> str:
    """The anchor itself: of a bare date its beginning, where hours are counted."""
    return "" if counts_days(duration) else "the beginning of"


def _dates(duration: Duration) -> str:
    """So many dates up to that of the anchor."""
    if duration.count <= 1:
        return "the calendar date of"
    return f"the last {_length(duration)}, including that of"


def _when(measured: Measurement) -> str:
    """When that date is: ` (Friday 27 November 2026)`."""
    if measured.anchor_day is not None:
        return f" ({times.day(measured.anchor_day)})"
    return "" if measured.anchor is None else f" ({times.day_and_clock(measured.anchor)})"


def _on(almanac: Almanac, measured: Measurement, vocabulary: Vocabulary) -> str:
    """The moment that is counted back to, and whose clock tells it."""
    return f"{until(measured)} on {whose_clock(almanac, measured, vocabulary)}"
