"""The value of any term."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.bulk.terms.count import count
from courtesy.bulk.terms.fact import fact
from courtesy.bulk.terms.time_after import time_after
from courtesy.bulk.terms.time_against import time_against
from courtesy.bulk.terms.within_hours import within_hours
from courtesy.model.predicate import Count, Fact, TimeAfter, TimeAgainst, WithinHours

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Term


def value(term: Term, scene: Scene) -> Sql:
    """The value of a term, null where it is unknown; the same for equal terms. Raises TooMixedError."""
    return scene.columns.compute(("value", term), _value(term, scene))


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
