"""Which comparisons of a rule can change while an act is moved to a later time, with what had happened before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.model.declaration import Changes, Subject
from courtesy.model.predicate import (
    FALSE,
    TRUE,
    All,
    AllHistory,
    Any,
    AtLeast,
    AtMost,
    Count,
    Fact,
    IsKnown,
    Not,
    OneOf,
    SinceInterview,
)
from courtesy.model.truth import leaves

if TYPE_CHECKING:
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Leaf, Predicate


def moving(rule: CompiledRule) -> tuple[Leaf, ...]:
    """Those comparisons: no touch is later than the act, so that none comes to be counted."""
    return tuple(leaf for leaf in rule.time_dependent if _moves(leaf))


def _moves(leaf: Leaf) -> bool:
    if isinstance(leaf, AtLeast) and isinstance(leaf.term, Count) and leaf.bound <= 0:
        return False  # there are never fewer than none
    match leaf.term:
        case Count(window=AllHistory() | SinceInterview()) | Fact(changes=Changes.EVENT):
            return False
        case _:
            return True


def reads_text(rule: CompiledRule) -> bool:
    """Whether the rule asks for what is measured of texts."""
    return any(of_text(leaf) is not None for leaf in leaves(rule.truth))


def of_text(leaf: Leaf) -> str | None:
    """The name of the fact that a comparison reads, where it is measured of texts."""
    return leaf.term.name if isinstance(leaf.term, Fact) and leaf.term.of is Subject.TEXT else None


def settled(predicate: Predicate, leaf: Leaf, *, holds: bool) -> Predicate:
    """The predicate where a comparison holds, or does not."""
    match predicate:
        case All(parts):
            return All(tuple(settled(part, leaf, holds=holds) for part in parts))
        case Any(parts):
            return Any(tuple(settled(part, leaf, holds=holds) for part in parts))
        case Not(part):
            return Not(settled(part, leaf, holds=holds))
        case AtLeast() | AtMost() | IsKnown() | OneOf():
            return (TRUE if holds else FALSE) if predicate == leaf else predicate
        case _:
            assert_never(predicate)
