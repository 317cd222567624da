"""What kind of value a term has, as far as matching cares, and that the constants of a comparison are of that kind."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, assert_never

from courtesy.matching.errors import MistypedPredicateError
from courtesy.model.predicate import AtLeast, AtMost, Count, Fact, IsKnown, OneOf, TimeAfter, TimeAgainst, WithinHours
from courtesy.values import FactType

if TYPE_CHECKING:
    from courtesy.model.predicate import Leaf, Term


class Kind(Enum):
    """How values of a term are compared."""

    BOOLEAN = "boolean"
    NUMBER = "number"  # everything with an order, times and durations included
    TEXT = "text"
    SET = "set"


def kind_of(term: Term) -> Kind:
    """The kind of values that a term has."""
    match term:
        case Fact():
            return _kind_of_type(term.type)
        case Count() | TimeAfter() | TimeAgainst():
            return Kind.NUMBER
        case WithinHours():
            return Kind.BOOLEAN
        case _:
            assert_never(term)


def _kind_of_type(fact_type: FactType) -> Kind:
    match fact_type:
        case FactType.BOOLEAN:
            return Kind.BOOLEAN
        case FactType.INTEGER | FactType.NUMBER | FactType.TIME | FactType.TIME_OF_DAY | FactType.DURATION:
            return Kind.NUMBER
        case FactType.STRING | FactType.ONE_OF:
            return Kind.TEXT
        case FactType.SET:
            return Kind.SET
        case _:
            assert_never(fact_type)


def checked_kind(leaf: Leaf) -> Kind:
    """The kind of the term of `leaf`. Raises MistypedPredicateError where its constants are of another kind.

    Python takes `True == 1 == 1.0` for true; refusing mixed types here keeps that out of every matcher.
    """
    kind = kind_of(leaf.term)
    match leaf:
        case AtLeast(_, bound) | AtMost(_, bound):
            fits = kind is Kind.NUMBER and _is_of(bound, kind)
        case OneOf(_, values):
            fits = all(_is_of(value, kind) for value in values)
        case IsKnown():
            fits = True
        case _:
            assert_never(leaf)
    if not fits:
        raise MistypedPredicateError(leaf)
    return kind


def _is_of(constant: object, kind: Kind) -> bool:
    match kind:
        case Kind.BOOLEAN:
            return isinstance(constant, bool)
        case Kind.NUMBER:
            # A bool is an int to Python but not to a policy; not-a-number is unequal to itself and has no order.
            return isinstance(constant, int | float) and not isinstance(constant, bool) and constant == constant  # noqa: PLR0124
        case Kind.TEXT | Kind.SET:
            return isinstance(constant, str)
        case _:
            assert_never(kind)
