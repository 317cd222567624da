"""Reads the parts of one rule: durations, anchors, windows; conditions, selectors and hours have files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from courtesy.compiling.conditions import read_condition
from courtesy.compiling.errors import (
    CompileError,
    MissingSettingError,
    UnknownFactError,
    UnknownZoneError,
    WrongTypeError,
)
from courtesy.compiling.hours import read_hours
from courtesy.compiling.selectors import read_selector
from courtesy.instants import find_zone
from courtesy.model.predicate import (
    TRUE,
    AllHistory,
    Almanac,
    Anchor,
    CalendarPeriod,
    CaseDate,
    HoursWindow,
    Period,
    Predicate,
    Rolling,
    Selector,
    SinceInterview,
    TouchTime,
    Which,
    Window,
)
from courtesy.spans import MappingNode, Scalar
from courtesy.values import Duration, DurationUnit, FactType

if TYPE_CHECKING:
    from courtesy.model.policy import Policy, Rule
    from courtesy.spans import Tree

_T = TypeVar("_T")
_ANCHOR_SHORTHANDS = {"interview": "interview.ended_at"}
_WINDOW_FORMS = "a window such as `7 days`, `7 dates`, `calendar week` or `case`"


class RuleReader:
    """Reads the parts of one rule's tree and keeps every problem; see `model.requirement.Reader`."""

    def __init__(self, policy: Policy, rule: Rule) -> None:
        self.problems: list[CompileError] = []
        self.vocabulary = policy.vocabulary
        self.policy_zone = policy.zone
        self.rule_id = rule.id
        self.applies: Predicate = TRUE
        self.almanac = Almanac(self._zone(policy, rule.zone), policy.defaults.calendar, policy.defaults.week_starts)

    def reject(self, problem: CompileError, stand_in: _T) -> _T:
        """Keep a problem; the stand-in lets reading go on, so that all problems are found in one run."""
        self.problems.append(problem)
        return stand_in

    def _zone(self, policy: Policy, wanted: Scalar | None) -> str | None:
        if wanted is None:
            return None
        if wanted == "policy":
            if policy.zone is None:
                self.reject(MissingSettingError(wanted.span, self.rule_id, "reads the policy's zone", "zone"), None)
            return policy.zone
        if find_zone(wanted) is None:
            self.reject(UnknownZoneError(wanted.span, self.rule_id, wanted), None)
            return None
        return str(wanted)

    def condition(self, tree: Tree) -> Predicate:
        """A condition: a map of fact to test."""
        return read_condition(tree, self)

    def selector(self, tree: Tree | None) -> Selector:
        """Which touches are meant."""
        return read_selector(tree, self)

    def hours(self, tree: Tree) -> tuple[HoursWindow, ...]:
        """One permitted stretch of hours, or a list of them."""
        return read_hours(tree, self)

    def integer(self, tree: Tree) -> int:
        """A whole number, 0 or more; the schema has checked the form."""
        return int(str(tree))

    def duration(self, tree: Tree) -> Duration:
        """`7 days` and its like."""
        duration = Duration.parse(str(tree))
        if duration is None:
            error = WrongTypeError(
                tree.span,
                self.rule_id,
                "a duration such as `7 days`",
                f"`{tree}`",
                "use minutes, hours, days, weeks, dates or business days",
            )
            return self.reject(error, Duration(0, DurationUnit.MINUTE))
        if duration.unit is DurationUnit.BUSINESS_DAY and self.almanac.calendar is None:
            self.reject(MissingSettingError(tree.span, self.rule_id, "counts business days", "defaults.calendar"), None)
        return duration

    def window(self, tree: Tree) -> Window:
        """`7 days`, `calendar week`, `7 dates`, `case`."""
        text = str(tree)
        if text == "case":
            return SinceInterview()
        if text.startswith("calendar ") and text[9:] in {period.value for period in Period}:
            return CalendarPeriod(Period(text[9:]))
        length = Duration.parse(text)
        if length is None or length.unit is DurationUnit.BUSINESS_DAY or length.count == 0:
            return self.reject(WrongTypeError(tree.span, self.rule_id, _WINDOW_FORMS, f"`{tree}`"), AllHistory())
        return Rolling(length)

    def anchor(self, tree: Tree, fallback: Tree | None = None) -> Anchor:
        """`interview`, a case date, or `last:`/`first:` with a selector."""
        if isinstance(tree, MappingNode):
            which = next((which for which in Which if which.value in tree), None)
            if which is None or len(tree) != 1:
                error = WrongTypeError(tree.span, self.rule_id, "`last` or `first` with a selector", "another mapping")
                return self.reject(error, CaseDate("interview.ended_at"))
            if fallback is not None:
                error = WrongTypeError(
                    fallback.span,
                    self.rule_id,
                    "no `or` beside a touch",
                    f"`{fallback}`",
                    "without such a touch the rule holds",
                )
                self.reject(error, None)
            return TouchTime(which, self.selector(tree[which.value]))
        return CaseDate(self._case_date(tree), None if fallback is None else self._case_date(fallback))

    def _case_date(self, tree: Tree) -> str:
        name = _ANCHOR_SHORTHANDS.get(str(tree), str(tree))
        facts = self.vocabulary.facts
        dates = [fact for fact, declared in facts.items() if declared.type is FactType.TIME and not declared.temporal]
        if name not in facts:
            return self.reject(UnknownFactError(tree.span, self.rule_id, name, (*dates, *_ANCHOR_SHORTHANDS)), name)
        if name not in dates:
            error = WrongTypeError(
                tree.span, self.rule_id, "a date of the case", f"`{name}`", f"the case has {', '.join(dates)}"
            )
            return self.reject(error, name)
        return name
