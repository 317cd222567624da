"""Why a condition does not hold, in words: what was found, and what would be right."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from courtesy.model.almanac import WorkCalendar
from courtesy.model.predicate import (
    AtLeast,
    AtMost,
    Count,
    Fact,
    IsKnown,
    Leaf,
    OneOf,
    Predicate,
    TimeAfter,
    TimeAgainst,
    WithinHours,
)
from courtesy.model.truth import leaf_truth
from courtesy.values import FactType, Truth
from courtesy.wording import statements, times, touches
from courtesy.wording.calendars import closed_by
from courtesy.wording.clocks import whose_clock
from courtesy.wording.evidence import told_by
from courtesy.wording.facts import RECIPIENTS_CLOCK, Group, Signed, expected, grouped, told
from courtesy.wording.text import joined, verb_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.facts import Measurement, Mention
    from courtesy.model.predicate import Term
    from courtesy.model.vocabulary import Vocabulary

    Measure = Callable[[Term], Measurement]

_COUNTED = frozenset({FactType.INTEGER, FactType.DURATION})


def all_unmet(predicate: Predicate, measure: Measure, vocabulary: Vocabulary) -> str:
    """Why a condition does not hold: what was found, and what would be right; empty where nothing fails."""
    failing = _failing(grouped(predicate), measure)
    if failing is None:
        return ""
    if isinstance(failing, Signed):
        return _unmet(failing, measure, vocabulary)
    if not failing.either and all(isinstance(part, Signed) for part in failing.parts):
        # What is not known is not why it fails.
        wrong = [part for part in _leaves(failing) if _holds(part, measure) is Truth.FALSE]
        return "; ".join(_unmet(part, measure, vocabulary) for part in wrong)
    found = joined(dict.fromkeys(_found(part, measure, vocabulary) for part in _leaves(failing)))
    subjects = {_subject(part.leaf.term) for part in _leaves(failing)}
    if len(subjects) == 1 and None not in subjects:
        return f"{found}; {_needed(_wanted(failing, measure, vocabulary), _leaves(failing)[0].leaf, vocabulary)}"
    enough = "one of these is enough" if failing.either else "this is needed"
    return f"{found}; {enough}: {told(failing, vocabulary)}"


def _subject(term: Term) -> object:
    """What a comparison is about, where it is about one fact; None for all others."""
    if isinstance(term, TimeAgainst):
        return term.fact, term.almanac
    return term if isinstance(term, Fact) else None


def all_found(predicate: Predicate, measure: Measure, vocabulary: Vocabulary) -> str:
    """What was found of a condition that holds, by those of its comparisons that hold."""
    holding = (part for part in _leaves(grouped(predicate)) if _holds(part, measure) is Truth.TRUE)
    return joined(dict.fromkeys(_found(part, measure, vocabulary) for part in holding))


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


def _found(asked: Signed, measure: Measure, vocabulary: Vocabulary) -> str:
    """What was found of one comparison."""
    term = asked.leaf.term
    measured = measure(term)
    match term:
        case Fact():
            return _found_fact(term, measured, vocabulary)
        case TimeAgainst(Fact(name)):
            return _found_time(vocabulary.facts[name], measured)
        case Count():
            return _found_touches(term, measured, vocabulary)
        case TimeAfter() | WithinHours():
            return "the time is outside what is permitted"
        case _:
            assert_never(term)


def _found_fact(fact: Fact, measured: Measurement, vocabulary: Vocabulary) -> str:
    declaration, value = vocabulary.facts[fact.name], measured.value
    if value is None:
        return statements.known(declaration, positive=False)
    if measured.mentions and value:
        return f"the text names {_named(measured.mentions)}"
    if measured.evidence:
        said = statements.observed(declaration, value, vocabulary, None)
        return f"{said}: {told_by(measured.evidence)}"
    if declaration.of_calendar and measured.at is not None:
        return _found_business_day(fact, measured, times.day(measured.at))
    zone = None if measured.at is None else measured.at.tzinfo
    said = statements.observed(declaration, value, vocabulary, zone)
    if fact.almanac is None:
        return said
    return said.replace(RECIPIENTS_CLOCK, whose_clock(fact.almanac, measured, vocabulary))


def _named(mentions: tuple[Mention, ...]) -> str:
    """The contacts that a text names, by their ids, each with the words that do."""
    said: dict[str, list[str]] = {}
    for mention in mentions:
        said.setdefault(mention.contact_id, []).append(f"“{' '.join(mention.said.split())}”")
    return joined([f"{contact} ({', '.join(words)})" for contact, words in said.items()])


def _found_business_day(fact: Fact, measured: Measurement, day: str) -> str:
    found = f"{day} is {'a' if measured.value else 'no'} business day"
    if measured.closing is not None:
        return f"{found}, {closed_by(measured.closing)}"
    calendar = WorkCalendar() if fact.almanac is None else fact.almanac.calendar
    code = calendar.code_for(None if measured.recipient is None else measured.recipient.calendar)
    return f"{found} of the {code} calendar" if calendar.of_recipient else found


def _found_time(declaration: FactDeclaration, measured: Measurement) -> str:
    stated = measured.stated
    if stated is None:
        return statements.known(declaration, positive=False)
    said = times.day_and_clock(stated) if isinstance(stated, datetime) else times.day(stated)
    return statements.statement(declaration, [said])


def _found_touches(term: Count, measured: Measurement, vocabulary: Vocabulary) -> str:
    """Only what certainly counts is counted."""
    stretch = touches.stretch(term.window, term.since, vocabulary, or_ever=term.or_ever)
    found = measured.certain
    if not found:
        unsure = " for certain" if measured.touches else ""
        return f"there is{unsure} no {touches.noun(term.selector, vocabulary).name} {stretch}"
    last = found[-1].at
    if measured.at is not None:
        last = last.astimezone(measured.at.tzinfo)
    which = "on" if len(found) == 1 else "the last on"
    there = f"there {verb_for(len(found), 'is')} {touches.counted(len(found), term.selector, vocabulary)}"
    return f"{there} {stretch}, {which} {times.day_and_clock(last)}"


def _unmet(asked: Signed, measure: Measure, vocabulary: Vocabulary) -> str:
    """Why one comparison does not hold: `the message has 203 words; at most 150 are allowed`."""
    found, leaf, term = _found(asked, measure, vocabulary), asked.leaf, asked.leaf.term
    measured = measure(term)
    if not isinstance(term, Fact | TimeAgainst) or measured.value is None or isinstance(leaf, IsKnown):
        return found
    if isinstance(measured.value, bool) or (isinstance(leaf, OneOf) and not asked.positive):
        return found
    wanted = _wanted(asked, measure, vocabulary)
    if (
        isinstance(leaf, AtMost) is asked.positive
        and not isinstance(leaf, OneOf)
        and not _is_something(leaf, vocabulary)
    ):
        return f"{found}; {wanted} {_be(leaf, vocabulary)} allowed"
    return f"{found}; {_needed(wanted, leaf, vocabulary)}"


def _needed(wanted: str, leaf: Leaf, vocabulary: Vocabulary) -> str:
    """What would be right, behind what was found: `it has to be neutral or positive`, `at least 3 are needed`."""
    if _is_something(leaf, vocabulary):
        return f"it has to be {wanted}"
    return f"{wanted} {_be(leaf, vocabulary)} needed"


def _is_something(leaf: Leaf, vocabulary: Vocabulary) -> bool:
    term = leaf.term.fact if isinstance(leaf.term, TimeAgainst) else leaf.term
    return isinstance(term, Fact) and statements.is_something(vocabulary.facts[term.name])


def _be(leaf: Leaf, vocabulary: Vocabulary) -> str:
    """The verb behind a bound: a number of things, or of days, asks for the plural."""
    term = leaf.term
    if not (isinstance(leaf, AtLeast | AtMost) and isinstance(term, Fact) and term.type in _COUNTED):
        return "is"
    return times.verb_for(statements.value_words(vocabulary.facts[term.name], leaf.bound, vocabulary), "is")


def _wanted(asked: Signed | Group, measure: Measure, vocabulary: Vocabulary) -> str:
    """What would be right, of comparisons of one fact."""
    if isinstance(asked, Signed):
        measured = measure(asked.leaf.term)
        zone = None if measured.at is None else measured.at.tzinfo
        return expected(asked.leaf, positive=asked.positive, vocabulary=vocabulary, zone=zone)
    parts = (_wanted(part, measure, vocabulary) for part in asked.parts)
    said = (f"({text})" if isinstance(part, Group) else text for part, text in zip(asked.parts, parts, strict=True))
    return joined(said, "or" if asked.either else "and")
