"""`follow: {touch: SELECTOR, within: D}`: there is an earlier touch of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.counting import enough

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation
    from courtesy.selfcheck.reference.truth import Kleene


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether something of that kind has gone before."""
    return enough(1, body["touch"], situation, per=str(body["within"]) if "within" in body else None, inclusive=True)
