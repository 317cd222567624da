"""Rule type `wait`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.instants import instant
from courtesy.model.predicate import Anchor, AtLeast, Predicate, TimeAfter
from courtesy.rules._anchored import anchor_taken, evident, on_the_clock, on_the_way, or_nothing_to_count_from, until
from courtesy.rules._before import anchor_of, not_until, too_early
from courtesy.rules._orders import LONGER, SHORTER
from courtesy.rules._rule_type import BEFORE, FALLBACK, RuleType, mapping, refers
from courtesy.wording import times, touches
from courtesy.wording.text import agree, verb_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode
    from courtesy.values import Duration


class Wait(RuleType, frozen=True, kw_only=True):
    """Not before some time has passed since the anchor; exactly that time is enough.

    Policy: {wait: {at_least: 2 hours, after: interview}}
    Bad: {channel: email, at: 2026-11-20T17:29:59}
    Good: {channel: email, at: 2026-11-20T17:30:00}
    Why: people need time before they can answer.
    """

    name: ClassVar[str] = "wait"
    synonyms: ClassVar[tuple[str, ...]] = ("cooldown", "cooling_off", "delay", "not_before", "pause", "gap", "min_gap")
    offers: ClassVar[tuple[str, ...]] = ("at_least", "until")
    schema: ClassVar = mapping(
        "Not before this much time has passed since the anchor, or until this much time before a date.",
        example={"at_least": "7 days", "after": "interview"},
        required=(),
        one_of=("at_least", "until"),
        together=(("at_least", "after"), ("after", "at_least"), ("until", "before"), ("before", "until")),
        at_least=refers("duration", "How long to wait."),
        after=refers("anchor", "From when."),
        until=refers("duration", "How long before the date the wait ends."),
        before=BEFORE,
        or_=FALLBACK,
    )
    stricter: ClassVar = {"at_least": LONGER.filling("duration"), "until": SHORTER.filling("duration")}
    duration: Duration
    anchor: Anchor
    almanac: Almanac
    before: bool = False

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{at_least: D, after: X, or: X}` or `{until: D, before: X, or: X}`."""
        before = "before" in body
        return cls(
            duration=reader.duration(body["until" if before else "at_least"]),
            anchor=anchor_of(body, reader),
            almanac=reader.almanac,
            before=before,
        )

    @property
    def time_after(self) -> TimeAfter:
        """The measured term."""
        return TimeAfter(self.anchor, self.duration, self.almanac, before=self.before)

    def lower(self) -> Predicate:
        """The act lies at or after anchor + duration (or - duration), or there is nothing to wait for."""
        return or_nothing_to_count_from(self.anchor, self.almanac, AtLeast(self.time_after, 0))

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """How much has passed, and how much is needed."""
        measured = measure(self.time_after)
        anchor = anchor_taken(self.anchor, measured)
        if self.before:
            return too_early(self.duration, self.anchor, measured, self.almanac, vocabulary)
        if measured.at is None or measured.anchor is None:
            return f"it is too early: {self.summary(vocabulary)}"
        if measured.anchor_day is not None:
            return self._after_day(measured.anchor_day, anchor, measured, vocabulary)
        needed = f"at least {agree(self.duration.count, times.unit(self.duration), 'is')} needed"
        if instant(measured.at) < instant(measured.anchor):
            early = times.passed(measured.at, measured.anchor, days=not on_the_clock(self.duration))
            text = f"this is {early} before {touches.end_of(anchor, vocabulary)}"
            return text if self._at_once else f"{text}; {needed} after it"
        passed = times.passed(measured.anchor, measured.at, days=not on_the_clock(self.duration))
        text = (
            f"{passed} {times.verb_for(passed, 'has')} passed {touches.anchored('since', anchor, vocabulary)}; {needed}"
        )
        if evident(measured, self.duration):
            return text
        return f"{text}, which {verb_for(self.duration.count, 'ends')} on {until(measured)}{on_the_way(measured)}"

    def _after_day(self, day: date, anchor: Anchor, measured: Measurement, vocabulary: Vocabulary) -> str:
        """What is needed after a whole day, of which nobody knows when on it time began to pass."""
        if self._at_once:
            return f"{touches.moments(anchor, vocabulary)[0]} ({times.day(day)}) is not over"
        needed = f"at least {touches.span(self.duration, anchor, vocabulary)} ({times.day(day)})"
        return f"this has to wait until {until(measured)}: {needed}{on_the_way(measured)}"

    def summary(self, vocabulary: Vocabulary) -> str:
        """How long to wait."""
        if self.before:
            return f"wait until {not_until(self.duration, self.anchor, vocabulary)}"
        if self._at_once:
            return f"wait {touches.anchored('until', self.anchor, vocabulary, behind=' is over')}"
        return f"wait at least {touches.span(self.duration, self.anchor, vocabulary)}"

    @property
    def _at_once(self) -> bool:
        """Whether the end of the anchor itself is enough."""
        return self.duration.count == 0 and on_the_clock(self.duration)
