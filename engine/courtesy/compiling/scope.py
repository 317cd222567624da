"""What reading one rule (or the preferences) needs to know, and where its problems are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from courtesy.compiling.errors import CompileError, MissingSettingError, UnknownZoneError
from courtesy.instants import find_zone
from courtesy.model.predicate import Almanac
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Scalar

_T = TypeVar("_T")


class RuleScope:
    """The words, zone and calendar that hold for one rule; keeps every problem found in it.

    `of_an_act` is whether the rule judges single acts, `of_a_contact` whether there is one contact it is about.
    """

    def __init__(self, policy: PolicySource, rule: Rule | None = None) -> None:
        """The scope of a rule; None stands for the policy's preferences."""
        self.problems: list[CompileError] = []
        self.vocabulary = policy.vocabulary
        self.policy_zone = policy.zone
        self.rule_id = None if rule is None else rule.id
        self.of_an_act = rule is None or not RULE_TYPES[rule.type].of_plan
        self.of_a_contact = rule is None or RULE_TYPES[rule.type].of_a_contact(rule.body)
        calendar = policy.defaults.calendar
        self.almanac = Almanac(
            None if rule is None else self._zone(rule.zone),
            None if calendar is None else str(calendar),
            policy.defaults.week_starts,
        )

    def reject(self, problem: CompileError, stand_in: _T) -> _T:
        """Keep a problem; the stand-in lets reading go on, so that all problems are found in one run."""
        self.problems.append(problem)
        return stand_in

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
