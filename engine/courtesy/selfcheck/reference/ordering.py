"""Which of two values is larger; of times and bare dates, which is later."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from courtesy.selfcheck.reference.clocks import midnight
from courtesy.selfcheck.reference.situation import zones_of

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.situation import Situation


def order(found: Any, bound: Any, situation: Situation) -> int | None:
    """-1 where the first of two values of one type is less, 0 where they are equal, 1 where it is more.

    None where nobody can tell.
    """
    if isinstance(found, date) and not isinstance(found, datetime):
        zones = zones_of(None, situation.case, situation.recipient)
        if not zones:
            return None
        found = midnight(found, zones[0])
    return int(found > bound) - int(found < bound)
