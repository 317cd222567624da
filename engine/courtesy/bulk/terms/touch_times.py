"""The first or last touch that a selector means, at or before the act."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk import sql
from courtesy.bulk.selectors import partitions
from courtesy.model.predicate import Which

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import TouchTime

TIES = 1024
"""So many touches of a case may have happened at one instant: the order of each is its instant times this, and more."""
BEFORE = sql.constant(1)
"""A row is judged by those that come before it."""


class TouchFound(NamedTuple):
    """The instant of a touch; `absent` is true where there is none, and where it cannot be told both are unknown."""

    at: Sql
    absent: Sql


def touch_time(anchor: TouchTime, scene: Scene) -> TouchFound:
    """The time of such a touch; unknown where the one that is found only may match. Raises TooMixedError."""
    best = "MAX" if anchor.which is Which.LAST else "MIN"
    pick = "GREATEST" if anchor.which is Which.LAST else "LEAST"
    sure: list[Sql] = []
    may: list[Sql] = []
    for part in (one for one in partitions(anchor.selector, scene) if not one.twice):
        for found, counts in ((sure, part.sure), (may, part.may)):
            function = sql.call(best, sql.when((counts, scene.order)))
            window = sql.over(function, by=part.by, order=scene.order, first=None, last=BEFORE)
            column = scene.columns.compute(("touch time", window.sql()), window)
            found.append(sql.when((part.asked, column)))
    certain, possible = (one[0] if len(one) == 1 else sql.call(pick, *one) for one in (sure, may))
    key = ("touch", anchor)
    certain = scene.columns.compute((*key, "certain"), certain)
    possible = scene.columns.compute((*key, "possible"), possible)
    at = sql.when((sql.surely(sql.equal(certain, possible)), sql.quotient(certain, TIES)))
    return TouchFound(scene.columns.compute((*key, "at"), at), sql.unknown(possible))
