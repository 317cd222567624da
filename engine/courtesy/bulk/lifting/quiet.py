"""Days that no change of a clock reaches, so that what is worked out of them by days is right to the moment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.values import DAY

if TYPE_CHECKING:
    from courtesy.facts.clock import LocalClock

_NEAR = 3 * DAY
FAR = 800
"""So many days are looked ahead; what comes later is left to the engine."""


@lru_cache(maxsize=65536)
def quiet(clock: LocalClock, day: int) -> bool:
    """Whether the clock is not changed on a local day, nor so near to it that it repeats or skips a part of it."""
    begin = clock.start_of_day(day)
    for change in clock.changes(begin - _NEAR, begin + DAY + _NEAR):
        reach = 2 * abs(clock.local(change) - clock.local(change - 1) - 1)
        if begin - reach <= change <= begin + DAY + reach:
            return False
    return True
