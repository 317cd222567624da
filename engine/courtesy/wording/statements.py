"""Statements about one fact: its title, its values, and that it has them or not."""

from __future__ import annotations

import re
from datetime import UTC, date
from typing import TYPE_CHECKING, assert_never

from courtesy.instants import find_zone
from courtesy.model.declaration import Kind
from courtesy.model.predicate import AtLeast, AtMost, IsKnown, Leaf, OneOf, TimeAgainst
from courtesy.values import FactType, Value
from courtesy.wording import times
from courtesy.wording.text import (
    is_plural,
    joined,
    quoted,
    singular_noun,
    verb_for,
    with_article,
    without_article,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import tzinfo

    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.vocabulary import Vocabulary

ONLY_KNOWN_CHANNELS = "Only channels that are built in or declared"
"""The title of what judges an unlisted channel."""
_QUESTION = re.compile(r"(?:whether|when|how|if|who|what|where|why|which) ", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are) \{\}")
_WHETHER = re.compile(r"(?:whether|if) ", re.IGNORECASE)
_COUNTED = frozenset({Kind.CHANNEL, Kind.ROLES})
"""Words for things that take an article."""
_TIMES = frozenset({FactType.TIME, FactType.TIME_OF_DAY})


def title_of(declaration: FactDeclaration) -> str:
    """What the fact is, as a noun: `the start date`, `the answer to “whether the client said yes”`.

    What is true or false is an answer too: “reply by phone” is no thing of which one could say that it is no.
    """
    title = declaration.title
    answer = _QUESTION.match(title) or declaration.type is FactType.BOOLEAN
    return f"the answer to {quoted(title)}" if answer else asked_for(title)


def asked_for(title: str) -> str:
    """What to tell somebody of a title: `the start date`, `whether the client said yes`."""
    if _QUESTION.match(title):
        return f"{title[:1].lower()}{title[1:]}"
    plain = without_article(title)
    return f"the {plain if plain[:2].isupper() else plain[:1].lower() + plain[1:]}"


def known(declaration: FactDeclaration, *, positive: bool) -> str:
    """`it is known whether the client said yes`, `the start date is not known`."""
    state = "known" if positive else "not known"
    title = declaration.title
    if _QUESTION.match(title):
        return f"it is {state} {asked_for(title)}"
    return f"{title_of(declaration)} {_be(declaration)} {state}"


def _be(declaration: FactDeclaration) -> str:
    """The verb that the title asks for: `the other offers are`."""
    plural = not _QUESTION.match(declaration.title) and is_plural(without_article(declaration.title))
    return verb_for(2 if plural else 1, "is")


# ---------------------------------------------------------------- values


def value_words(
    declaration: FactDeclaration, value: Value | date, vocabulary: Vocabulary, zone: tzinfo | None = None
) -> str:
    """One value of a fact, as people say it; a date is a whole day.

    Times are told in `zone`, or else in the policy's own, or in UTC.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return times.day(value)
    match declaration.type:
        case FactType.TIME:
            said = times.stated(int(str(value)), zone or own_zone(vocabulary))
        case FactType.TIME_OF_DAY:
            said = times.time_of_day(int(str(value)))
        case FactType.DURATION:
            said = times.exact_length(int(str(value)))
        case FactType.INTEGER | FactType.NUMBER:
            said = f"{value:,}".removesuffix(".0")
        case kind if kind is FactType.STRING or declaration.kind is Kind.TAGS:  # which are any text
            said = quoted(str(value))
        case _:
            said = item(declaration.name, str(value), vocabulary)
    return said


def own_zone(vocabulary: Vocabulary) -> tzinfo:
    """The zone in which the times that a policy states are told."""
    return (find_zone(vocabulary.zone) if vocabulary.zone is not None else None) or UTC


def item(field: str, value: str, vocabulary: Vocabulary) -> str:
    """One of the words that a fact or a field of a touch can have: `an e-mail`, `a recruiter`, `check-in`."""
    said = vocabulary.noun_for(field, value)
    return with_article(said) if vocabulary.kind_of(field) in _COUNTED else said.name


def all_of(declaration: FactDeclaration, value: frozenset[str], vocabulary: Vocabulary) -> str:
    """All that a fact with several values holds."""
    return joined(value_words(declaration, one, vocabulary) for one in sorted(value))


# ---------------------------------------------------------------- statements


def statement(declaration: FactDeclaration, values: Iterable[str], *, positive: bool = True) -> str:
    """That the fact has one of these values, each in words; or, not `positive`, that it has none of them."""
    listed = list(values)
    says, denies = _says(declaration), declaration.denies
    if positive:
        return _formed(declaration, says, joined(listed, "or"))
    if denies:
        return _formed(declaration, denies, joined(listed, "or"))
    if _IS.search(says):
        said = f"neither {joined(listed, 'nor')}" if len(listed) > 1 else f"not {''.join(listed)}"
        return _formed(declaration, says, said)
    return f"it is not true that {_formed(declaration, says, joined(listed, 'or'))}"


def is_something(declaration: FactDeclaration) -> bool:
    """Whether a statement of the fact says what one thing is: `the tone is neutral`; `it has to be` can follow."""
    named = _IS.search(_says(declaration))
    return declaration.type is not FactType.SET and named is not None and named[0].startswith("is")


def _says(declaration: FactDeclaration) -> str:
    """What states a value of the fact, with a place for it: `the start date is {}`."""
    return declaration.says or f"{title_of(declaration)} {_be(declaration)} {{}}"


def _formed(declaration: FactDeclaration, template: str, said: str) -> str:
    """The sentence with what is said, its unit bent to the number: `the message has 1 word`."""
    before, _, after = template.partition("{}")
    unit = declaration.unit
    if unit and re.search(r"(?:^|\s)1$", said):
        after = after.replace(unit, singular_noun(unit), 1)
    return f"{before}{said}{after}"


def is_so(declaration: FactDeclaration, *, positive: bool) -> str:
    """That a fact which is true or false is the one or the other."""
    if (said := declaration.says if positive else declaration.denies) and "{}" not in said:
        return said
    if other := (declaration.denies if positive else declaration.says):
        return f"it is not true that {other}" if "{}" not in other else other.format("yes" if positive else "no")
    title = declaration.title
    if not _WHETHER.match(title):
        return f"{title_of(declaration)} is {'yes' if positive else 'no'}"
    stated = title.partition(" ")[2]
    return stated if positive else f"it is not true that {stated}"


def bounded(declaration: FactDeclaration, leaf: AtLeast | AtMost, said: str, *, positive: bool) -> str:
    """The bound of a comparison in words: `at most 150`, `more than 3`, `before 12:00`, `09:00 or later`."""
    if declaration.type in _TIMES:
        if isinstance(leaf, AtLeast):
            return f"{said} or later" if positive else f"before {said}"
        return f"{said} or earlier" if positive else f"after {said}"
    if isinstance(leaf, AtLeast):
        counted = declaration.type is FactType.INTEGER and not is_something(declaration)
        fewer = "fewer than" if counted else "less than"
        return f"{'at least' if positive else fewer} {said}"
    return f"{'at most' if positive else 'more than'} {said}"


def stated(
    declaration: FactDeclaration, leaf: Leaf, vocabulary: Vocabulary, *, positive: bool, zone: tzinfo | None = None
) -> str:
    """A comparison of a fact as a statement: `the message has at most 150 words`."""
    match leaf:
        case AtLeast(_, bound) | AtMost(_, bound):
            said = value_words(declaration, bound, vocabulary, zone)
            return statement(declaration, [bounded(declaration, leaf, said, positive=positive)])
        case OneOf(_, values):
            return one_of(declaration, values, vocabulary, positive=positive, zone=zone)
        case IsKnown():
            return known(declaration, positive=positive)
        case _:
            assert_never(leaf)


def one_of(
    declaration: FactDeclaration,
    values: Collection[Value | date],
    vocabulary: Vocabulary,
    *,
    positive: bool,
    zone: tzinfo | None = None,
) -> str:
    """That a fact has, or has not, one of some values."""
    if declaration.type is FactType.BOOLEAN and len(values) == 1:
        return is_so(declaration, positive=(True in values) is positive)
    listed = [value_words(declaration, value, vocabulary, zone) for value in sorted(values, key=str)]
    return statement(declaration, listed, positive=positive)


def stated_time(
    term: TimeAgainst, leaf: Leaf, vocabulary: Vocabulary, *, positive: bool, zone: tzinfo | None = None
) -> str:
    """A comparison of a time as a statement: `the time is before Friday 25 December 2026`."""
    declaration = vocabulary.facts[term.fact.name]
    if isinstance(leaf, IsKnown):
        return known(declaration, positive=positive)
    if isinstance(leaf, OneOf):
        return statement(declaration, marks(term, vocabulary, zone), positive=positive)
    return statement(declaration, [expected_time(term, leaf, vocabulary, positive=positive, zone=zone)])


def expected_time(
    term: TimeAgainst, leaf: Leaf, vocabulary: Vocabulary, *, positive: bool, zone: tzinfo | None = None
) -> str:
    """What a comparison of a time asks for: `before Friday 25 December 2026`."""
    listed = joined(marks(term, vocabulary, zone), "or")
    match leaf:
        case AtLeast() | AtMost():
            return bounded(vocabulary.facts[term.fact.name], leaf, listed, positive=positive)
        case OneOf():
            return listed if positive else f"not {listed}"
        case IsKnown():
            return "known" if positive else "not known"
        case _:
            assert_never(leaf)


def marks(term: TimeAgainst, vocabulary: Vocabulary, zone: tzinfo | None = None) -> list[str]:
    """The days and instants that a time is compared with."""
    own = None if term.almanac.zone is None else find_zone(term.almanac.zone)
    return [value_words(vocabulary.facts[term.fact.name], mark, vocabulary, zone or own) for mark in term.marks]


def observed(declaration: FactDeclaration, value: Value, vocabulary: Vocabulary, zone: tzinfo | None = None) -> str:
    """What was found: `the message has 203 words`, `no portfolio is linked`."""
    if isinstance(value, bool) and declaration.type is FactType.BOOLEAN:
        return is_so(declaration, positive=value)
    if isinstance(value, frozenset):
        listed = all_of(declaration, value, vocabulary)
        return statement(declaration, [listed]) if value else declaration.empty or statement(declaration, ["none"])
    return statement(declaration, [value_words(declaration, value, vocabulary, zone)])
