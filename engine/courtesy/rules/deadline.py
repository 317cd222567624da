"""Rule type `deadline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.predicate import Anchor, AtMost, Edge, Predicate, TimeAfter
from courtesy.rules._anchored import anchor_taken, on_the_way, or_nothing_to_count_from, until
from courtesy.rules._rule_type import FALLBACK, RuleType, mapping, refers
from courtesy.wording import times, touches

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode
    from courtesy.values import Duration


class Deadline(RuleType, frozen=True, kw_only=True):
    """Not after some time has passed since the anchor; exactly that time is still in time.

    Policy: {deadline: {at_most: 24 hours, after: interview}}
    Bad: {channel: handwritten_note, at: 2026-11-21T15:30:01}
    Good: {channel: handwritten_note, at: 2026-11-21T15:30:00}
    Why: some courtesies lose their worth with every day.
    """

    name: ClassVar[str] = "deadline"
    synonyms: ClassVar[tuple[str, ...]] = ("due",)
    schema: ClassVar = mapping(
        "Not later than this much time after the anchor.",
        example={"at_most": "24 hours", "after": "interview"},
        required=("at_most", "after"),
        at_most=refers("duration", "How much time there is."),
        after=refers("anchor", "From when."),
        or_=FALLBACK,
    )
    at_most: Duration
    after: Anchor
    almanac: Almanac

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{at_most: D, after: X, or: X}`."""
        return cls(
            at_most=reader.duration(body["at_most"]),
            after=reader.anchor(body["after"], body.get("or")),
            almanac=reader.almanac,
        )

    @property
    def time_after(self) -> TimeAfter:
        """The measured term."""
        return TimeAfter(self.after, self.at_most, self.almanac, Edge.END)

    def lower(self) -> Predicate:
        """The act lies at or before anchor + duration, or nothing has started the clock."""
        return or_nothing_to_count_from(self.after, self.almanac, AtMost(self.time_after, 0))

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """How late it is, and when it was due."""
        measured = measure(self.time_after)
        if measured.at is None or measured.due is None:
            return f"this is too late: {self.summary(vocabulary)}"
        allowed = touches.span(self.at_most, anchor_taken(self.after, measured), vocabulary)
        comma = "," if ", " in allowed else ""
        late = times.passed(measured.due, measured.at, days=True)
        return (
            f"this is {late} too late; the limit of {allowed}{comma} ended on {until(measured)}{on_the_way(measured)}"
        )

    def summary(self, vocabulary: Vocabulary) -> str:
        """Until when."""
        return f"at most {touches.span(self.at_most, self.after, vocabulary)}"
