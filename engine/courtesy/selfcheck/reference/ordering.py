"""Which of two values is larger; of times and bare dates, which is later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from courtesy.selfcheck.reference.clocks import midnight, reading

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.situation import Situation

_DAY = timedelta(days=1)


def order(found: Any, bound: Any, situation: Situation) -> int | None:
    """-1 where the first of two values of one type is less, 0 where they are equal, 1 where it is more.

    A time equals a bare date if it lies in it. Where a bare date is compared with a time in it, nobody can tell; nor
    can they without a zone.
    """
    if _is_bare(found) is not _is_bare(bound):
        if situation.zone is None:
            return None
        if _is_bare(bound):
            found = reading(found, situation.zone).date()
        elif midnight(found, situation.zone) <= bound < midnight(found + _DAY, situation.zone):
            return None
        else:
            found = midnight(found, situation.zone)
    return int(found > bound) - int(found < bound)


def _is_bare(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
