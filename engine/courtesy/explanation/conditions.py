"""The measured comparisons of a rule, ready for JSON."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, assert_never

from courtesy.instants import Instant, moment
from courtesy.model.predicate import (
    AtLeast,
    AtMost,
    CaseDate,
    Count,
    Fact,
    IsKnown,
    Leaf,
    OneOf,
    TimeAfter,
    WithinHours,
)
from courtesy.model.truth import leaf_truth
from courtesy.model.verdict import Condition
from courtesy.values import FactType, Value
from courtesy.wording.facts import signed_leaves
from courtesy.wording.times import time_of_day
from courtesy.wording.touches import nouns, window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Predicate, Term
    from courtesy.model.vocabulary import Vocabulary

Plain = bool | int | float | str | tuple[str, ...]
"""What stands in a condition: ready for JSON."""


def measured_conditions(
    predicates: tuple[Predicate, ...], measure: Callable[[Term], Measurement], words: Vocabulary
) -> tuple[Condition, ...]:
    """Every comparison of the predicates, in order, each once, with what was observed."""
    signed = dict.fromkeys(pair for predicate in predicates for pair in signed_leaves(predicate))
    return tuple(_condition(leaf, measure(leaf.term), words, positive=positive) for leaf, positive in signed)


def _condition(leaf: Leaf, measured: Measurement, words: Vocabulary, *, positive: bool) -> Condition:
    term = leaf.term
    holds = leaf_truth(leaf, measured.value)
    if not positive:
        holds = holds.negated()
    if isinstance(term, TimeAfter):
        return _time_condition(leaf, term, measured, positive=positive)
    zone = UTC if measured.at is None or measured.at.tzinfo is None else measured.at.tzinfo
    return Condition(
        fact=_name(term, words),
        operator=_operator(leaf, positive=positive),
        expected=_expected(leaf, zone),
        observed=None if measured.value is None else _plain(measured.value, term, zone),
        unit=_unit(term, words),
        holds=holds,
    )


def _time_condition(leaf: Leaf, term: TimeAfter, measured: Measurement, *, positive: bool) -> Condition:
    """The time since the anchor against the time that was needed, both in real seconds."""
    needed = observed = None
    if measured.anchor is not None and measured.due is not None and measured.at is not None:
        needed = _seconds((measured.due.astimezone(UTC) - measured.anchor.astimezone(UTC)).total_seconds())
        observed = _seconds((measured.at.astimezone(UTC) - measured.anchor.astimezone(UTC)).total_seconds())
    holds = leaf_truth(leaf, measured.value)
    return Condition(
        fact=f"elapsed_since.{_anchor_name(term)}",
        operator=_operator(leaf, positive=positive),
        expected=needed if needed is not None else str(term.duration),
        observed=observed,
        unit="seconds",
        holds=holds if positive else holds.negated(),
    )


def _seconds(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds


def _anchor_name(term: TimeAfter) -> str:
    return term.anchor.fact if isinstance(term.anchor, CaseDate) else f"{term.anchor.which.value}_touch"


def _name(term: Term, words: Vocabulary) -> str:
    match term:
        case Fact(name):
            return name
        case Count(selector, stretch):
            return f"history: {nouns(2, selector, words).removeprefix('2 ')} {window(stretch)}"
        case WithinHours():
            return "action.at"
        case TimeAfter():
            return f"elapsed_since.{_anchor_name(term)}"
        case _:
            assert_never(term)


def _operator(leaf: Leaf, *, positive: bool) -> str:
    match leaf:
        case AtLeast():
            return "at_least" if positive else "less_than"
        case AtMost():
            return "at_most" if positive else "more_than"
        case IsKnown():
            return "exists"
        case OneOf(WithinHours()):
            return "within_hours" if positive else "outside_hours"
        case OneOf(_, values):
            single = len(values) == 1
            return ("is" if single else "one_of") if positive else ("is_not" if single else "none_of")
        case _:
            assert_never(leaf)


def _expected(leaf: Leaf, zone: tzinfo) -> Plain:
    match leaf:
        case AtLeast(term, bound) | AtMost(term, bound):
            return _plain(bound, term, zone)
        case IsKnown():
            return True
        case OneOf(term, values):
            listed = [_plain(value, term, zone) for value in sorted(values, key=str)]
            return listed[0] if len(listed) == 1 else tuple(str(value) for value in listed)
        case _:
            assert_never(leaf)


def _plain(value: Value, term: Term, zone: tzinfo) -> Plain:
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    if not isinstance(term, Fact) or isinstance(value, (bool, str)):
        return value
    match term.type:
        case FactType.TIME:
            return moment(Instant(int(value)), zone).isoformat()
        case FactType.TIME_OF_DAY:
            return time_of_day(int(value))
        case FactType.DURATION:
            return _seconds(value / 1_000_000)
        case _:
            return value


def _unit(term: Term, words: Vocabulary) -> str | None:
    match term:
        case Fact(name, FactType.DURATION):
            return "seconds"
        case Fact(name):
            return words.facts[name].unit
        case Count():
            return "touches"
        case WithinHours():
            return None
        case TimeAfter():
            return "seconds"
        case _:
            assert_never(term)
