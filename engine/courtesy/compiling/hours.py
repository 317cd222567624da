"""Permitted hours: days, times of day, closed dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.dates import read_days
from courtesy.compiling.errors import UnknownWordError, WrongValueError
from courtesy.instants import parse_time_of_day
from courtesy.model.almanac import OpenHours
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import DAY

if TYPE_CHECKING:
    from courtesy.compiling.scope import Scope
    from courtesy.spans import Scalar, Tree

_NUMBERS = {name[:3]: number for number, name in enumerate(WEEKDAYS)}
DAYS = f"({'|'.join(_NUMBERS)})(-({'|'.join(_NUMBERS)}))?"
"""The form of days of the week, for the schema."""
_EVERY_DAY = frozenset(range(7))


def read_hours(tree: Tree, scope: Scope) -> tuple[OpenHours, ...]:
    """Hours of one kind, or a list of them."""
    open_hours = tree if isinstance(tree, SequenceNode) else [tree]
    return tuple(_hours(hours, scope) for hours in open_hours if isinstance(hours, MappingNode))


def _hours(tree: MappingNode, scope: Scope) -> OpenHours:
    start, end = (read_time(tree.get(key), default, scope) for key, default in (("from", 0), ("to", DAY)))
    if start == end:
        found = f"`{tree['from']}` twice" if "from" in tree else "no time at all"
        scope.reject(WrongValueError(tree.span, scope.rule_id, "different times in `from` and `to`", found), None)
    if start == DAY:
        scope.reject(
            WrongValueError(tree["from"].span, scope.rule_id, "a start before the end of the day", "`24:00`"), None
        )
    holidays = str(tree.get("holidays", "true")) == "true"
    if not holidays:
        scope.needs_calendar(tree.span_of("holidays"), "closes on holidays")
    return OpenHours(
        days=_EVERY_DAY if "days" not in tree else read_weekdays(tree["days"], scope),
        start=start,
        end=end,
        holidays=holidays,
        not_on=tuple(read_days(item, scope) for item in listed(tree.get("not_on"))),
        on=tuple(read_days(item, scope) for item in listed(tree.get("on"))),
    )


def listed(tree: Tree | None) -> list[Scalar]:
    """One scalar, or a list of them, as a list; nothing is the empty list."""
    return list(tree) if isinstance(tree, SequenceNode) else [tree] if tree is not None else []  # type: ignore[list-item]  # the schema allows scalars only


def read_time(scalar: Scalar | None, default: int, scope: Scope) -> int:
    """A time of day; the default where there is none."""
    if scalar is None:
        return default
    found = parse_time_of_day(scalar)
    if found is None:
        error = WrongValueError(scalar.span, scope.rule_id, "a time of day such as `09:00`", f"`{scalar}`")
        return scope.reject(error, default)
    return found


def read_weekdays(tree: Tree, scope: Scope) -> frozenset[int]:
    """Days of the week, or stretches of them: 0 for Monday to 6 for Sunday."""
    return frozenset(day for scalar in listed(tree) for day in _day_range(scalar, scope))


def _day_range(scalar: Scalar, scope: Scope) -> list[int]:
    first, dash, last = scalar.partition("-")
    last = last if dash else first
    for name in (first, last):
        if name not in _NUMBERS:
            return scope.reject(UnknownWordError(scalar.span, scope.rule_id, "days", name, list(_NUMBERS)), [])
    length = (_NUMBERS[last] - _NUMBERS[first]) % 7  # `sat-mon` runs over the end of the week
    return [(_NUMBERS[first] + offset) % 7 for offset in range(length + 1)]
