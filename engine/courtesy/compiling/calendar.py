"""When people work, as a manifest says it: the calendar, its weekend, closed days and business hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.dates import read_stretch
from courtesy.compiling.errors import MissingSettingError, WrongValueError
from courtesy.compiling.hours import listed, read_hours, read_time, read_weekdays
from courtesy.compiling.scope import Scope
from courtesy.model.almanac import Closed, WorkCalendar
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import DAY
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.compiling.errors import CompileError
    from courtesy.model.almanac import OpenHours
    from courtesy.model.policy import PolicySource, Setting
    from courtesy.spans import Tree

_DAYS_A_WEEK = 7


def read_calendar(policy: PolicySource, of: Setting | None = None) -> tuple[WorkCalendar, list[CompileError]]:
    """The calendar of a policy, or of another setting, with the problems found in it; with problems it is of no use."""
    setting = policy.setting if of is None else of
    code = setting.calendar
    named = WorkCalendar(None if code is None else str(code), setting.calendar_of_recipient)
    weekend, closed, hours = (Scope(policy, named, section) for section in ("weekend", "closed", "business_hours"))
    calendar = WorkCalendar(
        code=named.code,
        of_recipient=named.of_recipient,
        weekends=tuple(_weekends(setting.weekend, named.code, weekend)),
        closed=tuple(one for tree in _several(setting.closed) for one in _closed(tree, closed)),
        hours=() if setting.business_hours is None else _business_hours(setting.business_hours, hours),
    )
    return calendar, [*weekend.problems, *closed.problems, *hours.problems]


def _several(tree: Tree | None) -> list[Tree]:
    """One thing, or a list of them, as a list."""
    if tree is None:
        return []
    return list(tree) if isinstance(tree, SequenceNode) else [tree]


def _weekends(tree: Tree | None, own: str | None, scope: Scope) -> Iterator[tuple[str, frozenset[int]]]:
    """The weekends that the policy corrects: that of its own calendar, or those of several by their codes."""
    if tree is None:
        return
    if isinstance(tree, MappingNode):
        for code, days in tree.items():
            yield str(code), _weekend(days, scope)
    elif own is None:
        scope.reject(
            MissingSettingError(tree.span, None, "corrects the weekend of its calendar", "defaults.calendar"), None
        )
    else:
        yield own, _weekend(tree, scope)


def _weekend(tree: Tree, scope: Scope) -> frozenset[int]:
    days = read_weekdays(tree, scope)
    if len(days) == _DAYS_A_WEEK:
        scope.reject(WrongValueError(tree.span, None, "a weekend that leaves days to work", "all seven days"), None)
    return days


def _closed(tree: Tree, scope: Scope) -> Iterator[Closed]:
    """Closed days: dates, or a mapping with the part of the day and the reason."""
    if not isinstance(tree, MappingNode):
        yield from (Closed(read_stretch(one, scope)) for one in listed(tree))
        return
    start, end = read_time(tree.get("from"), 0, scope), read_time(tree.get("to"), DAY, scope)
    if start >= end:
        found = joined(f"`{tree[key]}`" for key in ("from", "to") if key in tree)
        error = WrongValueError(
            tree.span, None, "a `from` earlier than `to`", found, "close each date for its own part of the day"
        )
        scope.reject(error, None)
    because = str(tree["because"]).strip() if "because" in tree else None
    for one in listed(tree["on"]):
        yield Closed(read_stretch(one, scope), start, end, because)


def _business_hours(tree: Tree, scope: Scope) -> tuple[OpenHours, ...]:
    for one in _several(tree):
        if isinstance(one, MappingNode) and "holidays" in one:
            error = WrongValueError(
                one.span_of("holidays"),
                None,
                "hours without `holidays`",
                "`holidays`",
                "leave it out: holidays are no business days",
            )
            scope.reject(error, None)
    scope.needs_calendar(tree.span, "counts business days")
    return read_hours(tree, scope)
