"""The contract of a rule type: how one requirement reads its parameters, lowers to the tree and speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.model.almanac import Almanac, OpenHours
    from courtesy.model.facts import Measurement
    from courtesy.model.order import Order
    from courtesy.model.predicate import Anchor, CaseDate, Count, Predicate, Selector, Term, TimeAfter, Window
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Tree
    from courtesy.values import Duration


class Reader(Protocol):
    """Reads the parts of a rule's tree, resolving names and units.

    Every problem found is kept for one report; a part that cannot be read comes back as a harmless stand-in, which no
    one sees because a policy with problems never compiles.
    """

    almanac: Almanac
    applies: Predicate

    def condition(self, tree: Tree) -> Predicate:
        """A condition: a map of fact to test."""

    def duration(self, tree: Tree) -> Duration:
        """`7 days` and its like."""

    def anchor(self, tree: Tree, fallback: Tree | None = None) -> Anchor:
        """`interview`, a case date, or `last:`/`first:` with a selector."""

    def date(self, tree: Tree, fallback: Tree | None = None) -> CaseDate:
        """`interview` or a case date: what can lie ahead of an act."""

    def selector(self, tree: Tree | None) -> Selector:
        """Which touches are meant."""

    def act(self, tree: Tree) -> Selector:
        """Which acts of ours are meant."""

    def window(self, tree: Tree, *, closed: bool = False) -> Window:
        """`7 days`, `calendar week`, `7 dates`, `case`; a `closed` one holds what is exactly as old as it is long."""

    def hours(self, tree: Tree) -> tuple[OpenHours, ...]:
        """One permitted stretch of hours, or a list of them."""

    def integer(self, tree: Tree) -> int:
        """A whole number, 0 or more."""

    def roles(self, tree: Tree) -> tuple[str, ...]:
        """A role, or a list of them: each once, sorted."""


class Requirement(Protocol):
    """One rule's requirement.

    `name` is the word in the policy file, `synonyms` are words that people write for it, and `schema` is the JSON
    Schema of what stands under it. `of_plan` is whether it is of the whole plan; else it judges single acts. `offers`
    are the numbers that titles, reasons and remedies may carry, by their keys. `stricter` are the orders of what stands
    under it, by its keys, or by `name` for all of it: only along these, and only towards what is stricter, may a locked
    rule be changed.
    """

    name: ClassVar[str]
    synonyms: ClassVar[tuple[str, ...]]
    schema: ClassVar[dict[str, Any]]
    of_plan: ClassVar[bool]
    offers: ClassVar[tuple[str, ...]]
    stricter: ClassVar[dict[str, Order]]

    @classmethod
    def of_a_contact(cls, body: Any) -> bool:
        """Whether a rule with this body is about one contact at a time."""

    @classmethod
    def numbers(cls, body: Any) -> Mapping[str, str]:
        """The numbers of a rule with this body that its title and reasons may carry, as they are said there."""

    @classmethod
    def read(cls, body: Any, reader: Reader) -> Self:
        """The requirement that a rule's body states."""

    def lower(self) -> Predicate:
        """What must hold, as a predicate."""

    def premises(self) -> tuple[Predicate, ...]:
        """What must hold, beside the rule's own `applies_to`, for it to ask anything."""

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """Why it does not hold, from what was measured: lower case, no full stop."""

    def summary(self, vocabulary: Vocabulary) -> str:
        """What it asks for, for the page of a policy: lower case, no full stop."""


class PlanRequirement(Requirement, Protocol):
    """A requirement of the whole plan: so many acts of a kind from an anchor on, in time or at any time."""

    @property
    def act(self) -> Selector:
        """Which acts count."""

    @property
    def at_least(self) -> int:
        """How many of them are needed."""

    @property
    def after(self) -> Anchor:
        """From when on they count."""

    @property
    def almanac(self) -> Almanac:
        """The clock and calendar that it is read with."""

    @property
    def count(self) -> Count:
        """How many acts have been done."""

    @property
    def due(self) -> TimeAfter | None:
        """What is above 0 once the due time is past; None where there is no hurry."""


def is_of_plan(requirement: Requirement) -> TypeGuard[PlanRequirement]:
    """Whether a requirement is of the whole plan."""
    return requirement.of_plan
