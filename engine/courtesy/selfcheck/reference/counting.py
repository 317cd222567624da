"""How many touches of a kind lie in a window up to the act, and whether that is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.anchors import Lacking, anchor, beginning
from courtesy.selfcheck.reference.durations import window_start
from courtesy.selfcheck.reference.selectors import matching

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Happening, Situation
    from courtesy.selfcheck.reference.truth import Kleene


def enough(
    needed: int,
    selector: Part,
    situation: Situation,
    *,
    per: str | None = None,
    since: Part = None,
    inclusive: bool = False,
) -> Kleene:
    """Whether at least so many touches match in the window `per`, and since an anchor; without them, ever.

    With `inclusive` what is exactly as old as the window lies in it.
    """
    start = start_of(per, situation, inclusive=inclusive)
    begins = start if since is None else later(start, beginning(anchor(since, None, situation), situation))
    return reached(needed, selector, situation, begins=begins)


def reached(needed: int, selector: Part, situation: Situation, *, begins: datetime | Lacking | None = None) -> Kleene:
    """Whether at least so many touches match from a moment on (None: ever), up to the act."""
    certain, possible = counted(selector, situation, begins=begins)
    if len(certain) >= needed:
        return True
    return False if possible is not None and len(possible) < needed else None


def counted(
    selector: Part, situation: Situation, *, begins: datetime | Lacking | None = None
) -> tuple[list[Happening], list[Happening] | None]:
    """The touches that match for certain, and all that may; None where nobody knows what there may be."""
    if begins is Lacking.NEVER:
        return [], []
    if situation.touches is None:
        return [], None
    past = situation.past
    if isinstance(begins, Lacking):
        return [], [seen for seen, _ in matching(selector, situation, past)]
    found = list(matching(selector, situation, [seen for seen in past if begins is None or seen.at >= begins]))
    return [seen for seen, certain in found if certain], [seen for seen, _ in found]


def start_of(per: str | None, situation: Situation, *, inclusive: bool = False) -> datetime | Lacking | None:
    """The first instant of a window; None where it has no beginning."""
    if per is None:
        return None
    if per == "case":
        return beginning(anchor("interview", None, situation), situation)
    week = situation.week_starts
    found = window_start(per, situation.at, situation.zone, situation.calendar, week, inclusive=inclusive)
    return Lacking.UNKNOWN if found is None else found


def later(start: datetime | Lacking | None, begun: datetime | Lacking) -> datetime | Lacking | None:
    """The later of a window's first instant and an anchor's; never where the anchor never was."""
    if begun is Lacking.NEVER or start is None:
        return begun
    if isinstance(start, Lacking) or isinstance(begun, Lacking):
        return Lacking.UNKNOWN
    return max(start, begun)
