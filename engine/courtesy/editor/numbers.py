"""What a length of time in a policy means, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.schema.sentences import CASE_WINDOW, PERIODS, UNITS
from courtesy.values import Duration, DurationUnit
from courtesy.wording.text import agree, plural_noun

if TYPE_CHECKING:
    from collections.abc import Mapping

_WINDOW = "calendar "
_BUSINESS_WEEK = 5


def said_of_number(text: str) -> str:
    """What a duration or a window means; empty for what is neither."""
    duration = Duration.parse(text)
    if duration is not None:
        return " ".join(filter(None, (UNITS[duration.unit], _as_much(duration))))
    if text == "case":
        return CASE_WINDOW
    return next((said for period, said in PERIODS.items() if text == f"{_WINDOW}{period}"), "")


def _as_much(duration: Duration) -> str:
    """How long that is, in a unit that is easier to imagine."""
    count, unit = duration.count, duration.unit
    if unit is DurationUnit.BUSINESS_DAY and count >= _BUSINESS_WEEK and count % _BUSINESS_WEEK == 0:
        return f"Without holidays that is {agree(count // _BUSINESS_WEEK, 'week')}."
    if unit is DurationUnit.WEEK:
        return f"That is {agree(count * 7, 'day')}."
    if unit is DurationUnit.HOUR and count >= 48 and count % 24 == 0:  # noqa: PLR2004  two days of 24 hours
        return f"That is {agree(count // 24, 'day')} of 24 hours."
    if unit is DurationUnit.MINUTE and count >= 60 and count % 60 == 0:  # noqa: PLR2004  an hour
        return f"That is {agree(count // 60, 'hour')}."
    return ""


def units(count: str) -> Mapping[str, str]:
    """The units that may follow a number, as they are written behind it, each with its sentence."""
    one = count.strip() == "1"
    return {str(unit) if one else plural_noun(unit.value): said for unit, said in UNITS.items()}
