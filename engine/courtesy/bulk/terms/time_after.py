"""Time since an anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.bulk.shifts import moved
from courtesy.bulk.terms.anchors import anchored

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import TimeAfter


def time_after(term: TimeAfter, scene: Scene) -> Sql:
    """Microseconds from `anchor + duration` to the act. Raises TooMixedError."""
    due = moved(anchored(term.anchor, scene).moment, term, scene.clock(term.almanac))
    return sql.minus(scene.at, scene.columns.compute(("due", term), due))
