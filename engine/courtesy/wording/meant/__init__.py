"""What was probably meant by a value that is not written as it must be; never anything else than was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.values import FactType
from courtesy.wording.meant.clock import time_of_day_hint
from courtesy.wording.meant.days import date_hint, dates_hint
from courtesy.wording.meant.durations import duration_hint, window_hint
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.numbers import boolean_hint, boolean_meant, number_hint
from courtesy.wording.meant.times import time_hint
from courtesy.wording.meant.weekdays import weekdays_hint

if TYPE_CHECKING:
    from courtesy.spans import Scalar

__all__ = [
    "boolean_hint",
    "boolean_meant",
    "date_hint",
    "dates_hint",
    "duration_hint",
    "number_hint",
    "one_of",
    "time_hint",
    "time_of_day_hint",
    "value_hint",
    "weekdays_hint",
    "window_hint",
]


def value_hint(scalar: Scalar, wanted: FactType) -> str | None:
    """How to write the value of that type that a scalar holds; None where there is no telling."""
    match wanted:
        case FactType.BOOLEAN:
            return boolean_hint(scalar)
        case FactType.INTEGER | FactType.NUMBER:
            return number_hint(scalar, whole=wanted is FactType.INTEGER)
        case FactType.TIME_OF_DAY:
            return time_of_day_hint(scalar)
        case FactType.DURATION:
            return duration_hint(scalar)
        case FactType.TIME:
            return time_hint(scalar, or_date=True)
        case _:
            return None
