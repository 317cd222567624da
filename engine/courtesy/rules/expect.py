"""Rule type `expect`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from courtesy.model.fact_declarations import FACTS
from courtesy.model.predicate import (
    AllHistory,
    Anchor,
    AtLeast,
    Count,
    Edge,
    Fact,
    OneOf,
    Predicate,
    Recipients,
    Selector,
    TimeAfter,
    TouchTime,
)
from courtesy.rules._orders import LARGER, SOONER
from courtesy.rules._rule_type import FALLBACK, RuleType, mapping, number, refers
from courtesy.spans import Scalar
from courtesy.wording import touches
from courtesy.wording.text import agree, joined, verb_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.requirement import Reader
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode, Tree
    from courtesy.values import Duration

_INTERVIEW = Scalar("interview")


class Expect(RuleType, frozen=True, kw_only=True):
    """Something is to be done, once or for each contact in a role: judged for the case and its plan, not for an action.

    Policy: {expect: {act: {channel: handwritten_note}, within: 24 hours, after: interview, for_each: interviewer}}
    Bad: [{channel: handwritten_note, to: contact, at: 2026-11-21T15:30:01}]
    Good: [{channel: handwritten_note, to: contact, at: 2026-11-21T15:30:00}]
    Why: some courtesies are missed only when nobody has shown them.
    """

    name: ClassVar[str] = "expect"
    synonyms: ClassVar[tuple[str, ...]] = ("obligation", "owes", "owe", "duty", "must_do", "should_do", "todo")
    of_plan: ClassVar[bool] = True
    offers: ClassVar[tuple[str, ...]] = ("at_least", "within")
    schema: ClassVar = mapping(
        "An action that is owed: judged for the case and its whole plan, not for one action.",
        example={"act": {"channel": "phone"}, "within": "7 days"},
        required=("act",),
        act={
            "description": "The action that is expected; which actions count. Of a list any one will do. Without "
            "`for_each`, those to anyone at the company count.",
            "examples": [{"channel": "email"}],
            "anyOf": [
                {"title": "One kind", **refers("selector", "Which actions count.")},
                {
                    "title": "Several kinds",
                    "description": "Kinds of actions, any one of which will do.",
                    "examples": [[{"channel": "email"}, {"channel": "handwritten_note"}]],
                    "type": "array",
                    "minItems": 1,
                    "items": {"title": "Kind of action", **refers("selector", "Which actions count.")},
                },
            ],
        },
        at_least=number("How many such actions; one if left out.", minimum=1),
        within=refers("duration", "How much time there is from the anchor on; no end if left out."),
        after=refers("anchor", "From when on actions count and time runs; the end of the interview if left out."),
        or_=FALLBACK,
        for_each=refers("roles", "The roles of the contacts to each of whom it is owed; owed once if left out."),
    )
    stricter: ClassVar = {"at_least": LARGER, "within": SOONER}
    act: Selector
    at_least: int
    within: Duration | None
    after: Anchor
    for_each: tuple[str, ...]  # roles, sorted; empty: owed once
    almanac: Almanac

    @classmethod
    def read(cls, body: MappingNode, reader: Reader) -> Self:
        """Read `{act: SELECTOR, at_least: N, within: D, after: X, or: X, for_each: ROLES}`."""
        return cls(
            act=reader.act(body["act"]),
            at_least=reader.integer(body["at_least"]) if "at_least" in body else 1,
            within=reader.duration(body["within"]) if "within" in body else None,
            after=reader.anchor(body.get("after", _INTERVIEW), body.get("or")),
            for_each=reader.roles(body["for_each"]) if "for_each" in body else (),
            almanac=reader.almanac,
        )

    @property
    def count(self) -> Count:
        """The measured term: the acts from the anchor on."""
        return Count(self.act, AllHistory(), self.at_least, self.almanac, self.after)

    @property
    def due(self) -> TimeAfter | None:
        """The term that is above 0 once the due time is past; None where there is no hurry."""
        return None if self.within is None else TimeAfter(self.after, self.within, self.almanac, Edge.END)

    @classmethod
    def of_a_contact(cls, body: Tree) -> bool:
        """Whether it is owed to each contact in a role, and not once."""
        return "for_each" in body

    def premises(self) -> tuple[Predicate, ...]:
        """That it is owed to such a contact, and that there is a touch to count from where the anchor is one."""
        of_whom = OneOf(Fact.declared(FACTS["recipient.roles"]), frozenset(self.for_each)) if self.for_each else None
        begun = None
        if isinstance(self.after, TouchTime):
            begun = AtLeast(Count(self.after.selector, AllHistory(), 1, self.almanac), 1)
        return tuple(part for part in (of_whom, begun) if part is not None)

    def lower(self) -> Predicate:
        """Enough acts of that kind have been done."""
        return AtLeast(self.count, self.at_least)

    def message(self, measure: Callable[[Term], Measurement], vocabulary: Vocabulary) -> str:
        """What is missing so far."""
        done, since = len(measure(self.count).certain), touches.anchored("since", self.after, vocabulary)
        if done == 0:
            nouns = (f"no {touches.noun(kind, vocabulary).name}" for kind in self.act.kinds)
            missing = f"there is {joined(nouns)} {since}"
        else:
            missing = f"there {verb_for(done, 'is')} {touches.counted(done, self.act, vocabulary)} {since}"
        return missing if self.at_least == 1 else f"{missing}; at least {agree(self.at_least, '', 'is')} expected"

    def summary(self, vocabulary: Vocabulary) -> str:
        """What is to be done, for whom, and by when."""
        wanted = touches.wanted(self.at_least, self.act, vocabulary)
        acts = wanted if self.at_least == 1 else f"at least {wanted}"
        link = "to" if all(kind.to is Recipients.SAME_CONTACT for kind in self.act.kinds) else "for"
        each = f" {link} each {touches.any_in(self.for_each, vocabulary)}" if self.for_each else ""
        if self.within is None:
            return f"{acts}{each} {touches.anchored('after', self.after, vocabulary)}"
        return f"{acts}{each} within {touches.span(self.within, self.after, vocabulary)}"
