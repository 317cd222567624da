"""`limit: {at_most: N, per: W, counting: SELECTOR}`: fewer than N touches lie in the window, so that this one fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.counting import enough
from courtesy.selfcheck.reference.truth import Kleene, no

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether there is room for one more."""
    return no(enough(int(body["at_most"]), body.get("counting"), situation, per=str(body["per"])))
