"""What touches have to do with a predicate: which ones it reads, and which could make it true."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.model.declaration import Changes, Subject
from courtesy.model.predicate import (
    All,
    AllHistory,
    Any,
    AtLeast,
    AtMost,
    CaseDate,
    Count,
    Fact,
    IsKnown,
    Not,
    OneOf,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    Which,
    WithinHours,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.predicate import Anchor, Leaf, Predicate, Selector, Term


def signed_leaves(predicate: Predicate, *, positive: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """All comparisons of a predicate, each with whether it is asked to hold (true) or not to hold (false)."""
    match predicate:
        case All(parts) | Any(parts):
            for part in parts:
                yield from signed_leaves(part, positive=positive)
        case Not(part):
            yield from signed_leaves(part, positive=not positive)
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            yield predicate, positive
        case _:
            assert_never(predicate)


def selectors_of(term: Term) -> Iterator[Selector]:
    """The selectors of the touches that a term reads."""
    match term:
        case Count(selector, since=since):
            yield from selector.kinds
            yield from _of_anchor(since)
        case TimeAfter(anchor):
            yield from _of_anchor(anchor)
        case Fact() | TimeAgainst() | WithinHours():
            return
        case _:
            assert_never(term)


def helpful(predicate: Predicate) -> Iterator[Selector]:
    """The selectors whose touches can turn a predicate from false to true, once there is one more of them."""
    for leaf, positive in signed_leaves(predicate):
        yield from _helpful(leaf, positive=positive)


def wanting(predicate: Predicate) -> Iterator[tuple[Count, int | float]]:
    """The counts that have to reach a number for a predicate to become true, each with that number."""
    for leaf, positive in signed_leaves(predicate):
        if isinstance(leaf, AtLeast) and isinstance(leaf.term, Count) and positive:
            yield leaf.term, leaf.bound


def lasting(predicate: Predicate) -> bool:
    """Whether a predicate, once it is false, stays so: neither time nor any act, nor the candidate, can change that."""
    return all(_lasting(leaf, positive=positive) for leaf, positive in signed_leaves(predicate))


def _lasting(leaf: Leaf, *, positive: bool) -> bool:
    match leaf.term:
        case Fact(changes=Changes.NEVER, of=of) | TimeAgainst(Fact(changes=Changes.NEVER, of=of)):
            return of is not Subject.CANDIDATE
        case Fact(changes=Changes.EVENT):
            return isinstance(leaf, OneOf) and (True in leaf.values) is not positive  # it comes, and never goes
        case Fact() | TimeAgainst():
            return False
        case Count(window=AllHistory(), since=None):
            return isinstance(leaf, AtLeast) and not positive
        case Count() | TimeAfter() | WithinHours():
            return False
        case _:
            assert_never(leaf.term)


def _helpful(leaf: Leaf, *, positive: bool) -> Iterator[Selector]:
    match leaf.term:
        case Count(selector, since=since):
            falls_short = isinstance(leaf, AtLeast) if positive else isinstance(leaf, AtMost)
            if falls_short or not isinstance(leaf, AtLeast | AtMost):
                yield from selector.kinds
            yield from _of_anchor(since)  # from a later anchor on other touches count
        case TimeAfter(TouchTime(Which.LAST)) if isinstance(leaf, AtLeast) and positive:
            return  # one more can only be a later one, after which less time has passed
        case term:
            yield from selectors_of(term)


def _of_anchor(anchor: Anchor | None) -> Iterator[Selector]:
    match anchor:
        case TouchTime(selector=selector):
            yield selector
        case CaseDate() | None:
            return
        case _:
            assert_never(anchor)
