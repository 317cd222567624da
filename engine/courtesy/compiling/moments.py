"""Durations, windows and anchors: the parts of a rule that speak of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import (
    MissingSettingError,
    RepeatedNameError,
    UnknownAnchorError,
    WrongTypeError,
    WrongValueError,
)
from courtesy.compiling.obligations import out_of_reach
from courtesy.compiling.selectors import read_selector
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.predicate import (
    AllHistory,
    Anchor,
    CalendarPeriod,
    CaseDate,
    Period,
    Rolling,
    SinceInterview,
    TouchTime,
    Which,
    Window,
)
from courtesy.spans import MappingNode, SequenceNode
from courtesy.values import DURATION, Duration, DurationUnit, FactType
from courtesy.wording.meant import duration_hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.compiling.scope import RuleScope
    from courtesy.spans import Tree

WINDOW = f"({DURATION}|calendar ({'|'.join(Period)})|case)"
"""The form of a window of time, for the schema."""
_ANCHOR_SHORTHANDS = {"interview": INTERVIEW_END}
_WINDOW_FORMS = "a window such as `7 days`, `12 months`, `7 dates`, `calendar week` or `case`"


def read_duration(tree: Tree, scope: RuleScope) -> Duration:
    """`7 days` and its like."""
    duration = Duration.parse(str(tree))
    if duration is None:
        error = WrongValueError(
            tree.span,
            scope.rule_id,
            "a duration such as `7 days`",
            f"`{tree}`",
            duration_hint(str(tree)),
        )
        return scope.reject(error, Duration(0, DurationUnit.MINUTE))
    return _settled(duration, tree, scope)


def _settled(duration: Duration, tree: Tree, scope: RuleScope) -> Duration:
    """The duration; what it takes and the manifest does not say is a problem."""
    match duration.unit:
        case DurationUnit.BUSINESS_DAY:
            scope.needs_calendar(tree.span, "counts business days")
        case DurationUnit.BUSINESS_HOUR if not scope.almanac.calendar.hours:
            scope.reject(MissingSettingError(tree.span, scope.rule_id, "counts business hours", "business_hours"), None)
        case DurationUnit.BUSINESS_HOUR:
            scope.needs_calendar(tree.span, "counts business hours")
    return duration


def read_window(tree: Tree, scope: RuleScope, *, closed: bool) -> Window:
    """`7 days`, `calendar week`, `7 dates`, `case`; a `closed` one holds what is exactly as old as it is long."""
    text = str(tree)
    if text == "case":
        return SinceInterview()
    if text.startswith("calendar ") and text[9:] in {period.value for period in Period}:
        return CalendarPeriod(Period(text[9:]))
    length = Duration.parse(text)
    if length is None or length.count == 0:
        return scope.reject(WrongValueError(tree.span, scope.rule_id, _WINDOW_FORMS, f"`{tree}`"), AllHistory())
    return Rolling(_settled(length, tree, scope), closed)


def read_anchor(tree: Tree, fallback: Tree | None, scope: RuleScope) -> Anchor:
    """`interview`, a case date, or `last:`/`first:` with a selector."""
    if isinstance(tree, MappingNode):
        which = next((which for which in Which if which.value in tree), None)
        if which is None or len(tree) != 1:
            error = WrongTypeError(tree.span, scope.rule_id, "`last` or `first` with a selector", "another mapping")
            return scope.reject(error, CaseDate(INTERVIEW_END))
        if fallback is not None:
            error = WrongValueError(
                fallback.span,
                scope.rule_id,
                "no `or` beside a touch",
                "a list" if isinstance(fallback, SequenceNode) else f"`{fallback}`",
                f"without such a touch {'the rule holds' if scope.of_an_act else 'nothing is owed'}",
            )
            scope.reject(error, None)
        return TouchTime(which, read_selector(tree[which.value], scope))
    return read_date(tree, fallback, scope, touches=True)


def read_date(tree: Tree, fallback: Tree | None, scope: RuleScope, *, touches: bool = False) -> CaseDate:
    """`interview` or a case date, and those that take its place; `touches` tells whether a touch could stand there."""
    fallbacks = fallback if isinstance(fallback, SequenceNode) else [fallback]
    first, *others = _case_dates([tree, *fallbacks], scope, touches=touches and fallback is None)
    return CaseDate(first, tuple(others))


def _case_dates(trees: Iterable[Tree | None], scope: RuleScope, *, touches: bool) -> Iterator[str]:
    """The dates of the case that are named, each once: what comes a second time can never be taken."""
    seen = set[str]()
    for tree in trees:
        if tree is None:
            continue
        name = _case_date(tree, scope, touches=touches)
        if name in seen:
            scope.reject(RepeatedNameError(tree.span, scope.rule_id, "date", str(tree)), None)
        seen.add(name)
        yield name


def _case_date(tree: Tree, scope: RuleScope, *, touches: bool) -> str:
    name = _ANCHOR_SHORTHANDS.get(str(tree), str(tree))
    facts = scope.vocabulary.facts
    dates = [fact for fact, declared in facts.items() if declared.type is FactType.TIME and declared.stated]
    if name not in facts:
        known = (*_ANCHOR_SHORTHANDS, *dates)
        return scope.reject(UnknownAnchorError(tree.span, scope.rule_id, name, known, touches=touches), name)
    if name not in dates:
        error = WrongValueError(
            tree.span, scope.rule_id, "a date of the case", f"`{name}`", f"the case has {', '.join(dates)}"
        )
        return scope.reject(error, name)
    unreadable = out_of_reach(facts[name], name, tree.span, scope)
    return name if unreadable is None else scope.reject(unreadable, name)
