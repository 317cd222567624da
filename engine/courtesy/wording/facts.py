"""Facts and comparisons in words: what was observed, and what was expected of it."""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.instants import Instant, moment
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
    WithinHours,
)
from courtesy.model.truth import leaf_truth
from courtesy.values import FactType, Truth, Value
from courtesy.wording import times, touches
from courtesy.wording.text import joined, with_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.model.vocabulary import Vocabulary


def value_words(fact: Fact, value: Value, words: Vocabulary, measured: Measurement | None = None) -> str:
    """One value of a fact, as people say it."""
    if isinstance(value, frozenset):
        return joined(_item(fact, item, words) for item in sorted(value)) or _NONE.get(fact.name, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    match fact.type:
        case FactType.TIME:
            at = None if measured is None else measured.at
            zone = UTC if at is None or at.tzinfo is None else at.tzinfo
            return times.day_and_clock(moment(Instant(int(value)), zone))
        case FactType.TIME_OF_DAY:
            return times.time_of_day(int(value))
        case FactType.DURATION:
            return times.length(int(value))
        case _:
            return _item(fact, str(value), words)


_NONE = {"recipient.roles": "in no role", "cc.roles": "nobody in a role"}
_WITH_ARTICLE = frozenset({"action.channel", "recipient.roles", "cc.roles"})
_DEPARTMENT = "hr"


def _item(fact: Fact, value: str, words: Vocabulary) -> str:
    """One value of a fact: `an e-mail`, `a recruiter`, `in HR`."""
    said = words.words_for(fact.name, value)
    if value == _DEPARTMENT and fact.name == "recipient.roles":
        return f"in {said}"
    return with_article(said) if fact.name in _WITH_ARTICLE and value != _DEPARTMENT else said


def says(fact: Fact, said: str, words: Vocabulary) -> str:
    """A statement about a fact, `said` standing for its value."""
    declaration = words.facts[fact.name]
    if not declaration.says:
        return f"{declaration.title}: {said}"
    stated, unit = declaration.says.format(said), declaration.unit
    return stated.replace(unit, unit.removesuffix("s")) if unit and said.rsplit(maxsplit=1)[-1] == "1" else stated


def observed(fact: Fact, value: Value, words: Vocabulary, measured: Measurement | None = None) -> str:
    """What was found: `the message has 203 words`, `no portfolio is linked`."""
    declaration = words.facts[fact.name]
    if isinstance(value, bool) and declaration.says and declaration.denies:
        return declaration.says if value else declaration.denies
    if measured is not None and measured.names and value:
        return f"the text names {joined(measured.names)}"
    return says(fact, value_words(fact, value, words, measured), words)


@lru_cache(maxsize=1024)
def expected(leaf: Leaf, *, positive: bool, words: Vocabulary) -> str:
    """The test in words: `at most 150`, `HR or recruiter`, `not negative`."""
    match leaf:
        case AtLeast(_, bound):
            return f"{'at least' if positive else 'less than'} {_bound(leaf, bound, words)}"
        case AtMost(_, bound):
            return f"{'at most' if positive else 'more than'} {_bound(leaf, bound, words)}"
        case OneOf(_, values):
            listed = joined((_bound(leaf, value, words) for value in sorted(values, key=str)), "or")
            return listed if positive else f"not {listed}"
        case IsKnown():
            return "known" if positive else "not known"
        case _:
            assert_never(leaf)


def _bound(leaf: Leaf, value: bool | float | str, words: Vocabulary) -> str:  # noqa: FBT001  a value of any type
    return value_words(leaf.term, value, words) if isinstance(leaf.term, Fact) else str(value)


def unmet(leaf: Leaf, *, positive: bool, measured: Measurement, words: Vocabulary) -> str:
    """Why a comparison does not hold: `the message has 203 words; at most 150 are allowed`."""
    term, value = leaf.term, measured.value
    match term:
        case Fact():
            if value is None:
                return f"{words.facts[term.name].title} is not known"
            found = observed(term, value, words, measured)
            if isinstance(leaf, IsKnown) or isinstance(value, bool) or (isinstance(leaf, OneOf) and not positive):
                return found
            verb = "allowed" if isinstance(leaf, AtMost) == positive and not isinstance(leaf, OneOf) else "needed"
            wanted = expected(leaf, positive=positive, words=words)
            return f"{found}; {wanted} {'is' if wanted.endswith(' 1') or isinstance(leaf, OneOf) else 'are'} {verb}"
        case Count():
            return _unmet_count(term, measured, words)
        case TimeAfter() | WithinHours():
            return "the time is outside what is permitted"
        case _:
            assert_never(term)


def _unmet_count(term: Count, measured: Measurement, words: Vocabulary) -> str:
    stretch = touches.window(term.window)
    if not measured.touches:
        return f"there is no {touches.noun(term.selector, words)} {stretch}"
    last = measured.touches[-1].at
    if measured.at is not None:
        last = last.astimezone(measured.at.tzinfo)
    found = touches.nouns(len(measured.touches), term.selector, words)
    return f"{found} {stretch}, the last on {times.day_and_clock(last)}"


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


def all_unmet(predicate: Predicate, measure: Callable[[Term], Measurement], words: Vocabulary) -> str:
    """Why a condition does not hold: each comparison in it that fails, in words."""
    reasons = []
    for leaf, positive in signed_leaves(predicate):
        measured = measure(leaf.term)
        holds = leaf_truth(leaf, measured.value)
        if (holds if positive else holds.negated()) is Truth.FALSE:
            reasons.append(unmet(leaf, positive=positive, measured=measured, words=words))
    return joined(dict.fromkeys(reasons))


def condition(predicate: Predicate, words: Vocabulary, *, positive: bool = True) -> str:
    """A condition as a policy states it, in words."""
    match predicate:
        case All(parts) | Any(parts):
            conjunction = "and" if isinstance(predicate, All) == positive else "or"
            return joined((condition(part, words, positive=positive) for part in parts), conjunction) or "always"
        case Not(part):
            return condition(part, words, positive=not positive)
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            return _stated(predicate, words, positive=positive)
        case _:
            assert_never(predicate)


def _stated(leaf: Leaf, words: Vocabulary, *, positive: bool) -> str:
    term = leaf.term
    match term:
        case Fact():
            declaration = words.facts[term.name]
            if isinstance(leaf, IsKnown):
                return f"{declaration.title} is {expected(leaf, positive=positive, words=words)}"
            if declaration.type is FactType.BOOLEAN and isinstance(leaf, OneOf) and len(leaf.values) == 1:
                return observed(term, (True in leaf.values) == positive, words)
            return says(term, expected(leaf, positive=positive, words=words), words)
        case Count():
            quantity = "a" if isinstance(leaf, AtLeast) == positive else "no"
            return f"there is {quantity} {touches.noun(term.selector, words)} {touches.window(term.window)}"
        case TimeAfter():
            side = "after" if isinstance(leaf, AtLeast) == positive else "within"
            return f"the time is {side} {term.duration} of {touches.anchor(term.anchor, words)}"
        case WithinHours():
            return f"the time is {'within' if positive else 'outside'} the hours"
        case _:
            assert_never(term)
