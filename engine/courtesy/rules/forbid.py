"""Rule type `forbid`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.predicate import Not, Predicate
from courtesy.rules._numbers import TESTS, numbers_of_tests
from courtesy.rules._orders import WIDER
from courtesy.rules._rule_type import RuleType, refers
from courtesy.wording.facts import condition
from courtesy.wording.unmet import all_found, all_unmet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Tree


class Forbid(RuleType, frozen=True, kw_only=True):
    """Something must not be so. `forbid: true` forbids every action that the rule applies to.

    Policy: {applies_to: {channel: public_post}, forbid: {message.tone: negative}}
    Bad: {channel: public_post, message: {body: The interviewer was rude and the whole company is awful.}}
    Good: {channel: public_post, message: {body: The interview is over and the weather is fine.}}
    Why: some things no timing and no wording makes right.
    """

    name: ClassVar[str] = "forbid"
    synonyms: ClassVar[tuple[str, ...]] = (
        "deny",
        "block",
        "ban",
        "prohibit",
        "disallow",
        "reject",
        "refuse",
        "must_not",
        "never",
    )
    offers: ClassVar[tuple[str, ...]] = TESTS
    schema: ClassVar = {
        "description": "`true`: always forbidden where the rule applies; or the condition under which it is.",
        "anyOf": [
            {"title": "Always", "description": "Forbidden wherever the rule applies.", "const": True},
            {"title": "Condition", **refers("condition", "Forbidden where this holds.")},
        ],
    }
    stricter: ClassVar = {"forbid": WIDER.filling("forbidden")}
    forbidden: Predicate
    always: bool = False

    @classmethod
    def numbers(cls, body: Tree) -> Mapping[str, str]:
        """The numbers by which the condition tests."""
        return numbers_of_tests(body)

    @classmethod
    def read(cls, body: Tree, reader: Reader) -> Self:
        """Read `true` or a condition."""
        always = body == "true"
        return cls(forbidden=reader.applies if always else reader.condition(body), always=always)

    def lower(self) -> Predicate:
        """The condition does not hold."""
        return Not(self.forbidden)

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """What was found that is forbidden."""
        found = (
            all_found(self.forbidden, measure, vocabulary)
            if self.always
            else all_unmet(self.lower(), measure, vocabulary)
        )
        return found or "this is not allowed"

    def summary(self, vocabulary: Vocabulary) -> str:
        """What is forbidden."""
        return "never" if self.always else f"never if {condition(self.forbidden, vocabulary)}"
