"""A case and its plan judged as a whole: every action at its turn, and what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.compiler import obligations, rules_of_acts
from courtesy.explanation.outcome import outcome_with
from courtesy.judging.judge import Judge
from courtesy.judging.obligations import Obligations
from courtesy.judging.profile import Profiles
from courtesy.judging.reach import Reach
from courtesy.judging.turns import in_order, judge_turns
from courtesy.matching.crosscheck import available_matchers
from courtesy.model.origin import MatcherReport, PolicyReference
from courtesy.model.verdict import PlanVerdict

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.judging.turns import Timed, Turns
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.origin import EngineReport
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Notice, Obligation


class PlanJudge:
    """Judges cases with their plans by one policy. Safe to share between threads."""

    def __init__(
        self,
        policy: PolicySource,
        rules: tuple[CompiledRule, ...],
        matcher: MatcherName,
        engine: EngineReport | None = None,
    ) -> None:
        """`engine` is what its verdicts tell of the versions that judged."""
        self.policy, self.engine = policy, engine
        self.profiles = Profiles(rules_of_acts(rules), matcher, policy.vocabulary)
        self.reference = PolicyReference(policy.id, policy.version, policy.digest)
        self._nothing_asked = MatcherReport.of(available_matchers(matcher))
        self.reach = Reach(policy)
        self.judge = Judge(policy, self.profiles, self.reach, engine)
        self._obligations = Obligations(obligations(rules), matcher, policy.vocabulary)

    def turns(
        self,
        case: Case,
        now: datetime,
        timed: Timed | None = None,
        *,
        all_findings: bool = False,
        explain: bool = True,
    ) -> Turns:
        """The verdicts on the actions of a case, each at its turn; without `explain` they have no words.

        `timed` are those actions with their times, where they are known already. Raises as `Judge.judge` does.
        """
        timed = in_order(case, now) if timed is None else timed
        return judge_turns(self.judge, case, timed, now, all_findings=all_findings, explain=explain)

    def owed(self, case: Case, turns: Turns, now: datetime) -> tuple[Obligation, ...]:
        """How the obligations stand by what is done, and by what of the plan counts.

        Raises as `Obligations.judge` does.
        """
        return self._obligations.judge(case, turns.history, now)

    def verdict(
        self, turns: Turns, owed: tuple[Obligation, ...], now: datetime, notices: tuple[Notice, ...] = ()
    ) -> PlanVerdict:
        """The verdict on a plan, from its parts; `notices` are those about the whole."""
        return PlanVerdict(
            policy=self.reference,
            now=now,
            outcome=outcome_with(tuple(turn.verdict.outcome for turn in turns.turns), owed),
            matcher=turns.turns[0].verdict.matcher if turns.turns else self._nothing_asked,
            engine=self.engine,
            actions=tuple(turn.verdict for turn in turns.turns),
            obligations=owed,
            notices=notices,
        )

    def check(self, case: Case, now: datetime) -> PlanVerdict:
        """The verdict on a case and its plan, obligations included. Raises as `turns` and `owed` do."""
        turns = self.turns(case, now)
        return self.verdict(turns, self.owed(case, turns, now), now)
