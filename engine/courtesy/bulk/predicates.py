"""Predicates as nullable booleans."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.bulk import sql
from courtesy.bulk.terms.value import has_any, value
from courtesy.matching.kinds import Kind, kind_of
from courtesy.model.declaration import Subject
from courtesy.model.predicate import All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Leaf, Predicate, Term


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


def is_not_true(predicate: Predicate, scene: Scene) -> Sql:
    """Whether a predicate is false or unknown. Raises TooMixedError.

    It is never unknown, and of parts that all must hold each can settle it by itself: the cheap ones do so first.
    """
    match predicate:
        case All(parts):
            return sql.either(*(is_not_true(part, scene) for part in parts))
        case Any(parts):
            return sql.both(*(is_not_true(part, scene) for part in parts))
        case Not(part):
            return _is_not_false(part, scene)
        case AtLeast() | AtMost() | IsKnown() | OneOf():
            found = leaf_truth(predicate, scene)
            return sql.negated(found if _is_known(predicate.term, scene) else sql.surely(found))
        case _:
            assert_never(predicate)


def _is_not_false(predicate: Predicate, scene: Scene) -> Sql:
    """Whether a predicate is true or unknown."""
    match predicate:
        case All(parts):
            return sql.both(*(_is_not_false(part, scene) for part in parts))
        case Any(parts):
            return sql.either(*(_is_not_false(part, scene) for part in parts))
        case Not(part):
            return is_not_true(part, scene)
        case AtLeast() | AtMost() | IsKnown() | OneOf():
            found = leaf_truth(predicate, scene)
            return found if _is_known(predicate.term, scene) else sql.maybe(found)
        case _:
            assert_never(predicate)


def _is_known(term: Term, scene: Scene) -> bool:
    """Whether the value of a term is known of every act."""
    if not isinstance(term, Fact):
        return False
    return term.name == "action.channel" or (term.name == "action.purpose" and "purpose" in scene.shape.whole)


def leaf_truth(leaf: Leaf, scene: Scene) -> Sql:
    """The truth of a comparison, null where it is unknown. Raises TooMixedError."""
    if isinstance(leaf, OneOf) and kind_of(leaf.term) is Kind.SET:
        return has_any(leaf.term, map(str, leaf.values), scene)
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
        case OneOf(_, values):
            return sql.one_of(found, values)
        case _:
            assert_never(leaf)
