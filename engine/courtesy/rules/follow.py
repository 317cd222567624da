"""Rule type `follow`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.predicate import AllHistory, AtLeast, Count, Direction, Predicate, Recipients, Selector, Window
from courtesy.rules._orders import NEARER
from courtesy.rules._rule_type import RuleType, mapping, refers
from courtesy.wording import touches

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode


class Follow(RuleType, frozen=True, kw_only=True):
    """Only after something else has been done.

    Policy: {applies_to: {channel: linkedin_message}, follow: {touch: {channel: linkedin_connection}}}
    History: [{channel: linkedin_connection, purpose: other, to: contact, at: 2026-11-21T09:00}]
    Bad: {channel: linkedin_message, at: 2026-11-21T08:59:59}
    Good: {channel: linkedin_message, at: 2026-11-21T09:00:00}
    Why: some actions open the door for others.
    """

    name: ClassVar[str] = "follow"
    synonyms: ClassVar[tuple[str, ...]] = (
        "prerequisite",
        "precondition",
        "preceded_by",
        "only_after",
        "comes_after",
        "sequence",
        "order",
    )
    offers: ClassVar[tuple[str, ...]] = ("within",)
    schema: ClassVar = mapping(
        "The action follows an earlier touch.",
        example={"touch": {"channel": "linkedin_connection"}},
        required=("touch",),
        touch=refers("selector", "The touch that must have come first."),
        within=refers("duration", "How far back it may lie."),
    )
    stricter: ClassVar = {"within": NEARER}
    touch: Selector
    within: Window
    almanac: Almanac

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{touch: SELECTOR, within: D}`."""
        return cls(
            touch=reader.selector(body["touch"]),
            within=reader.window(body["within"], closed=True) if "within" in body else AllHistory(),
            almanac=reader.almanac,
        )

    @property
    def count(self) -> Count:
        """The measured term."""
        return Count(self.touch, self.within, 1, self.almanac)

    def lower(self) -> Predicate:
        """There is an earlier touch of that kind."""
        return AtLeast(self.count, 1)

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """What is missing."""
        measured = measure(self.count)
        to_them = self.touch.to is Recipients.SAME_CONTACT and self.touch.direction is Direction.OUTBOUND
        by_role = any(test.field == "roles" for test in self.touch.tests)
        same = " to the same contact" if to_them and not by_role and measured.recipient is not None else ""
        missing = f"there is no earlier {touches.noun(self.touch, vocabulary).name}{same}"
        return missing if self.within == AllHistory() else f"{missing} {touches.window(self.within)}"

    def summary(self, vocabulary: Vocabulary) -> str:
        """What must come first."""
        stretch = "" if self.within == AllHistory() else f" {touches.window(self.within)}"
        return f"only after an earlier {touches.noun(self.touch, vocabulary).name}{stretch}"
