"""The value of any term."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard, assert_never

from courtesy.bulk import sql
from courtesy.bulk.terms.count import count
from courtesy.bulk.terms.fact import ROLES_OF_OTHERS, fact, roles_of_others_have
from courtesy.bulk.terms.time_after import time_after
from courtesy.bulk.terms.time_against import time_against
from courtesy.bulk.terms.within_hours import within_hours
from courtesy.model.predicate import Count, Fact, TimeAfter, TimeAgainst, WithinHours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Term


def value(term: Term, scene: Scene) -> Sql:
    """The value of a term, null where it is unknown; the same for equal terms. Raises TooMixedError."""
    if _is_of_others(term):
        return fact(term, scene)  # lists that are made only for what is told
    return scene.columns.compute(("value", term), _value(term, scene))


def has_any(term: Term, values: Iterable[str], scene: Scene) -> Sql:
    """Whether a set has at least one of some values, null where that is unknown."""
    if _is_of_others(term):
        return roles_of_others_have(values, scene)
    wanted = tuple(sorted(values))
    return scene.columns.compute(("any", term, wanted), sql.has_any(value(term, scene), wanted))


def _is_of_others(term: Term) -> TypeGuard[Fact]:
    return isinstance(term, Fact) and term.name == ROLES_OF_OTHERS


def _value(term: Term, scene: Scene) -> Sql:
    match term:
        case Fact():
            return fact(term, scene)
        case Count():
            return count(term, scene)
        case TimeAfter():
            return time_after(term, scene)
        case TimeAgainst():
            return time_against(term, scene)
        case WithinHours():
            return within_hours(term, scene)
        case _:
            assert_never(term)
