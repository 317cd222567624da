"""Rule type `wait`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.instants import instant
from courtesy.model.predicate import Anchor, AtLeast, Predicate, TimeAfter
from courtesy.rules._anchored import anchor_taken, evident, on_the_clock, on_the_way, or_nothing_to_count_from, until
from courtesy.rules._rule_type import FALLBACK, RuleType, mapping, refers
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
    synonyms: ClassVar[tuple[str, ...]] = ("cooldown", "delay")
    schema: ClassVar = mapping(
        "Not before this much time has passed since the anchor.",
        example={"at_least": "7 days", "after": "interview"},
        required=("at_least", "after"),
        at_least=refers("duration", "How long to wait."),
        after=refers("anchor", "From when."),
        or_=FALLBACK,
    )
    at_least: Duration
    after: Anchor
    almanac: Almanac

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{at_least: D, after: X, or: X}`."""
        return cls(
            at_least=reader.duration(body["at_least"]),
            after=reader.anchor(body["after"], body.get("or")),
            almanac=reader.almanac,
        )

    @property
    def time_after(self) -> TimeAfter:
        """The measured term."""
        return TimeAfter(self.after, self.at_least, self.almanac)

    def lower(self) -> Predicate:
        """The act lies at or after anchor + duration, or there is nothing to wait for."""
        return or_nothing_to_count_from(self.after, self.almanac, AtLeast(self.time_after, 0))

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """How much has passed, and how much is needed."""
        measured = measure(self.time_after)
        anchor = anchor_taken(self.after, measured)
        if measured.at is None or measured.anchor is None:
            return f"it is too early: {self.summary(vocabulary)}"
        if measured.anchor_day is not None:
            return self._after_day(measured.anchor_day, anchor, measured, vocabulary)
        needed = f"at least {agree(self.at_least.count, times.unit(self.at_least), 'is')} needed"
        if instant(measured.at) < instant(measured.anchor):
            early = times.passed(measured.at, measured.anchor, days=not on_the_clock(self.at_least))
            text = f"this is {early} before {touches.end_of(anchor, vocabulary)}"
            return text if self._at_once else f"{text}; {needed} after it"
        passed = times.passed(measured.anchor, measured.at, days=not on_the_clock(self.at_least))
        text = (
            f"{passed} {times.verb_for(passed, 'has')} passed {touches.anchored('since', anchor, vocabulary)}; {needed}"
        )
        if evident(measured, self.at_least):
            return text
        return f"{text}, which {verb_for(self.at_least.count, 'ends')} on {until(measured)}{on_the_way(measured)}"

    def _after_day(self, day: date, anchor: Anchor, measured: Measurement, vocabulary: Vocabulary) -> str:
        """What is needed after a whole day, of which nobody knows when on it time began to pass."""
        if self._at_once:
            return f"{touches.moments(anchor, vocabulary)[0]} ({times.day(day)}) is not over"
        needed = f"at least {touches.span(self.at_least, anchor, vocabulary)} ({times.day(day)})"
        return f"this has to wait until {until(measured)}: {needed}{on_the_way(measured)}"

    def summary(self, vocabulary: Vocabulary) -> str:
        """How long to wait."""
        if self._at_once:
            return f"wait {touches.anchored('until', self.after, vocabulary, behind=' is over')}"
        return f"wait at least {touches.span(self.at_least, self.after, vocabulary)}"

    @property
    def _at_once(self) -> bool:
        """Whether the end of the anchor itself is enough."""
        return self.at_least.count == 0 and on_the_clock(self.at_least)
