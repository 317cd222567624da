"""A rule after compiling: typed, resolved, lowered to the closed tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.almanac import WorkCalendar
from courtesy.model.predicate import Any, Not

if TYPE_CHECKING:
    from courtesy.model.policy import Rule
    from courtesy.model.predicate import Leaf, Predicate
    from courtesy.model.requirement import Requirement


class CompiledRule(Struct, frozen=True, kw_only=True):
    """A rule with its three predicates: when it applies, when it is lifted, and what it requires.

    `calendar` is the one that it is read with.

    `time_dependent` are those of its comparisons whose truth can change with the time of the act alone.
    """

    rule: Rule
    requirement: Requirement
    applies: Predicate
    unless: Predicate
    required: Predicate
    time_dependent: tuple[Leaf, ...]
    calendar: WorkCalendar = WorkCalendar()

    @property
    def temporal(self) -> bool:
        """Whether time alone may heal it."""
        return bool(self.time_dependent)

    @property
    def truth(self) -> Predicate:
        """False: violated. Unknown: undetermined. True: satisfied or not applicable."""
        return Any((Not(self.applies), self.unless, self.required))
