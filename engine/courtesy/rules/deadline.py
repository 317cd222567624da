"""Rule type `deadline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.predicate import Anchor, AtMost, Edge, Predicate, TimeAfter
from courtesy.rules._anchored import anchor_taken, on_the_way, or_nothing_to_count_from, until
from courtesy.rules._before import anchor_of, not_after, too_late
from courtesy.rules._orders import LONGER, SHORTER
from courtesy.rules._rule_type import BEFORE, FALLBACK, RuleType, mapping, refers
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
    synonyms: ClassVar[tuple[str, ...]] = ("due", "due_by", "not_after", "no_later_than", "latest", "by")
    offers: ClassVar[tuple[str, ...]] = ("at_most", "at_least")
    schema: ClassVar = mapping(
        "Not later than this much time after the anchor, or before a date.",
        example={"at_most": "24 hours", "after": "interview"},
        required=(),
        one_of=("at_most", "at_least"),
        together=(("at_most", "after"), ("after", "at_most"), ("at_least", "before"), ("before", "at_least")),
        at_most=refers("duration", "How much time there is."),
        after=refers("anchor", "From when."),
        at_least=refers("duration", "How much time is to be left until the date."),
        before=BEFORE,
        or_=FALLBACK,
    )
    stricter: ClassVar = {"at_most": SHORTER.filling("duration"), "at_least": LONGER.filling("duration")}
    duration: Duration
    anchor: Anchor
    almanac: Almanac
    before: bool = False

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{at_most: D, after: X, or: X}` or `{at_least: D, before: X, or: X}`."""
        before = "before" in body
        return cls(
            duration=reader.duration(body["at_least" if before else "at_most"]),
            anchor=anchor_of(body, reader),
            almanac=reader.almanac,
            before=before,
        )

    @property
    def time_after(self) -> TimeAfter:
        """The measured term."""
        return TimeAfter(self.anchor, self.duration, self.almanac, Edge.END, self.before)

    def lower(self) -> Predicate:
        """The act lies at or before anchor + duration (or - duration), or nothing has started the clock."""
        return or_nothing_to_count_from(self.anchor, self.almanac, AtMost(self.time_after, 0))

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """How late it is, and when it was due."""
        measured = measure(self.time_after)
        if self.before:
            return too_late(self.duration, self.anchor, measured, self.almanac, vocabulary)
        if measured.at is None or measured.due is None:
            return f"this is too late: {self.summary(vocabulary)}"
        allowed = touches.span(self.duration, anchor_taken(self.anchor, measured), vocabulary)
        comma = "," if ", " in allowed else ""
        late = times.passed(measured.due, measured.at, days=True)
        return (
            f"this is {late} too late; the limit of {allowed}{comma} ended on {until(measured)}{on_the_way(measured)}"
        )

    def summary(self, vocabulary: Vocabulary) -> str:
        """Until when."""
        if self.before:
            return not_after(self.duration, self.anchor, vocabulary)
        return f"at most {touches.span(self.duration, self.anchor, vocabulary)}"
