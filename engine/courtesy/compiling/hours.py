"""Permitted hours: days, times of day, closed dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.compiling.errors import MissingSettingError, UnknownWordError, WrongTypeError
from courtesy.instants import parse_time_of_day, parse_timestamp
from courtesy.model.predicate import HoursWindow
from courtesy.model.vocabulary import WEEKDAYS
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import DAY

if TYPE_CHECKING:
    from courtesy.compiling.reader import RuleReader
    from courtesy.spans import Scalar, Tree

_NUMBERS = {name[:3]: number for number, name in enumerate(WEEKDAYS)} | {
    name: number for number, name in enumerate(WEEKDAYS)
}
_EVERY_DAY = frozenset(range(7))


def read_hours(tree: Tree, reader: RuleReader) -> tuple[HoursWindow, ...]:
    """One window, or a list of them."""
    windows = tree if isinstance(tree, SequenceNode) else [tree]
    return tuple(_window(window, reader) for window in windows if isinstance(window, MappingNode))


def _window(tree: MappingNode, reader: RuleReader) -> HoursWindow:
    start, end = (_time(tree.get(key), default, reader) for key, default in (("from", 0), ("to", DAY)))
    if start == end:
        found = f"`{tree['from']}` twice" if "from" in tree else "no time at all"
        reader.reject(WrongTypeError(tree.span, reader.rule_id, "different times in `from` and `to`", found), None)
    if start == DAY:
        reader.reject(
            WrongTypeError(tree["from"].span, reader.rule_id, "a start before the end of the day", "`24:00`"), None
        )
    holidays = str(tree.get("holidays", "true")) == "true"
    if not holidays and reader.almanac.calendar is None:
        reader.reject(
            MissingSettingError(tree.span_of("holidays"), reader.rule_id, "closes on holidays", "defaults.calendar"),
            None,
        )
    return HoursWindow(
        days=_days(tree.get("days"), reader),
        start=start,
        end=end,
        holidays=holidays,
        not_on=tuple(_dates(item, reader) for item in _listed(tree.get("not_on"))),
    )


def _listed(tree: Tree | None) -> list[Scalar]:
    return list(tree) if isinstance(tree, SequenceNode) else [tree] if tree is not None else []  # type: ignore[list-item]  # the schema allows scalars only


def _time(scalar: Scalar | None, default: int, reader: RuleReader) -> int:
    if scalar is None:
        return default
    found = parse_time_of_day(scalar)
    if found is None:
        error = WrongTypeError(scalar.span, reader.rule_id, "a time of day such as `09:00`", f"`{scalar}`")
        return reader.reject(error, default)
    return found


def _days(tree: Tree | None, reader: RuleReader) -> frozenset[int]:
    if tree is None:
        return _EVERY_DAY
    return frozenset(day for scalar in _listed(tree) for day in _day_range(scalar, reader))


def _day_range(scalar: Scalar, reader: RuleReader) -> list[int]:
    first, dash, last = scalar.lower().partition("-")
    last = last if dash else first
    for name in (first, last):
        if name not in _NUMBERS:
            return reader.reject(UnknownWordError(scalar.span, reader.rule_id, "days", name, list(_NUMBERS)), [])
    length = (_NUMBERS[last] - _NUMBERS[first]) % 7  # `sat-mon` runs over the end of the week
    return [(_NUMBERS[first] + offset) % 7 for offset in range(length + 1)]


def _dates(scalar: Scalar, reader: RuleReader) -> tuple[date, date]:
    first, slash, last = scalar.partition("/")
    days = [parse_timestamp(text) for text in (first, last if slash else first)]
    if all(type(day) is date for day in days) and days[0] <= days[1]:  # type: ignore[operator]  # both are dates
        return days[0], days[1]  # type: ignore[return-value]
    error = WrongTypeError(
        scalar.span, reader.rule_id, "a date or a stretch such as `2026-12-24/2026-12-31`", f"`{scalar}`"
    )
    return reader.reject(error, (date.min, date.min))
