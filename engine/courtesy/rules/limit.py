"""Rule type `limit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.predicate import (
    AllHistory,
    Anchor,
    AtLeast,
    CalendarPeriod,
    Count,
    Direction,
    Not,
    Predicate,
    Selector,
    Window,
)
from courtesy.rules._anchored import anchor_taken
from courtesy.rules._orders import SMALLER
from courtesy.rules._rule_type import FALLBACK, RuleType, mapping, number, refers
from courtesy.wording import times, touches
from courtesy.wording.text import agree, joined, verb_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode

_SHOWN = 3
"""How many touches a message lists by date; more are counted only."""


class Limit(RuleType, frozen=True, kw_only=True):
    """At most so many actions of a kind in a stretch of time, including this one.

    Policy: {limit: {at_most: 1, per: 7 days, counting: {channel: email}}}
    History: [{channel: email, purpose: other, to: contact, at: 2026-11-20T16:00}]
    Bad: {channel: email, at: 2026-11-27T15:59:59}
    Good: {channel: email, at: 2026-11-27T16:00:00}
    Why: what is welcome once becomes a burden when it is repeated.
    """

    name: ClassVar[str] = "limit"
    synonyms: ClassVar[tuple[str, ...]] = (
        "cap",
        "max",
        "maximum",
        "frequency",
        "rate_limit",
        "rate",
        "throttle",
        "quota",
    )
    offers: ClassVar[tuple[str, ...]] = ("at_most", "per")
    schema: ClassVar = mapping(
        "How many touches there may be in a window of time.",
        example={"at_most": 1, "per": "7 days", "counting": {"channel": "email"}},
        required=("at_most",),
        any_of=("per", "since"),
        together=(("or", "since"),),
        at_most=number("How many, including this action.", minimum=0),
        per=refers("window", "The stretch of time in which they count."),
        since=refers(
            "anchor", "From when on they count, with or without `per`; as long as there is no such touch, all count."
        ),
        or_=FALLBACK,
        counting=refers("selector", "Which touches count; all outbound ones to the same contact if left out."),
    )
    stricter: ClassVar = {"at_most": SMALLER}
    at_most: int
    per: Window
    since: Anchor | None
    counting: Selector
    almanac: Almanac

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{at_most: N, per: W, since: X, or: X, counting: SELECTOR}`."""
        return cls(
            at_most=reader.integer(body["at_most"]),
            per=reader.window(body["per"]) if "per" in body else AllHistory(),
            since=reader.anchor(body["since"], body.get("or")) if "since" in body else None,
            counting=reader.selector(body.get("counting")),
            almanac=reader.almanac,
        )

    @property
    def count(self) -> Count:
        """The measured term."""
        return Count(self.counting, self.per, self.at_most, self.almanac, self.since, or_ever=True)

    def lower(self) -> Predicate:
        """Fewer than `at_most` touches lie in the window: this act is one more."""
        return Not(AtLeast(self.count, self.at_most))

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """What was certainly counted, what else may count, and how much is allowed."""
        measured = measure(self.count)
        begun = None if self.since is None or measured.ever else anchor_taken(self.since, measured)
        stretch = touches.stretch(self.per, begun, vocabulary)
        if self.at_most == 0:
            return f"no {touches.noun(self.counting, vocabulary).name} is allowed {stretch}"
        counted, open_ones = measured.certain, len(measured.touches) - len(measured.certain)
        zone = measured.at.tzinfo if measured.at is not None else None
        shown = counted if len(counted) <= _SHOWN else ()
        dates = [times.day_and_clock(touch.at.astimezone(zone)) for touch in shown]
        listed = f" ({joined(dates)})" if dates else ""
        more = f", and {agree(open_ones, '')} more may count" if open_ones else ""
        counted_ones = touches.counted(len(counted), self.counting, vocabulary)
        found = f"there {verb_for(len(counted), 'was')} already {counted_ones} {stretch}{listed}{more}"
        if self._counts_ours:
            return f"{found}; at most {agree(self.at_most, '', 'is')} allowed, including this one"
        return f"{found}; fewer than {agree(self.at_most, '', 'is')} needed"

    def summary(self, vocabulary: Vocabulary) -> str:
        """How many, in which stretch."""
        bound = "at most" if self._counts_ours else "only with fewer than"
        stretch = touches.stretch(self.per, self.since, vocabulary, or_ever=True)
        if self.since is None and isinstance(self.per, CalendarPeriod):  # of which no page is read in one alone
            stretch = f"in one calendar {self.per.period.value}"
        return f"{bound} {touches.counted(self.at_most, self.counting, vocabulary)} {stretch}"

    @property
    def _counts_ours(self) -> bool:
        """Whether what is counted are acts such as the one that is judged, and not what came from others."""
        return self.counting.direction is not Direction.INBOUND
