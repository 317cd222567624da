"""Conditions in words, as a policy states them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

from courtesy.model.predicate import (
    All,
    Any,
    AtLeast,
    AtMost,
    Count,
    Fact,
    IsKnown,
    Leaf,
    Not,
    OneOf,
    Predicate,
    TimeAfter,
    TimeAgainst,
    WithinHours,
)
from courtesy.wording import statements, touches
from courtesy.wording.clocks import clock
from courtesy.wording.hours import permitted_hours
from courtesy.wording.text import joined, with_article

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.vocabulary import Vocabulary

    Measure = Callable[[Term], Measurement]

RECIPIENTS_CLOCK = "the recipient's clock"
"""How facts name the clock that they are read on."""


class Signed(Struct, frozen=True):
    """A comparison that is asked to hold, or (not `positive`) not to hold."""

    leaf: Leaf
    positive: bool


class Group(Struct, frozen=True):
    """Parts all of which are asked for, or (`either`) any one of which is enough."""

    parts: tuple[Signed | Group, ...]
    either: bool


def grouped(predicate: Predicate, *, positive: bool = True) -> Signed | Group:
    """What a condition asks for, with every `not` carried to the comparisons and groups of one kind made one."""
    match predicate:
        case All(inner) | Any(inner):
            either = isinstance(predicate, Any) is positive
            parts: list[Signed | Group] = []
            for part in (grouped(one, positive=positive) for one in inner):
                parts += part.parts if isinstance(part, Group) and part.either is either else [part]
            distinct = tuple(dict.fromkeys(parts))
            return distinct[0] if len(distinct) == 1 else Group(distinct, either)
        case Not(part):
            return grouped(part, positive=not positive)
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            return Signed(predicate, positive)
        case _:
            assert_never(predicate)


@lru_cache(maxsize=1024)
def signed_leaves(predicate: Predicate, *, positive: bool = True) -> tuple[tuple[Leaf, bool], ...]:
    """All comparisons of a predicate, each with whether it is asked to hold (true) or not to hold (false)."""
    match predicate:
        case All(parts) | Any(parts):
            return tuple(pair for part in parts for pair in signed_leaves(part, positive=positive))
        case Not(part):
            return signed_leaves(part, positive=not positive)
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            return ((predicate, positive),)
        case _:
            assert_never(predicate)


# ---------------------------------------------------------------- as a policy states it


def condition(predicate: Predicate, vocabulary: Vocabulary) -> str:
    """A condition as a policy states it, in words."""
    return told(grouped(predicate), vocabulary)


def told(asked: Signed | Group, vocabulary: Vocabulary) -> str:
    """What is asked for, in words; brackets say what belongs together."""
    if isinstance(asked, Signed):
        return _stated(asked.leaf, vocabulary, positive=asked.positive)
    if not asked.parts:
        return "never" if asked.either else "always"
    parts = (told(part, vocabulary) for part in asked.parts)
    # Groups of both kinds stand in one sentence: brackets say what belongs together.
    said = (f"({text})" if isinstance(part, Group) else text for part, text in zip(asked.parts, parts, strict=True))
    return joined(said, "or" if asked.either else "and")


def _stated(leaf: Leaf, vocabulary: Vocabulary, *, positive: bool, zone: tzinfo | None = None) -> str:
    term = leaf.term
    match term:
        case Fact(name, _, almanac):
            said = statements.stated(vocabulary.facts[name], leaf, vocabulary, positive=positive, zone=zone)
            return said.replace(RECIPIENTS_CLOCK, clock(almanac.zone, vocabulary)) if almanac is not None else said
        case TimeAgainst():
            return statements.stated_time(term, leaf, vocabulary, positive=positive, zone=zone)
        case Count(selector, window, _, _, since, or_ever):
            noun = touches.noun(selector, vocabulary)
            quantity = with_article(noun) if isinstance(leaf, AtLeast) is positive else f"no {noun.name}"
            return f"there is {quantity} {touches.stretch(window, since, vocabulary, or_ever=or_ever)}"
        case TimeAfter(anchor, duration, before=before):
            side = "more than" if isinstance(leaf, AtLeast) is positive is not before else "at most"
            link = "before" if before else "after"
            return f"the time is {side} {duration} {touches.anchored(link, anchor, vocabulary)}"
        case WithinHours(open_hours):
            return f"the time is {'within' if positive else 'outside'} {permitted_hours(open_hours)}"
        case _:
            assert_never(term)


@lru_cache(maxsize=1024)
def expected(leaf: Leaf, *, positive: bool, vocabulary: Vocabulary, zone: tzinfo | None = None) -> str:
    """What a comparison of a fact asks for: `at most 150`, `neutral or positive`."""
    term = leaf.term
    if isinstance(term, TimeAgainst):
        return statements.expected_time(term, leaf, vocabulary, positive=positive, zone=zone)
    if not isinstance(term, Fact):
        return _stated(leaf, vocabulary, positive=positive)
    declaration = vocabulary.facts[term.name]
    match leaf:
        case AtLeast(_, bound) | AtMost(_, bound):
            said = statements.value_words(declaration, bound, vocabulary, zone)
            return statements.bounded(declaration, leaf, said, positive=positive)
        case OneOf(_, values):
            listed = [statements.value_words(declaration, value, vocabulary, zone) for value in sorted(values, key=str)]
            return joined(listed, "or") if positive else f"not {joined(listed, 'or')}"
        case IsKnown():
            return "known" if positive else "not known"
        case _:
            assert_never(leaf)
