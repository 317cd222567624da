"""What reading one part of a policy needs to know, and where its problems are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from courtesy.compiling.errors import CompileError, MissingSettingError, UnknownZoneError
from courtesy.instants import find_zone
from courtesy.model.almanac import Almanac
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Scalar, Span

_T = TypeVar("_T")


class Scope:
    """What holds for one section of a manifest; keeps every problem found in it."""

    rule_id: str | None = None

    def __init__(self, policy: PolicySource, calendar: WorkCalendar, section: str = "preferences") -> None:
        self.problems: list[CompileError] = []
        self.section = section
        self.vocabulary = policy.vocabulary
        self.almanac = Almanac(None, calendar, policy.defaults.week_starts)

    def reject(self, problem: CompileError, stand_in: _T) -> _T:
        """Keep a problem; the stand-in lets reading go on, so that all problems are found in one run."""
        problem.section = self.section
        self.problems.append(problem)
        return stand_in

    def needs_calendar(self, span: Span, need: str) -> None:
        """Keep the problem that something takes a calendar, where there is none."""
        if not self.almanac.calendar.named:
            self.reject(MissingSettingError(span, self.rule_id, need, "defaults.calendar"), None)


class RuleScope(Scope):
    """The words, zone and calendar that hold for one rule; keeps every problem found in it.

    `of_an_act` is whether the rule judges single acts, `of_a_contact` whether there is one contact it is about.
    """

    def __init__(self, policy: PolicySource, calendar: WorkCalendar, rule: Rule | None = None) -> None:
        """The scope of a rule; None stands for the policy's preferences. `calendar` is that of its setting."""
        super().__init__(policy, calendar)
        setting = policy.setting if rule is None else policy.setting_of(rule)
        self.policy_zone = setting.zone
        self.rule_id = None if rule is None else rule.id
        self.of_an_act = rule is None or not RULE_TYPES[rule.type].of_plan
        self.of_a_contact = rule is None or RULE_TYPES[rule.type].of_a_contact(rule.body)
        if rule is not None:
            self.almanac = Almanac(
                self._zone(rule.zone),
                self._calendar(rule.calendar, calendar),
                _week_starts(rule.week_starts, setting.week_starts),
            )

    def _zone(self, wanted: Scalar | None) -> str | None:
        if wanted is None:
            return None
        if wanted == "policy":
            if self.policy_zone is None:
                self.reject(MissingSettingError(wanted.span, self.rule_id, "reads the policy's zone", "zone"), None)
            return self.policy_zone
        if find_zone(wanted) is None:
            self.reject(UnknownZoneError(wanted.span, self.rule_id, wanted), None)
            return None
        return str(wanted)

    def _calendar(self, wanted: Scalar | None, policys: WorkCalendar) -> WorkCalendar:
        """The calendar of a rule that names one: the policy's own, the recipient's, or one by its code."""
        if wanted is None:
            return policys
        if wanted == "recipient":
            return replace(policys, of_recipient=True)
        if wanted == "policy" and policys.code is None:
            need = "reads the policy's own calendar"
            self.reject(MissingSettingError(wanted.span, self.rule_id, need, "defaults.calendar"), None)
        code = policys.code if wanted == "policy" else str(wanted)
        return replace(policys, code=code, of_recipient=False)


def _week_starts(wanted: Scalar | None, policys: int) -> int:
    """The first day of a week for a rule that names one, or says that it is the policy's own."""
    return policys if wanted is None or wanted == "policy" else WEEKDAYS.index(wanted)
