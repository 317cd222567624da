"""The moments that rules count from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from courtesy.bulk import sql
from courtesy.bulk.shifts import Moment
from courtesy.bulk.terms.touch_times import touch_time
from courtesy.model.predicate import CaseDate, TouchTime

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Anchor


class Anchored(NamedTuple):
    """A moment, and whether there is certainly none; where it is neither it cannot be told."""

    moment: Moment
    absent: Sql


def anchored(anchor: Anchor, scene: Scene) -> Anchored:
    """The moment of an anchor. Raises TooMixedError."""
    match anchor:
        case CaseDate(facts=names):
            stated = [scene.moment(name) for name in names]
            if len(stated) == 1:
                return Anchored(stated[0], sql.NO)
            known = [sql.either(sql.known(one.at), sql.known(one.day)) for one in stated]
            at = sql.when(*((said, one.at) for said, one in zip(known, stated, strict=True)))
            day = sql.when(*((said, one.day) for said, one in zip(known, stated, strict=True)))
            compute = scene.columns.compute
            return Anchored(Moment(compute(("anchor at", names), at), compute(("anchor day", names), day)), sql.NO)
        case TouchTime():
            found = touch_time(anchor, scene)
            return Anchored(Moment(found.at, sql.NULL), found.absent)
        case _:
            assert_never(anchor)
