"""`limit: {at_most: N, per: W, since: X, counting: SELECTOR}`: fewer than N touches are counted, so that this one fits.

They count in the window, and from the anchor on; as long as nothing has happened that it could be, all count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.anchors import Lacking, anchor, beginning
from courtesy.selfcheck.reference.counting import later, reached, start_of
from courtesy.selfcheck.reference.truth import Kleene, no

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether there is room for one more."""
    return no(reached(int(body["at_most"]), body.get("counting"), situation, begins=begins(body, situation)))


def begins(body: Part, situation: Situation) -> datetime | Lacking | None:
    """The first instant that counts; None where all do."""
    start = start_of(str(body["per"]) if "per" in body else None, situation)
    if "since" not in body:
        return start
    begun = beginning(anchor(body["since"], body.get("or"), situation), situation)
    return start if begun is Lacking.NEVER else later(start, begun)
