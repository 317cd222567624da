"""`require: CONDITION`: the condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.conditions import holds as condition_holds

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation
    from courtesy.selfcheck.reference.truth import Kleene


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether what is required is so."""
    return condition_holds(body, situation)
