"""Rule type `require`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.rules._numbers import TESTS, numbers_of_tests
from courtesy.rules._orders import NARROWER
from courtesy.rules._rule_type import RuleType, refers
from courtesy.wording.facts import condition
from courtesy.wording.unmet import all_unmet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Predicate, Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Tree


class Require(RuleType, frozen=True, kw_only=True):
    """Something must be so.

    Policy: {applies_to: {channel: email}, require: {message.words: {at_most: 5}}}
    Bad: {channel: email, message: {body: one two three four five six}}
    Good: {channel: email, message: {body: one two three four five}}
    Why: some actions are fine only if their conditions are met.
    """

    name: ClassVar[str] = "require"
    synonyms: ClassVar[tuple[str, ...]] = ("needs", "need", "demand", "ensure", "must_have", "only")
    offers: ClassVar[tuple[str, ...]] = TESTS
    schema: ClassVar = refers("condition", "What must hold.")
    stricter: ClassVar = {"require": NARROWER.filling("required")}
    required: Predicate

    @classmethod
    def numbers(cls, body: Tree) -> Mapping[str, str]:
        """The numbers by which the condition tests."""
        return numbers_of_tests(body)

    @classmethod
    def read(cls, body: Tree, reader: Reader) -> Self:
        """Read a condition."""
        return cls(required=reader.condition(body))

    def lower(self) -> Predicate:
        """The condition holds."""
        return self.required

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """What falls short."""
        return all_unmet(self.required, measure, vocabulary)

    def summary(self, vocabulary: Vocabulary) -> str:
        """What is required."""
        return f"only if {condition(self.required, vocabulary)}"
