"""Rule type `wait`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from msgspec import Struct

from courtesy.model.predicate import Almanac, Anchor, AtLeast, Predicate, TimeAfter
from courtesy.rules._anchored import elapsed, or_nothing_to_count_from, until
from courtesy.values import Duration, DurationUnit
from courtesy.wording import times, touches

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode


class Wait(Struct, frozen=True, kw_only=True):
    """Not before some time has passed since the anchor; exactly that time is enough.

    Policy: {wait: {at_least: 2 hours, after: interview}}
    Bad: {channel: email, at: 2026-11-20T17:29:59}
    Good: {channel: email, at: 2026-11-20T17:30:00}
    Why: people need time before they can answer.
    """

    name: ClassVar[str] = "wait"
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

    def message(self, measure: Callable[[Term], Measurement], words: Vocabulary) -> str:
        """How much has passed, and how much is needed."""
        measured, anchor = measure(self.time_after), touches.anchor(self.after, words)
        passed = elapsed(measured, self.at_least)
        if passed < 0:
            text = f"this is {times.length(passed)} before {anchor}"
            return text if self.at_least.count == 0 else f"{text}; at least {self.at_least} after it are needed"
        verb = "has" if passed // 86_400_000_000 == 1 and passed % 86_400_000_000 == 0 else "have"
        if times.length(passed).startswith("no "):
            verb = "has"
        text = (
            f"{times.length(passed)} {verb} passed since {anchor}; at least {self.at_least} {_be(self.at_least)} needed"
        )
        if self.at_least.unit in {DurationUnit.DATE, DurationUnit.BUSINESS_DAY}:
            text += f", which end on {until(measured)}"
        return text

    def summary(self, words: Vocabulary) -> str:
        """How long to wait."""
        anchor = touches.anchor(self.after, words)
        return (
            f"wait until {anchor} is over"
            if self.at_least.count == 0
            else f"wait at least {self.at_least} after {anchor}"
        )


def _be(duration: Duration) -> str:
    return "is" if duration.count == 1 else "are"
