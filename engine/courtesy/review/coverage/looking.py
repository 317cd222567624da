"""What tests show of the rules of a policy: every action of each at its turn, toward each of those whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.api.knowledge import as_known
from courtesy.compiling.compiler import obligations, rules_of_acts
from courtesy.errors import CourtesyError
from courtesy.instants import Instant, instant
from courtesy.judging.plans import PlanJudge
from courtesy.judging.reach import Reach
from courtesy.review.examples.situations import statuses_in
from courtesy.review.probing.making import probes_of
from courtesy.review.probing.observing import Observer
from courtesy.review.tests.running import asked_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.api.policy import Policy
    from courtesy.judging.turns import Turns
    from courtesy.model.case import Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy_tests import PolicyTest

Shown = tuple[str, str | None, str]
"""A rule, one of its parts by its path or None for the rule itself, and what a case shows of it."""


class Looker(Struct, frozen=True):
    """Looks at cases by one policy, whatever its dates."""

    observers: tuple[Observer, ...]
    judge: PlanJudge
    policy: Policy

    @classmethod
    def at(cls, policy: Policy, rules: Collection[str]) -> Looker:
        """What looks at the rules of those ids."""
        chosen: list[CompiledRule] = [rule for rule in policy.compiled if rule.rule.id in rules]
        observers = tuple(Observer(rule, probes_of(policy.source, rule)) for rule in chosen)
        version = replace(policy.dated, reach=Reach(policy.source))
        return cls(observers, PlanJudge([version], "native"), policy)

    def shown_by(self, test: PolicyTest) -> frozenset[Shown] | None:
        """What a test shows; None where the engine cannot judge its case."""
        try:
            case = self.policy.case_from(test.case)
            now = asked_at(test, case)
            known = as_known(case, now, self.policy.vocabulary, as_of=test.as_of).case
            turns = self.judge.turns(known, now, all_findings=True, explain=False)
            verdict = self.judge.verdict(turns, self.judge.owed(known, turns, now), now)
        except CourtesyError:
            return None
        statuses = statuses_in(verdict)
        owed = {rule.rule.id for rule in obligations(self.policy.compiled)} - {
            one.rule_id for one in verdict.obligations
        }
        found: set[Shown] = {(rule, None, status.value) for rule, status in statuses.items()}
        found |= {(rule, None, "not_applicable") for rule in owed}
        found |= set(self._of_parts(known, turns, instant(now)))
        return frozenset(found)

    def _of_parts(self, case: Case, turns: Turns, now: Instant) -> Iterator[Shown]:
        acts = {rule.rule.id for rule in rules_of_acts(self.policy.compiled)}
        for observer in self.observers:
            rule = observer.rule.rule.id
            if rule in acts:
                occasions = [
                    occasion
                    for turn in turns.turns
                    for occasion in observer.occasions(
                        case, turn.action, turn.timing.known(turn.history), turn.timing.instant
                    )
                ]
            else:
                occasions = list(observer.occasions(case, None, case.history, now))
            for occasion in occasions:
                for part, sight in observer.sights(occasion):
                    yield rule, part.path, sight.value
