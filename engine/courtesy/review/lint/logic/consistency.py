"""Whether comparisons contradict each other: in one term, or in terms of which one says something of the other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.model.fact_declarations import FACTS, TONES, WEEKDAYS
from courtesy.model.predicate import (
    AllHistory,
    AtLeast,
    AtMost,
    Count,
    Fact,
    IsKnown,
    OneOf,
    Recipients,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    WithinHours,
)
from courtesy.review.lint.logic.lengths import always_empty, counts_no_less, longer_than, never_before
from courtesy.review.lint.logic.literals import Members, Range, Words
from courtesy.review.lint.logic.selections import means_no_less, means_nothing
from courtesy.review.lint.logic.weeks import (
    WHOLE_WEEK,
    common,
    known_by_the_week,
    never_open,
    of_hours,
    of_times,
    of_weekdays,
    rest,
)
from courtesy.values import DAY, FactType

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from courtesy.model.predicate import Term
    from courtesy.review.lint.logic.literals import Literal
    from courtesy.review.lint.logic.weeks import Stretches

_NOT_NEGATIVE = frozenset({"message.words", "message.sentences"})
_CLOSED: dict[str, frozenset[object]] = {
    "action.weekday": frozenset(WEEKDAYS),
    "message.tone": frozenset(TONES),
}
"""Facts of text whose values are always among these."""
_WHOLE = frozenset({FactType.INTEGER, FactType.TIME, FactType.TIME_OF_DAY, FactType.DURATION})


class Assumed(NamedTuple):
    """What is assumed of situations: touches to a single contact each, and one role, tag and the like each."""

    one_addressee: bool = False
    one_role: bool = False


NOTHING_ASSUMED = Assumed()


def consistent(literals: Iterable[Literal], assumed: Assumed = NOTHING_ASSUMED) -> bool:
    """Whether nothing was found against all of these being so."""
    told = tuple(literals)
    if assumed.one_addressee:
        told += tuple(_of_the_recipient(told))
    return (
        _known_where_compared(told)
        and not any(_narrowed(told, one_role=assumed.one_role))
        and not _counts_contradict(told)
        and not _times_contradict(told)
        and bool(all(_open_weeks(told)))
    )


def _known_where_compared(literals: tuple[Literal, ...]) -> bool:
    """A fact that is not known has no value that a comparison could be true of."""
    unknown = {leaf.term for leaf, wanted in literals if isinstance(leaf, IsKnown) and not wanted}
    return not any(leaf.term in unknown and (wanted or not isinstance(leaf, IsKnown)) for leaf, wanted in literals)


# ---------------------------------------------------------------- what is left of one term


def _narrowed(literals: tuple[Literal, ...], *, one_role: bool) -> Iterator[bool]:
    """For each term whether nothing is left that it could be."""
    terms: dict[Hashable, Range | Words | Members] = {}
    for leaf, wanted in literals:
        if isinstance(leaf, IsKnown):
            continue
        term = leaf.term
        if isinstance(term, TimeAgainst):
            _narrow_side(terms, term, leaf, wanted=wanted)
            continue
        key = _key(term)
        left = terms.setdefault(key, _all_of(term, one_role=one_role))
        if isinstance(left, Range):
            left.narrow(leaf, wanted=wanted)
        elif isinstance(leaf, OneOf):
            left.narrow(leaf.values, wanted=wanted)
    return (left.empty for left in terms.values())


def _key(term: Term) -> Hashable:
    """A count is the same number whatever it is compared with."""
    return replace(term, threshold=0) if isinstance(term, Count) else term


def _all_of(term: Term, *, one_role: bool) -> Range | Words | Members:  # noqa: PLR0911  one arm for each kind of value
    match term:
        case Fact(name=name, type=kind):
            if kind is FactType.SET:
                return Members(one=one_role)
            if kind is FactType.BOOLEAN:
                return Words(frozenset({True, False}))
            if kind.ordered:
                least = 0 if kind is FactType.TIME_OF_DAY or name in _NOT_NEGATIVE else float("-inf")
                return Range(least, whole=kind in _WHOLE)
            return Words(_CLOSED.get(name))
        case WithinHours():
            return Words(frozenset({True, False}))
        case Count():
            return Range(0, whole=True)
        case _:
            return Range(whole=True)


def _narrow_side(
    terms: dict[Hashable, Range | Words | Members], term: TimeAgainst, leaf: AtLeast | AtMost | OneOf, *, wanted: bool
) -> None:
    """On which side of marks a time lies, as the time itself: a day among days, or an instant among instants."""
    days = [mark.toordinal() for mark in term.marks if isinstance(mark, date)]
    instants = [mark for mark in term.marks if not isinstance(mark, date)]
    if days and instants:
        return
    key = ("days", term.fact, term.almanac) if days else ("instants", term.fact)
    left = terms.setdefault(key, Range(whole=True))
    assert isinstance(left, Range)  # noqa: S101  the key is that of a range
    marks = days or instants
    if isinstance(leaf, OneOf):
        if leaf.values == {0}:
            left.keep(frozenset(map(float, marks)), wanted=wanted)
    elif leaf.bound == 0 and len(marks) == 1:
        left.narrow(type(leaf)(term, marks[0]), wanted=wanted)


# ---------------------------------------------------------------- counts


def _at_least(literals: tuple[Literal, ...]) -> Iterator[tuple[Count, float]]:
    """The counts of which there are so many at least."""
    for leaf, wanted in literals:
        if isinstance(leaf.term, Count) and isinstance(leaf, AtLeast) and wanted:
            yield leaf.term, leaf.bound
        if isinstance(leaf.term, TimeAfter) and not isinstance(leaf, IsKnown) and (ever := _ever(leaf.term)):
            yield ever, 1


def _ever(term: TimeAfter) -> Count | None:
    """The touches of which one anchors a time that is known: there is one."""
    if not isinstance(term.anchor, TouchTime):
        return None
    return Count(term.anchor.selector, AllHistory(), 1, term.almanac)


def _counts_contradict(literals: tuple[Literal, ...]) -> bool:
    """So many touches are wanted, and fewer of what they are among; or of what no touch is."""
    fewer = [
        (leaf.term, leaf.bound)
        for leaf, wanted in literals
        if isinstance(leaf.term, Count) and isinstance(leaf, AtLeast) and not wanted
    ]
    for count, least in _at_least(literals):
        if least > 0 and (means_nothing(count.selector) or always_empty(count)):
            return True
        for other, bound in fewer:
            if bound <= least and counts_no_less(count, other) and means_no_less(count.selector, other.selector):
                return True
    return False


# ---------------------------------------------------------------- times


def _times_contradict(literals: tuple[Literal, ...]) -> bool:
    """An act is to be after the end of one stretch and before that of another, which ends sooner."""
    after: list[tuple[TimeAfter, bool]] = []
    until: list[tuple[TimeAfter, bool]] = []
    for leaf, wanted in literals:
        if isinstance(leaf.term, TimeAfter) and not isinstance(leaf, IsKnown | OneOf) and leaf.bound == 0:
            # What is not at least at the end is before it, and what is not at most at it after it.
            (after if isinstance(leaf, AtLeast) is wanted else until).append((leaf.term, not wanted))
    return any(
        never_before(later, sooner, or_at=beyond or short) for later, beyond in after for sooner, short in until
    ) or any(
        isinstance(wait.anchor, TouchTime)
        and wait.anchor.which == "last"
        and longer_than(wait, count)
        and means_no_less(count.selector, wait.anchor.selector)
        for wait, _ in after
        for count, least in _at_least(literals)
        if least > 0
    )


# ---------------------------------------------------------------- hours of the week


def _open_weeks(literals: tuple[Literal, ...]) -> Iterator[Stretches]:
    """For each clock the parts of a week that hours, weekdays and times of day leave open."""
    left: dict[Hashable, Stretches] = {}
    times: dict[Hashable, Range] = {}
    for leaf, wanted in literals:
        term = leaf.term
        if isinstance(term, WithinHours) and isinstance(leaf, OneOf):
            zone = (term.almanac.zone, term.own)
            left[zone] = common(left.get(zone, WHOLE_WEEK), _of_hours(term, wanted=wanted is (True in leaf.values)))
        elif isinstance(term, Fact) and term.almanac is not None and not isinstance(leaf, IsKnown):
            zone = (term.almanac.zone, False)
            if term.name == "action.weekday" and isinstance(leaf, OneOf):
                named = of_weekdays(leaf.values)
                left[zone] = common(left.get(zone, WHOLE_WEEK), named if wanted else rest(named))
            elif term.type is FactType.TIME_OF_DAY:
                times.setdefault(zone, Range(0, whole=True)).narrow(leaf, wanted=wanted)
    for clock, span in times.items():
        if span.among is None:
            left[clock] = common(left.get(clock, WHOLE_WEEK), of_times(span.smallest, min(span.largest, DAY - 1)))
    return iter(left.values())


def _of_hours(term: WithinHours, *, wanted: bool) -> Stretches:
    if wanted:
        return of_hours(one for one in term.open_hours if not never_open(one))
    return rest(of_hours(one for one in term.open_hours if known_by_the_week(one)))


# ---------------------------------------------------------------- what touches say of the recipient


def _of_the_recipient(literals: tuple[Literal, ...]) -> Iterator[Literal]:
    """A touch to the same contact alone, and to somebody in a role: the recipient has the role."""
    roles = Fact.declared(FACTS["recipient.roles"])
    for count, least in _at_least(literals):
        if least <= 0 or len(count.selector.kinds) > 1 or count.selector.copies:
            continue
        if count.selector.to is Recipients.SAME_CONTACT:
            for test in count.selector.tests:
                if test.field == "roles":
                    yield OneOf(roles, frozenset(map(str, test.allowed))), not test.negated
