"""What predicates mean: the one definition of their truth, against which matchers and explanations are held."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.model.predicate import All, Any, AtLeast, AtMost, IsKnown, Leaf, Not, OneOf, Predicate, Term
from courtesy.values import NOT, Truth, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def truth(predicate: Predicate, value_of: Callable[[Term], Value | None]) -> Truth:
    """The truth of `predicate` where `value_of` gives each term's value, None being unknown."""
    return combination(predicate)(iter([leaf_truth(leaf, value_of(leaf.term)) for leaf in leaves(predicate)]))


@lru_cache(maxsize=4096)
def combination(predicate: Predicate) -> Callable[[Iterator[Truth]], Truth]:
    """How the truth of `predicate` follows from the truths of its comparisons, given left to right: Kleene's logic."""
    match predicate:
        case All(parts):
            conjuncts = [combination(part) for part in parts]
            return lambda truths: min([conjunct(truths) for conjunct in conjuncts], default=Truth.TRUE)
        case Any(parts):
            disjuncts = [combination(part) for part in parts]
            return lambda truths: max([disjunct(truths) for disjunct in disjuncts], default=Truth.FALSE)
        case Not(part):
            negated = combination(part)
            return lambda truths: NOT[negated(truths)]
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            return next
        case _:
            assert_never(predicate)


def leaf_truth(leaf: Leaf, value: Value | None) -> Truth:
    """The truth of one comparison for the value of its term, None being unknown."""
    if isinstance(leaf, IsKnown):
        return Truth.of(value is not None)
    if value is None:
        return Truth.UNKNOWN
    match leaf:
        # INVARIANT (same type): compiling rejected comparisons of unordered types, so >= cannot raise here.
        case AtLeast(_, bound):
            return Truth.of(value >= bound)  # type: ignore[operator]
        case AtMost(_, bound):
            return Truth.of(value <= bound)  # type: ignore[operator]
        case OneOf(_, values):
            return Truth.of(not values.isdisjoint(value) if isinstance(value, frozenset) else value in values)
        case _:
            assert_never(leaf)


def leaves(predicate: Predicate) -> tuple[Leaf, ...]:
    """All comparisons of a predicate, left to right."""
    match predicate:
        case All(parts) | Any(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Not(part):
            return leaves(part)
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            return (predicate,)
        case _:
            assert_never(predicate)


def terms(predicate: Predicate) -> tuple[Term, ...]:
    """The distinct terms that a predicate reads, in order of first mention."""
    return tuple(dict.fromkeys(leaf.term for leaf in leaves(predicate)))
