"""Predicates as nullable booleans."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.bulk import sql
from courtesy.bulk.terms.value import value
from courtesy.matching.kinds import Kind, kind_of
from courtesy.model.predicate import All, Any, AtLeast, AtMost, IsKnown, Not, OneOf

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Predicate


def truth(predicate: Predicate, scene: Scene) -> Sql:
    """The truth of a predicate, null where it is unknown. Raises TooMixedError."""
    match predicate:
        case All(parts):
            return sql.both(*(truth(part, scene) for part in parts))
        case Any(parts):
            return sql.either(*(truth(part, scene) for part in parts))
        case Not(part):
            return sql.negated(truth(part, scene))
        case AtLeast(term, bound):
            return sql.at_least(value(term, scene), sql.constant(bound))
        case AtMost(term, bound):
            return sql.at_least(sql.constant(bound), value(term, scene))
        case IsKnown(term):
            return sql.known(value(term, scene))
        case OneOf(term, values):
            return _one_of(predicate, value(term, scene))
        case _:
            assert_never(predicate)


def _one_of(leaf: OneOf, found: Sql) -> Sql:
    if kind_of(leaf.term) is Kind.SET:
        return sql.overlap(found, sql.texts(map(str, leaf.values)))
    return sql.one_of(found, leaf.values)
