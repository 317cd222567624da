"""Permitted hours: days, times of day, closed dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.compiling.errors import MissingSettingError, UnknownWordError, WrongValueError
from courtesy.instants import DATE, parse_time_of_day, parse_timestamp
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.model.predicate import OpenHours
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import DAY
from courtesy.wording.meant import dates_hint

if TYPE_CHECKING:
    from courtesy.compiling.scope import RuleScope
    from courtesy.spans import Scalar, Tree

_NUMBERS = {name[:3]: number for number, name in enumerate(WEEKDAYS)}
DAYS = f"({'|'.join(_NUMBERS)})(-({'|'.join(_NUMBERS)}))?"
"""The form of days of the week, for the schema."""
DATES = f"{DATE}(/{DATE})?"
"""The form of a date or a stretch of dates, for the schema."""
_EVERY_DAY = frozenset(range(7))


def read_hours(tree: Tree, scope: RuleScope) -> tuple[OpenHours, ...]:
    """Hours of one kind, or a list of them."""
    open_hours = tree if isinstance(tree, SequenceNode) else [tree]
    return tuple(_hours(hours, scope) for hours in open_hours if isinstance(hours, MappingNode))


def _hours(tree: MappingNode, scope: RuleScope) -> OpenHours:
    start, end = (_time(tree.get(key), default, scope) for key, default in (("from", 0), ("to", DAY)))
    if start == end:
        found = f"`{tree['from']}` twice" if "from" in tree else "no time at all"
        scope.reject(WrongValueError(tree.span, scope.rule_id, "different times in `from` and `to`", found), None)
    if start == DAY:
        scope.reject(
            WrongValueError(tree["from"].span, scope.rule_id, "a start before the end of the day", "`24:00`"), None
        )
    holidays = str(tree.get("holidays", "true")) == "true"
    if not holidays and scope.almanac.calendar is None:
        scope.reject(
            MissingSettingError(tree.span_of("holidays"), scope.rule_id, "closes on holidays", "defaults.calendar"),
            None,
        )
    return OpenHours(
        days=_days(tree.get("days"), scope),
        start=start,
        end=end,
        holidays=holidays,
        not_on=tuple(_dates(item, scope) for item in _listed(tree.get("not_on"))),
    )


def _listed(tree: Tree | None) -> list[Scalar]:
    return list(tree) if isinstance(tree, SequenceNode) else [tree] if tree is not None else []  # type: ignore[list-item]  # the schema allows scalars only


def _time(scalar: Scalar | None, default: int, scope: RuleScope) -> int:
    if scalar is None:
        return default
    found = parse_time_of_day(scalar)
    if found is None:
        error = WrongValueError(scalar.span, scope.rule_id, "a time of day such as `09:00`", f"`{scalar}`")
        return scope.reject(error, default)
    return found


def _days(tree: Tree | None, scope: RuleScope) -> frozenset[int]:
    if tree is None:
        return _EVERY_DAY
    return frozenset(day for scalar in _listed(tree) for day in _day_range(scalar, scope))


def _day_range(scalar: Scalar, scope: RuleScope) -> list[int]:
    first, dash, last = scalar.partition("-")
    last = last if dash else first
    for name in (first, last):
        if name not in _NUMBERS:
            return scope.reject(UnknownWordError(scalar.span, scope.rule_id, "days", name, list(_NUMBERS)), [])
    length = (_NUMBERS[last] - _NUMBERS[first]) % 7  # `sat-mon` runs over the end of the week
    return [(_NUMBERS[first] + offset) % 7 for offset in range(length + 1)]


def _dates(scalar: Scalar, scope: RuleScope) -> tuple[date, date]:
    first, slash, last = scalar.partition("/")
    days = [parse_timestamp(text) for text in (first, last if slash else first)]
    if all(type(day) is date for day in days) and days[0] <= days[1]:  # type: ignore[operator]  # both are dates
        return days[0], days[1]  # type: ignore[return-value]
    error = WrongValueError(
        scalar.span,
        scope.rule_id,
        "a date or a stretch such as `2026-12-24/2026-12-31`",
        f"`{scalar}`",
        dates_hint(scalar),
    )
    return scope.reject(error, (date.min, date.min))
