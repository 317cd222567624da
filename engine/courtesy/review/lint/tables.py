"""What tells quickly that two rules are about other acts, so that most pairs need no closer look."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.model.predicate import All, Fact, OneOf, TimeAgainst, WithinHours
from courtesy.model.truth import terms

if TYPE_CHECKING:
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Predicate, Term

_TOLD_APART = ("action.channel", "action.purpose")


def apart(one: CompiledRule, other: CompiledRule) -> bool:
    """Whether two rules apply to acts of other channels or purposes."""
    ours, theirs = _values(one.applies), _values(other.applies)
    return any(name in theirs and values.isdisjoint(theirs[name]) for name, values in ours.items())


@lru_cache(maxsize=2048)
def _values(applies: Predicate) -> dict[str, frozenset[object]]:
    found: dict[str, frozenset[object]] = {}
    for part in applies.parts if isinstance(applies, All) else (applies,):
        if isinstance(part, OneOf) and isinstance(part.term, Fact) and part.term.name in _TOLD_APART:
            found[part.term.name] = found.get(part.term.name, part.values) & part.values
    return found


def may_bear_on(cover: CompiledRule, rule: CompiledRule) -> bool:
    """Whether what a rule says can have anything to do with what another one requires."""
    return not _subjects(cover.required).isdisjoint(_subjects(rule.truth))


@lru_cache(maxsize=4096)
def _subjects(predicate: Predicate) -> frozenset[str]:
    return frozenset(map(_subject, terms(predicate)))


def _subject(term: Term) -> str:
    """What a term is about, as far as one term can say something of another."""
    match term:
        case WithinHours():
            return "week"
        case Fact(name=name, almanac=almanac):
            return name if almanac is None else "week"
        case TimeAgainst(fact):
            return fact.name
        case _:
            return "touches"
