"""Predicates as nullable booleans."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.bulk import sql
from courtesy.bulk.terms.value import value
from courtesy.matching.kinds import Kind, kind_of
from courtesy.model.declaration import Subject
from courtesy.model.predicate import All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Leaf, Predicate


def truth(predicate: Predicate, scene: Scene) -> Sql:
    """The truth of a predicate, null where it is unknown. Raises TooMixedError."""
    match predicate:
        case All(parts):
            return sql.both(*(truth(part, scene) for part in parts))
        case Any(parts):
            return sql.either(*(truth(part, scene) for part in parts))
        case Not(part):
            return sql.negated(truth(part, scene))
        case AtLeast() | AtMost() | IsKnown() | OneOf():
            return leaf_truth(predicate, scene)
        case _:
            assert_never(predicate)


def leaf_truth(leaf: Leaf, scene: Scene) -> Sql:
    """The truth of a comparison, null where it is unknown. Raises TooMixedError."""
    found = value(leaf.term, scene)
    match leaf:
        case AtLeast(_, bound):
            return sql.at_least(found, sql.constant(bound))
        case AtMost(_, bound):
            return sql.at_least(sql.constant(bound), found)
        case IsKnown(Fact(of=Subject.TEXT)):
            # Nobody knows what a text says before it is measured.
            return sql.when((sql.known(found), sql.YES), (scene.unread(), sql.NULL), otherwise=sql.NO)
        case IsKnown():
            return sql.known(found)
        case OneOf(term, values):
            if kind_of(term) is Kind.SET:
                return sql.has_any(found, map(str, values))
            return sql.one_of(found, values)
        case _:
            assert_never(leaf)
