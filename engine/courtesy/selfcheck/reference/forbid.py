"""`forbid: CONDITION` or `forbid: true`: the condition does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.conditions import holds as condition_holds
from courtesy.selfcheck.reference.truth import Kleene, no

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation


def holds(body: Part, situation: Situation) -> Kleene:
    """Whether what is forbidden is not so; `true` forbids whatever the rule applies to."""
    return False if body == "true" else no(condition_holds(body, situation))
