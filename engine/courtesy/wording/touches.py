"""Selectors, anchors and windows in words: "the last phone call", "follow-up e-mails in the last 7 days"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.model.predicate import (
    AllHistory,
    Anchor,
    CalendarPeriod,
    CaseDate,
    Direction,
    FieldTest,
    Recipients,
    Rolling,
    Selector,
    SinceInterview,
    TouchTime,
    Window,
)
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.values import DurationUnit
from courtesy.wording.text import joined, plural, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.vocabulary import Vocabulary

_ANCHORS = {"interview.ended_at": "the interview", "interview.decision_promised_for": "the promised decision date"}


def fact_moment(fact: str, words: Vocabulary) -> str:
    """A case date in words."""
    if fact in _ANCHORS:
        return _ANCHORS[fact]
    declaration = words.facts.get(fact)
    return f"the {declaration.title[:1].lower()}{declaration.title[1:]}" if declaration else fact


def anchor(of: Anchor, words: Vocabulary) -> str:
    """What is counted from."""
    match of:
        case CaseDate(fact):
            return fact_moment(fact, words)
        case TouchTime(which, chosen):
            return f"the {which.value} {noun(chosen, words)}"
        case _:
            assert_never(of)


@lru_cache(maxsize=1024)
def noun(selector: Selector, words: Vocabulary) -> str:
    """One touch of this kind: `follow-up e-mail`, `reply`, `touch`."""
    inbound = selector.direction is Direction.INBOUND
    by_role = any(test.field == "roles" for test in selector.tests)
    head = "touch" if not inbound else "message" if by_role else "message from them"
    before, after = [], []
    for test in selector.tests:
        said = joined((words.words_for(test.field, value) for value in sorted(map(str, test.allowed))), "or")
        if test == _REACHED:
            continue  # the compiler's own: touches that reached nobody are never meant
        if test.field == "roles":
            someone = f"{'someone other than ' if test.negated else ''}{with_article(any_in(test.allowed, words))}"
            after.append(f"{'from' if inbound else 'to'} {someone}")
        elif test.negated:
            after.append(_other_than(test, said, words))
        elif test.field in {"channel", "event"}:
            head = said
        elif test.field == "purpose":
            before.append(said)
        else:
            after.append(_BEHIND.get(test.field, f"whose {test.field} is {{}}").format(said))
    after.extend(f"with the same {name}" for name in selector.same)
    # Whoever has one of the roles is at the company anyway.
    if not inbound and not (by_role and selector.to is Recipients.SAME_COMPANY):
        after.extend(_RECIPIENTS[selector.to])
    if selector.copies and selector.to is not Recipients.ANYONE:  # anyone's touches are counted whoever gets a copy
        after.append("(copies included)")
    return " ".join((*before, head, *after))


_REACHED = FieldTest("outcome", VOID_OUTCOMES, negated=True)
_BEHIND = {"tags": "tagged {}", "outcome": "with outcome {}"}
_RECIPIENTS = {
    Recipients.SAME_CONTACT: (),
    Recipients.SAME_COMPANY: ("to anyone at the company",),
    Recipients.ANYONE: ("to anyone",),
}


def any_in(roles: Iterable[object], words: Vocabulary) -> str:
    """Anyone with one of these roles, as the vocabulary orders them: `interviewer, recruiter or HR contact`."""
    chosen = set(roles)
    said = [words.words_for("roles", role) for role in words.roles if role in chosen]
    return joined((f"{name} contact" if name == _DEPARTMENT else name for name in said), "or")


_DEPARTMENT = "HR"


def _other_than(test: FieldTest, said: str, words: Vocabulary) -> str:
    if test.field in {"channel", "purpose"}:
        return f"other than {_with_articles(sorted(map(str, test.allowed)), test.field, words)}"
    return f"whose {test.field} is not {said}"


def _with_articles(values: Iterable[str], field: str, words: Vocabulary) -> str:
    return joined((with_article(words.words_for(field, value)) for value in values), "or")


def nouns(count: int, selector: Selector, words: Vocabulary) -> str:
    """`1 e-mail other than a thank-you`, `3 e-mails other than a thank-you`."""
    return plural(count, noun(selector, words))


def window(of: Window) -> str:
    """The stretch of time that is looked at."""
    match of:
        case Rolling(length) if length.unit is DurationUnit.DATE:
            return "today" if length.count == 1 else f"today and the {length.count - 1} days before"
        case Rolling(length):
            return f"in the last {length if length.count != 1 else length.unit.value}"
        case CalendarPeriod(period):
            return "today" if period.value == "day" else f"this {period.value}"
        case SinceInterview():
            return "since the interview"
        case AllHistory():
            return "so far"
        case _:
            assert_never(of)
