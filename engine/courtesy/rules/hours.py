"""Rule type `hours`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.predicate import OneOf, Predicate, WithinHours
from courtesy.rules._orders import INSIDE
from courtesy.rules._rule_type import RuleType, refers
from courtesy.wording import times
from courtesy.wording.calendars import closed_by
from courtesy.wording.clocks import whose_clock
from courtesy.wording.hours import permitted_hours

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.almanac import Almanac, OpenHours
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Tree


class Hours(RuleType, frozen=True, kw_only=True):
    """Only at these hours, on the recipient's clock; the start is inside, the end is not.

    Policy: {hours: {days: [mon-fri], from: "09:00", to: "17:00", holidays: false}}
    Bad: {channel: phone, at: 2026-11-23T17:00:00}
    Good: {channel: phone, at: 2026-11-23T16:59:59}
    Why: the right words at the wrong hour are the wrong words.
    """

    name: ClassVar[str] = "hours"
    synonyms: ClassVar[tuple[str, ...]] = (
        "business_hours",
        "office_hours",
        "working_hours",
        "opening_hours",
        "schedule",
        "time_window",
        "times",
    )
    offers: ClassVar[tuple[str, ...]] = ("from", "to")
    schema: ClassVar = refers("hours", "When it is permitted.")
    stricter: ClassVar = {"hours": INSIDE.filling("open_hours")}
    open_hours: tuple[OpenHours, ...]
    almanac: Almanac

    @classmethod
    def read(cls, body: Tree, reader: Reader) -> Self:
        """Read one mapping of hours, or a list of them."""
        return cls(open_hours=reader.hours(body), almanac=reader.almanac)

    @property
    def within(self) -> WithinHours:
        """The measured term."""
        return WithinHours(self.open_hours, self.almanac)

    def lower(self) -> Predicate:
        """The act lies inside these hours."""
        return OneOf(self.within, frozenset({True}))

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """When the act would be, and when it may be."""
        measured = measure(self.within)
        if measured.at is None:
            return f"this is permitted only {permitted_hours(self.open_hours)}"
        closed = "" if measured.closing is None else closed_by(measured.closing)
        now = f"on {whose_clock(self.almanac, measured, vocabulary)} it is {times.day_and_clock(measured.at)}"
        return f"{now}{f', {closed}' if closed else ''}; this is permitted only {permitted_hours(self.open_hours)}"

    def summary(self, vocabulary: Vocabulary) -> str:  # noqa: ARG002  hours need no vocabulary
        """The permitted hours."""
        return f"only {permitted_hours(self.open_hours)}"
