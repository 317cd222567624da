"""A policy's preferences as rules, so that planning reads them by the same facts, matching and boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.compiled import CompiledRule
from courtesy.model.fact_declarations import FACTS
from courtesy.model.policy import Level, Rule
from courtesy.model.predicate import FALSE, TRUE, All, Fact, FieldTest, OneOf, Selector, TouchTime, Which, WithinHours
from courtesy.model.preferences import ANY_CHANNEL
from courtesy.model.truth import leaves
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.rules.hours import Hours
from courtesy.rules.wait import Wait
from courtesy.spans import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.predicate import Predicate
    from courtesy.model.preferences import Preferences
    from courtesy.model.requirement import Requirement
    from courtesy.model.vocabulary import Vocabulary

PREFIX = "preferences."
"""With this the ids of wishes begin; the section is none of a policy's own, which are named after its files."""
_HOURS = f"{PREFIX}hours-"
_REACHED = FieldTest("outcome", VOID_OUTCOMES, negated=True)


def wishes(preferences: Preferences, vocabulary: Vocabulary) -> tuple[CompiledRule, ...]:
    """The preferred hours, the gaps between acts and the pace of optional acts, each as a rule that binds nobody."""
    return tuple(_wishes(preferences, vocabulary))


def is_wish(rule_id: str) -> bool:
    """Whether the id is that of a wish."""
    return rule_id.startswith(PREFIX)


def is_hours(rule_id: str) -> bool:
    """Whether the id is that of a wish for hours; all others are for time between acts."""
    return rule_id.startswith(_HOURS)


def _wishes(preferences: Preferences, vocabulary: Vocabulary) -> Iterator[CompiledRule]:
    almanac = preferences.almanac
    for channel, open_hours in preferences.hours.items():
        wanted = WithinHours(open_hours, almanac, own=not vocabulary.channel(channel).disturbs)
        hours = Hours(open_hours=open_hours, almanac=almanac)
        yield _wish(f"{_HOURS}{channel}", hours, _is("channel", channel), OneOf(wanted, frozenset({True})))
    for channel, gap in preferences.gaps.items():
        fields = {} if channel == ANY_CHANNEL else {"channel": channel}
        after = TouchTime(Which.LAST, _touches(fields))
        applies = _is("channel", channel) if fields else TRUE
        yield _wish(f"{PREFIX}gap-{channel}", Wait(duration=gap, anchor=after, almanac=almanac), applies)
    for number, act in enumerate(preferences.optional, 1):
        after = TouchTime(Which.LAST, _touches({"channel": act.channel, "purpose": act.purpose}))
        applies = All((_is("channel", act.channel), _is("purpose", act.purpose)))
        yield _wish(f"{PREFIX}pace-{number}", Wait(duration=act.every, anchor=after, almanac=almanac), applies)


def _wish(name: str, requirement: Requirement, applies: Predicate, required: Predicate | None = None) -> CompiledRule:
    required = requirement.lower() if required is None else required
    return CompiledRule(
        rule=Rule(id=name, level=Level.MAY, type=requirement.name, body=Scalar("")),
        requirement=requirement,
        applies=applies,
        unless=FALSE,
        required=required,
        time_dependent=tuple(dict.fromkeys(leaves(required))),
    )


def _is(name: str, value: str) -> Predicate:
    return OneOf(Fact.declared(FACTS[f"action.{name}"]), frozenset({value}))


def _touches(fields: dict[str, str]) -> Selector:
    return Selector(tests=(*(FieldTest(name, frozenset({value})) for name, value in fields.items()), _REACHED))
