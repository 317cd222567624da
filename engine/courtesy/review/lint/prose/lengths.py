"""Lengths of time as people say them: which of them are the same."""

from __future__ import annotations

from courtesy.values import Duration, DurationUnit

Same = frozenset[tuple[str, int]]
"""A length in every unit in which people say it; two are the same where they have one of these in common."""

_MINUTES_A_DAY = 1440
_WORKING_WEEK = 5
_WORKING_DAY = 8
_OTHER_UNITS = {
    "fortnight": (14, DurationUnit.DAY),
    "quarter": (3, DurationUnit.MONTH),
    "weekday": (1, DurationUnit.BUSINESS_DAY),
}
"""Units that people use and policies do not."""
_PERIODS = {
    "day": (1, "day"), "week": (7, "day"), "month": (1, "month"), "quarter": (3, "month"), "year": (12, "month"),
}  # fmt: skip


def of_rule(text: str) -> Same:
    """The length that a rule writes (`7 days`, `calendar week`); empty where it writes none."""
    period = text.removeprefix("calendar ")
    if period != text and period in _PERIODS:
        count, unit = _PERIODS[period]
        return frozenset({(unit, count)})
    length = Duration.parse(text)
    if length is None:
        return frozenset()
    found = _of(length.count, length.unit)
    if length.unit is DurationUnit.BUSINESS_DAY and length.count % _WORKING_WEEK == 0:
        found |= {("loose week", length.count // _WORKING_WEEK)}
    if length.unit is DurationUnit.DATE and length.count > 1:  # so many days after the first of them
        found |= {("day", length.count - 1)}
    return found


def said(count: int, unit: str, *, working: bool = False, full: bool = False) -> Same:
    """The length that people say: so many of a unit, given in the singular, perhaps working ones, perhaps full ones."""
    count, known = (count * _OTHER_UNITS[unit][0], _OTHER_UNITS[unit][1]) if unit in _OTHER_UNITS else (count, unit)
    if working:
        known = {"day": DurationUnit.BUSINESS_DAY, "hour": DurationUnit.BUSINESS_HOUR}.get(known, known)
    found = _of(count, DurationUnit(known))
    if known == DurationUnit.WEEK and not full:  # people say a week of five working days
        found |= {("loose week", count)}
    if known in {DurationUnit.MONTH, DurationUnit.YEAR}:
        months = count * (12 if known == DurationUnit.YEAR else 1)
        found |= {("day", 30 * months), ("day", 31 * months), ("day", 365 * months // 12)}
    return found


def _of(count: int, unit: DurationUnit) -> Same:
    match unit:
        case DurationUnit.MINUTE | DurationUnit.HOUR:
            minutes = count * (60 if unit is DurationUnit.HOUR else 1)
            days = {("day", minutes // _MINUTES_A_DAY)} if minutes % _MINUTES_A_DAY == 0 else set()
            return frozenset({("minute", minutes), *days})
        case DurationUnit.DAY | DurationUnit.DATE | DurationUnit.WEEK:
            days_of = count * (7 if unit is DurationUnit.WEEK else 1)
            return frozenset({("day", days_of), ("minute", days_of * _MINUTES_A_DAY)})
        case DurationUnit.BUSINESS_DAY:
            return frozenset({("business day", count), ("day", count)})
        case DurationUnit.BUSINESS_HOUR:
            whole = {("business day", count // _WORKING_DAY)} if count % _WORKING_DAY == 0 else set()
            return frozenset({("business hour", count), ("minute", count * 60), *whole})
        case DurationUnit.MONTH:
            return frozenset({("month", count)})
        case DurationUnit.YEAR:
            return frozenset({("month", count * 12)})
