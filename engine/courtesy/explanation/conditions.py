"""The comparisons of a rule, made ready once, and what each measured, ready for JSON."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

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
    Term,
    TimeAfter,
    TimeAgainst,
    WithinHours,
)
from courtesy.model.verdict import Condition
from courtesy.values import NOT, SECOND, FactType, Truth, Value
from courtesy.wording.facts import signed_leaves
from courtesy.wording.hours import permitted_hours
from courtesy.wording.text import plural_noun
from courtesy.wording.times import time_of_day
from courtesy.wording.touches import noun, stretch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from courtesy.model.facts import FactSheet, Measurement
    from courtesy.model.predicate import Predicate
    from courtesy.model.vocabulary import Vocabulary

_ELAPSED, _AHEAD = "elapsed_since.", "time_until."
Plain = bool | int | float | str | tuple[str, ...]
"""What stands in a condition: ready for JSON."""


class Comparison(Struct, frozen=True):
    """One comparison of a rule with all of its condition that no measurement changes.

    `place` is the term's place on the fact sheet, `number` the comparison's among those of the rule; `positive` is
    false where it is asked not to hold.
    """

    leaf: Leaf
    positive: bool
    number: int
    place: int
    fact: str
    operator: str
    expected: Plain
    unit: str | None

    def condition(self, sheet: FactSheet, truths: Sequence[Truth]) -> Condition:
        """What was measured; `truths` are those of all comparisons of the rule."""
        term, value = self.leaf.term, sheet.values[self.place]
        holds = truths[self.number] if self.positive else NOT[truths[self.number]]
        if isinstance(term, TimeAfter):
            return self._time_since(sheet.measure(term), holds)
        expected, observed = self.expected, None if value is None else _plain(value, term)
        if isinstance(term, TimeAgainst):
            measured = sheet.measure(term)
            expected = _marks(term, _zone(measured))
            observed = None if measured.stated is None else measured.stated.isoformat()
        elif isinstance(term, WithinHours):
            at = sheet.measure(term).at
            observed = None if value is None or at is None else at.isoformat()
        return Condition(
            fact=self.fact, operator=self.operator, expected=expected, observed=observed, unit=self.unit, holds=holds
        )

    def _time_since(self, measured: Measurement, holds: Truth) -> Condition:
        """The time since the anchor, or until it, against the time that was needed, both in real seconds."""
        expected, observed, ahead = self.expected, None, self.fact.startswith(_AHEAD)
        if measured.anchor is not None and measured.due is not None and measured.at is not None:
            anchor = measured.anchor.astimezone(UTC)
            sign = -1 if ahead else 1
            expected = _seconds(sign * (measured.due.astimezone(UTC) - anchor).total_seconds())
            observed = _seconds(sign * (measured.at.astimezone(UTC) - anchor).total_seconds())
        which = _AHEAD if ahead else _ELAPSED
        fact = self.fact if measured.counted_from is None else f"{which}{measured.counted_from}"
        return Condition(
            fact=fact, operator=self.operator, expected=expected, observed=observed, unit=self.unit, holds=holds
        )


def comparisons(
    predicates: tuple[Predicate, ...], places: Mapping[Term, int], vocabulary: Vocabulary
) -> tuple[Comparison, ...]:
    """Every comparison of the predicates, in order, each once; `places` are the terms' places on the fact sheet."""
    signed = [pair for predicate in predicates for pair in signed_leaves(predicate)]
    return tuple(
        Comparison(
            leaf,
            positive,
            signed.index((leaf, positive)),
            places[leaf.term],
            _name(leaf.term, vocabulary),
            _operator(leaf, positive=positive),
            _expected(leaf),
            _unit(leaf.term, vocabulary),
        )
        for leaf, positive in dict.fromkeys(signed)
    )


def _zone(measured: Measurement) -> tzinfo:
    return UTC if measured.at is None or measured.at.tzinfo is None else measured.at.tzinfo


def _seconds(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds


def _name(term: Term, vocabulary: Vocabulary) -> str:
    match term:
        case Fact(name) | TimeAgainst(Fact(name)):
            return name
        case Count(selector, window, _, _, since, or_ever):
            said = stretch(window, since, vocabulary, or_ever=or_ever)
            return f"history: {plural_noun(noun(selector, vocabulary))} {said}"
        case WithinHours():
            return "action.at"
        case TimeAfter(anchor, before=before):
            name = anchor.fact if isinstance(anchor, CaseDate) else f"{anchor.which.value}_touch"
            return f"{_AHEAD if before else _ELAPSED}{name}"
        case _:
            assert_never(term)


def _operator(leaf: Leaf, *, positive: bool) -> str:
    match leaf:
        case AtLeast(term) | AtMost(term):
            # What is not before some time before a date has at most that much time left until it.
            least = isinstance(leaf, AtLeast) is not (isinstance(term, TimeAfter) and term.before)
            return ("at_least" if positive else "less_than") if least else ("at_most" if positive else "more_than")
        case IsKnown():
            return "exists"
        case OneOf(WithinHours()):
            return "within_hours" if positive else "outside_hours"
        case OneOf(term, values):
            single = len(term.marks if isinstance(term, TimeAgainst) else values) == 1
            return ("is" if single else "one_of") if positive else ("is_not" if single else "none_of")
        case _:
            assert_never(leaf)


def _expected(leaf: Leaf) -> Plain:
    match leaf:
        case AtLeast(TimeAfter(_, duration)) | AtMost(TimeAfter(_, duration)):
            return str(duration)
        case AtLeast(TimeAgainst() as term) | AtMost(TimeAgainst() as term) | OneOf(TimeAgainst() as term):
            return _marks(term, UTC)
        case AtLeast(term, bound) | AtMost(term, bound):
            return _plain(bound, term)
        case IsKnown():
            return True
        case OneOf(WithinHours(open_hours)):
            return permitted_hours(open_hours)
        case OneOf(term, values):
            return _one_or_all([_plain(value, term) for value in sorted(values, key=str)])
        case _:
            assert_never(leaf)


def _marks(term: TimeAgainst, zone: tzinfo) -> Plain:
    return _one_or_all(
        [mark.isoformat() if isinstance(mark, date) else moment(Instant(mark), zone).isoformat() for mark in term.marks]
    )


def _one_or_all(listed: Sequence[Plain]) -> Plain:
    return listed[0] if len(listed) == 1 else tuple(str(value) for value in listed)


def _plain(value: Value, term: Term) -> Plain:
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    if not isinstance(term, Fact) or isinstance(value, (bool, str)):
        return value
    match term.type:
        case FactType.TIME_OF_DAY:
            return time_of_day(int(value))
        case FactType.DURATION:
            return _seconds(value / SECOND)
        case _:
            return value


def _unit(term: Term, vocabulary: Vocabulary) -> str | None:
    match term:
        case Fact(name, kind):
            return "seconds" if kind is FactType.DURATION else vocabulary.facts[name].unit
        case Count():
            return "touches"
        case WithinHours():
            return None
        case TimeAfter():
            return "seconds"
        case TimeAgainst(Fact(name)):
            return vocabulary.facts[name].unit
        case _:
            assert_never(term)
