"""Conditions in words: as a policy states them, and why one does not hold."""

from __future__ import annotations

from datetime import datetime
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
from courtesy.model.truth import leaf_truth
from courtesy.values import FactType, Truth
from courtesy.wording import statements, times, touches
from courtesy.wording.clocks import clock, whose_clock
from courtesy.wording.hours import permitted_hours
from courtesy.wording.text import joined, verb_for, with_article

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from courtesy.model.fact_declarations import FactDeclaration
    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.vocabulary import Vocabulary

    Measure = Callable[[Term], Measurement]

_COUNTED = frozenset({FactType.INTEGER, FactType.DURATION})
_RECIPIENTS_CLOCK = "the recipient's clock"


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


def condition(predicate: Predicate, words: Vocabulary) -> str:
    """A condition as a policy states it, in words."""
    return _told(grouped(predicate), words)


def _told(asked: Signed | Group, words: Vocabulary) -> str:
    if isinstance(asked, Signed):
        return _stated(asked.leaf, words, positive=asked.positive)
    if not asked.parts:
        return "never" if asked.either else "always"
    parts = (_told(part, words) for part in asked.parts)
    # Groups of both kinds stand in one sentence: brackets say what belongs together.
    said = (f"({text})" if isinstance(part, Group) else text for part, text in zip(asked.parts, parts, strict=True))
    return joined(said, "or" if asked.either else "and")


def _stated(leaf: Leaf, words: Vocabulary, *, positive: bool, zone: tzinfo | None = None) -> str:
    term = leaf.term
    match term:
        case Fact(name, _, almanac):
            said = statements.stated(words.facts[name], leaf, words, positive=positive, zone=zone)
            return said.replace(_RECIPIENTS_CLOCK, clock(almanac.zone, words)) if almanac is not None else said
        case TimeAgainst():
            return statements.stated_time(term, leaf, words, positive=positive, zone=zone)
        case Count(selector, window, _, _, since):
            noun = touches.noun(selector, words)
            quantity = with_article(noun) if isinstance(leaf, AtLeast) is positive else f"no {noun.name}"
            return f"there is {quantity} {touches.stretch(window, since, words)}"
        case TimeAfter(anchor, duration):
            side = "more than" if isinstance(leaf, AtLeast) is positive else "at most"
            return f"the time is {side} {duration} {touches.anchored('after', anchor, words)}"
        case WithinHours(windows):
            return f"the time is {'within' if positive else 'outside'} {permitted_hours(windows)}"
        case _:
            assert_never(term)


@lru_cache(maxsize=1024)
def expected(leaf: Leaf, *, positive: bool, words: Vocabulary, zone: tzinfo | None = None) -> str:
    """What a comparison of a fact asks for: `at most 150`, `neutral or positive`."""
    term = leaf.term
    if isinstance(term, TimeAgainst):
        return statements.expected_time(term, leaf, words, positive=positive, zone=zone)
    if not isinstance(term, Fact):
        return _stated(leaf, words, positive=positive)
    declaration = words.facts[term.name]
    match leaf:
        case AtLeast(_, bound) | AtMost(_, bound):
            said = statements.value_words(declaration, bound, words, zone)
            return statements.bounded(declaration, leaf, said, positive=positive)
        case OneOf(_, values):
            listed = [statements.value_words(declaration, value, words, zone) for value in sorted(values, key=str)]
            return joined(listed, "or") if positive else f"not {joined(listed, 'or')}"
        case IsKnown():
            return "known" if positive else "not known"
        case _:
            assert_never(leaf)


# ---------------------------------------------------------------- why it does not hold


def all_unmet(predicate: Predicate, measure: Measure, words: Vocabulary) -> str:
    """Why a condition does not hold: what was found, and what would be right; empty where nothing fails."""
    failing = _failing(grouped(predicate), measure)
    if failing is None:
        return ""
    if isinstance(failing, Signed):
        return _unmet(failing, measure, words)
    if not failing.either and all(isinstance(part, Signed) for part in failing.parts):
        # What is not known is not why it fails.
        wrong = [part for part in _leaves(failing) if _holds(part, measure) is Truth.FALSE]
        return "; ".join(_unmet(part, measure, words) for part in wrong)
    found = joined(dict.fromkeys(_found(part, measure, words) for part in _leaves(failing)))
    subjects = {_subject(part.leaf.term) for part in _leaves(failing)}
    if len(subjects) == 1 and None not in subjects:
        return f"{found}; {_wanted(failing, measure, words)} is needed"
    enough = "any one of these is enough" if failing.either else "this is needed"
    return f"{found}; {enough}: {_told(failing, words)}"


def _subject(term: Term) -> object:
    """What a comparison is about, where it is about one fact; None for all others."""
    if isinstance(term, TimeAgainst):
        return term.fact, term.almanac
    return term if isinstance(term, Fact) else None


def _failing(asked: Signed | Group, measure: Measure) -> Signed | Group | None:
    """What of it does not certainly hold; None where all of it does, or one of several that are enough."""
    if isinstance(asked, Signed):
        return None if _holds(asked, measure) is Truth.TRUE else asked
    parts = [_failing(part, measure) for part in asked.parts]
    if asked.either and None in parts:
        return None
    left = tuple(part for part in parts if part is not None)
    if not left and not asked.either:
        return None
    return left[0] if len(left) == 1 else Group(left, asked.either)


def _holds(asked: Signed, measure: Measure) -> Truth:
    holds = leaf_truth(asked.leaf, measure(asked.leaf.term).value)
    return holds if asked.positive else holds.negated()


def _leaves(asked: Signed | Group) -> tuple[Signed, ...]:
    if isinstance(asked, Signed):
        return (asked,)
    return tuple(leaf for part in asked.parts for leaf in _leaves(part))


def _found(asked: Signed, measure: Measure, words: Vocabulary) -> str:
    """What was found of one comparison."""
    term = asked.leaf.term
    measured = measure(term)
    match term:
        case Fact(name, _, almanac):
            declaration = words.facts[name]
            if measured.value is None:
                return statements.known(declaration, positive=False)
            if measured.names and measured.value:
                return f"the text names {joined(measured.names)}"
            zone = None if measured.at is None else measured.at.tzinfo
            said = statements.observed(declaration, measured.value, words, zone)
            return said if almanac is None else said.replace(_RECIPIENTS_CLOCK, whose_clock(almanac, measured, words))
        case TimeAgainst(Fact(name)):
            return _found_time(words.facts[name], measured)
        case Count():
            return _found_touches(term, measured, words)
        case TimeAfter() | WithinHours():
            return "the time is outside what is permitted"
        case _:
            assert_never(term)


def _found_time(declaration: FactDeclaration, measured: Measurement) -> str:
    stated = measured.stated
    if stated is None:
        return statements.known(declaration, positive=False)
    said = times.day_and_clock(stated) if isinstance(stated, datetime) else times.day(stated)
    return statements.statement(declaration, [said])


def _found_touches(term: Count, measured: Measurement, words: Vocabulary) -> str:
    """Only what certainly counts is counted."""
    stretch = touches.stretch(term.window, term.since, words)
    found = measured.certain
    if not found:
        unsure = " for certain" if measured.touches else ""
        return f"there is{unsure} no {touches.noun(term.selector, words).name} {stretch}"
    last = found[-1].at
    if measured.at is not None:
        last = last.astimezone(measured.at.tzinfo)
    which = "on" if len(found) == 1 else "the last on"
    there = f"there {verb_for(len(found), 'is')} {touches.counted(len(found), term.selector, words)}"
    return f"{there} {stretch}, {which} {times.day_and_clock(last)}"


def _unmet(asked: Signed, measure: Measure, words: Vocabulary) -> str:
    """Why one comparison does not hold: `the message has 203 words; at most 150 are allowed`."""
    found, leaf, term = _found(asked, measure, words), asked.leaf, asked.leaf.term
    measured = measure(term)
    if not isinstance(term, Fact | TimeAgainst) or measured.value is None or isinstance(leaf, IsKnown):
        return found
    if isinstance(measured.value, bool) or (isinstance(leaf, OneOf) and not asked.positive):
        return found
    verb = "allowed" if isinstance(leaf, AtMost) is asked.positive and not isinstance(leaf, OneOf) else "needed"
    return f"{found}; {_wanted(asked, measure, words)} {_be(leaf, words)} {verb}"


def _be(leaf: Leaf, words: Vocabulary) -> str:
    """The verb behind a bound: a number of things, or of days, asks for the plural."""
    term = leaf.term
    if not (isinstance(leaf, AtLeast | AtMost) and isinstance(term, Fact) and term.type in _COUNTED):
        return "is"
    return times.verb_for(statements.value_words(words.facts[term.name], leaf.bound, words), "is")


def _wanted(asked: Signed | Group, measure: Measure, words: Vocabulary) -> str:
    """What would be right, of comparisons of one fact."""
    if isinstance(asked, Signed):
        measured = measure(asked.leaf.term)
        zone = None if measured.at is None else measured.at.tzinfo
        return expected(asked.leaf, positive=asked.positive, words=words, zone=zone)
    parts = (_wanted(part, measure, words) for part in asked.parts)
    said = (f"({text})" if isinstance(part, Group) else text for part, text in zip(asked.parts, parts, strict=True))
    return joined(said, "or" if asked.either else "and")
