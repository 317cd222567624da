"""A case and its plan judged as a whole: every action at its turn, and what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.explanation.outcome import outcome_with
from courtesy.instants import instant
from courtesy.judging.judge import Judge
from courtesy.judging.line import Line
from courtesy.judging.turns import in_order, judge_turns
from courtesy.matching.crosscheck import available_matchers
from courtesy.model.origin import MatcherReport
from courtesy.model.verdict import PlanVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courtesy.judging.part import Part
    from courtesy.judging.turns import Timed, Turns
    from courtesy.judging.version import Version
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Action, Case, History
    from courtesy.model.origin import EngineReport, PolicyReference
    from courtesy.model.verdict import Notice, Obligation


class PlanJudge:
    """Judges cases with their plans, by one version of a policy or by several by their dates. Threads may share it."""

    def __init__(self, versions: Sequence[Version], matcher: MatcherName, engine: EngineReport | None = None) -> None:
        """`versions` are listed in time order; `engine` is what verdicts tell of what judged."""
        self.line, self.engine = Line(versions), engine
        self._nothing_asked = MatcherReport.of(available_matchers(matcher))
        self.judge = Judge(self.line, engine)

    def reference_at(self, at: datetime) -> PolicyReference:
        """The version that holds at a time."""
        return self.line.nearest(instant(at)).reference

    def parts(self, action: Action) -> Line[Part]:
        """What each version says of an act."""
        return Line([version.part(action) for version in self.line.members])

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
        """How the obligations stand by what is done, and by what of the plan counts. Raises as `owed` does."""
        return owed(self.line, case, turns.history, now)

    def verdict(
        self, turns: Turns, owed: tuple[Obligation, ...], now: datetime, notices: tuple[Notice, ...] = ()
    ) -> PlanVerdict:
        """The verdict on a plan, from its parts; `notices` are those about the whole.

        Its policy is the version that judged the first action, or that holds now where there is none.
        """
        return PlanVerdict(
            policy=turns.turns[0].verdict.policy if turns.turns else self.reference_at(now),
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


def owed(line: Line[Version], case: Case, planned: History | None, now: datetime) -> tuple[Obligation, ...]:
    """How the obligations of a case stand; `planned` are the touches so far and those that are planned.

    Each is judged by the version that holds when it arises, which is the time from which acts count for it; by the
    one that holds now where that time is unknown. Raises as `Obligations.judge` does.
    """
    return tuple(
        replace(one, version=version.policy.version)
        for version in line.members
        for one in version.obligations.judge(case, planned, now)
        if line.nearest(instant(one.since or now)) is version
    )
