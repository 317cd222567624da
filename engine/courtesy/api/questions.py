"""What can be asked of a policy, of one version or of all by their dates: checks of actions and plans, and plans."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api.arguments import chosen_of, usable_time
from courtesy.api.audits import Audits
from courtesy.api.book import book_of
from courtesy.api.errors import OutsideValidityError, UnusableArgumentError
from courtesy.api.in_time import in_time
from courtesy.api.knowledge import as_known
from courtesy.bounds import LOOK_AHEAD_WEEKS, MOST_DAYS
from courtesy.explanation.description import describe
from courtesy.instants import instant, moment
from courtesy.judging.changes import changes
from courtesy.judging.turns import in_order
from courtesy.model.outcome import Outcome
from courtesy.model.timetable import Timetable
from courtesy.sharing import lazily

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.api.knowledge import Known
    from courtesy.judging.turns import Timed, Turns
    from courtesy.judging.version import Version
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Action, Case
    from courtesy.model.plan import NextSteps, Plan
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Notice, Obligation, PlanVerdict, Verdict
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.planning.advisor import Advisor
    from courtesy.planning.planner import Planner
    from courtesy.planning.rulebook import Rulebook

_NEEDS_NO_ADVICE = frozenset({Outcome.ALLOW, Outcome.UNDETERMINED})
_LOOK_AHEAD = timedelta(weeks=LOOK_AHEAD_WEEKS)


class Questions(Audits):
    """Answers by the versions of a policy, each for the time in which it holds.

    Every question takes `deadline`, the seconds that its answer may take, and raises DeadlineExceededError when they
    are over.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        versions: Sequence[Version],
        matcher: MatcherName,
        always: tuple[Notice, ...] = (),
    ) -> None:
        """`versions` are listed in time order, and cases are read in the words of `vocabulary`.

        `always` is to be noted with every answer.
        """
        super().__init__(vocabulary, versions, matcher)
        self.matcher, self._always = matcher, always

    @in_time
    def check(
        self,
        case: Case,
        action: Action | str | None = None,
        *,
        now: datetime,
        as_of: bool = False,
        all_findings: bool = False,
        alternatives: bool = False,
        explain: bool = True,
        deadline: float | None = None,
    ) -> Verdict:
        """The verdict on one action: the given one, the case's action of that id, or the case's only action.

        `now` (with a time zone) is the act's time where the action states none, or one that has passed. An action
        whose id a touch of the history bears is done, and is judged as of that touch. With `as_of` the case is taken
        as it was known at `now`, without later touches. With `all_findings` satisfied and not applicable rules are
        listed too, with `alternatives` the nearest permitted changes of what is refused or warned about. Obligations
        are judged for plans, not here. Without `explain` a finding is its rule, status, recipient and earliest time,
        and nothing is put into words. Raises UnusableArgumentError, OutsideValidityError, InvalidInputError where the
        history has a touch later than `now`, and FaultError where the matchers disagree.
        """
        case, asked = self._given(case, action)
        alone = case if case.actions == (asked,) else case.with_actions((asked,))
        alone, notices = self._known(alone, now, as_of=as_of)
        turns = self._turns(alone, now, all_findings=all_findings, explain=_explained(explain, alternatives))
        verdict = turns.turns[0].verdict
        if alternatives:
            verdict = self._advised(self._plans.verdict(turns, (), now), alone, turns, now).actions[0]
        return replace(verdict, notices=(*verdict.notices, *notices)) if notices else verdict

    @in_time
    def check_plan(
        self,
        case: Case,
        *,
        now: datetime,
        as_of: bool = False,
        all_findings: bool = False,
        alternatives: bool = False,
        explain: bool = True,
        deadline: float | None = None,
    ) -> PlanVerdict:
        """The verdict on all actions of the case, judged in time order, and on what is owed.

        Permitted actions that are to come count for the later ones, and as planned for obligations. Raises as `check`
        does.
        """
        case = self._intake.case(case)
        if not case.actions:
            raise UnusableArgumentError("the case proposes no action", "add `actions:` to it, or give an action")
        case, notices = self._known(case, now, as_of=as_of)
        turns = self._turns(case, now, all_findings=all_findings, explain=_explained(explain, alternatives))
        verdict = self._plans.verdict(turns, self._plans.owed(case, turns, now), now, notices)
        return self._advised(verdict, case, turns, now) if alternatives else verdict

    @in_time
    def obligations(
        self, case: Case, *, now: datetime, as_of: bool = False, deadline: float | None = None
    ) -> tuple[Obligation, ...]:
        """How the obligations stand as of `now`, in the policy's order; what is not owed is left out.

        The case's own permitted actions count as its plan. Raises as `check` does.
        """
        case, _ = self._known(self._intake.case(case), now, as_of=as_of)
        return self._plans.owed(case, self._turns(case, now), now)

    @in_time
    def windows(
        self,
        case: Case,
        action: Action | str | None = None,
        *,
        now: datetime,
        until: datetime | None = None,
        as_of: bool = False,
        deadline: float | None = None,
    ) -> Timetable:
        """When the action is permitted from `now` to `until` (four weeks from now), and which rules close the rest.

        The action's own time does not matter, and the case's other actions are not counted: what is only planned may
        not come to pass. For one that is done these are the times for doing it again. Raises as `check` does.
        """
        from courtesy.judging.windows import survey  # noqa: PLC0415  cold start: a check looks at one time

        case, asked = self._given(case, action)
        end = self._end(now, until)
        case, notices = self._known(case, now, as_of=as_of)
        again = asked if case.done(asked) is None else replace(asked, id="")  # where it is done its touch counts
        found = survey(self._plans.parts(asked), case, again, case.history, start=now, until=end)
        return Timetable(
            policy=self._plans.reference_at(now),
            action=asked,
            description=describe(asked, case, self.vocabulary),
            start=found.windows[0].start,
            until=found.windows[-1].end,
            windows=found.windows,
            then=found.then,
            missing=found.missing,
            notices=tuple(dict.fromkeys((*self._on_the_way(now, end), *found.notices, *notices))),
            engine=self._plans.engine,
        )

    @in_time
    def plan(
        self,
        case: Case,
        *,
        now: datetime,
        until: datetime | None = None,
        as_of: bool = False,
        deadline: float | None = None,
    ) -> Plan:
        """What to do from `now` to `until` (four weeks from now) by this policy, as a plan that keeps it.

        The case's own actions stay in it where they are permitted, at another time where theirs has passed or does not
        permit them; what is done is left out. Where no plan exists, its `conflict` says why. Raises as `check` does.
        """
        case, notices = self._known(self._intake.case(case), now, as_of=as_of)
        self._check_usable(in_order(case, now))
        end = self._end(now, until)
        return self._planner.begun_at(now).plan(case, now, end, (*self._on_the_way(now, end), *notices))

    @in_time
    def next_steps(
        self,
        case: Case,
        *,
        now: datetime,
        until: datetime | None = None,
        as_of: bool = False,
        deadline: float | None = None,
    ) -> NextSteps:
        """What may or should be done now and next, looking ahead until `until` (four weeks from now).

        Raises as `check` does.
        """
        return self._planner.begun_at(now).steps(self.plan(case, now=now, until=until, as_of=as_of))

    def _advised(self, verdict: PlanVerdict, case: Case, turns: Turns, now: datetime) -> PlanVerdict:
        """The verdict with alternatives of what is refused or warned about."""
        if all(action.outcome in _NEEDS_NO_ADVICE for action in verdict.actions):
            return replace(verdict, actions=tuple(replace(action, alternatives=()) for action in verdict.actions))
        return self._advisor.with_alternatives(verdict, case, turns, now)

    @lazily
    def _planner(self) -> Planner:
        from courtesy.planning.planner import Planner  # noqa: PLC0415  cold start: a check makes no plan

        return Planner(self._plans, self._rulebook)

    @lazily
    def _rulebook(self) -> Rulebook:
        from courtesy.planning.rulebook import rulebook_of  # noqa: PLC0415  cold start: a check makes no plan

        return rulebook_of(self._plans.line)

    @lazily
    def _advisor(self) -> Advisor:
        from courtesy.planning.advisor import Advisor  # noqa: PLC0415  cold start: only what is refused needs advice

        return Advisor(self._plans, self._rulebook)

    @property
    def sources(self) -> tuple[PolicySource, ...]:
        """The versions as loaded, each once, in the order of their dates."""
        return tuple({version.policy.version: version.policy for version in self._plans.line.members}.values())

    def to_read(self, now: datetime) -> PolicySource:
        """What renderers take: the version that holds at `now`, with what only other versions have beside it."""
        usable_time("now", now)
        return book_of(self._plans.line, instant(now))

    def _given(self, case: Case, action: Action | str | None) -> tuple[Case, Action]:
        """The case and one action toward it, once both are known to be usable."""
        case = self._intake.case(case)
        if action is not None and not isinstance(action, str):
            return case, self._intake.action(case, action)
        return case, chosen_of(case, action)

    def _turns(self, case: Case, now: datetime, *, all_findings: bool = False, explain: bool = True) -> Turns:
        """The actions of a case at their turns, once they are known to be usable."""
        timed = in_order(case, now)
        self._check_usable(timed)
        return self._plans.turns(case, now, timed, all_findings=all_findings, explain=explain)

    def _known(self, case: Case, now: datetime, *, as_of: bool) -> Known:
        """The case as it is known at `now`, once that is known to be a time, with what is noted of every answer."""
        usable_time("now", now)
        known = as_known(case, now, self.vocabulary, as_of=as_of)
        return known._replace(notices=(*self._always, *known.notices)) if self._always else known

    def _check_usable(self, timed: Timed) -> None:
        if len({action.id for action, _ in timed}) < len(timed):
            raise UnusableArgumentError("two actions of the case have the same id", "give every action its own id")
        for _, timing in timed:
            if timing.touch is None and not self._plans.line.holds(timing.instant):
                raise self._outside(timing.at)  # what is done is judged by the policy that is asked

    def _end(self, now: datetime, until: datetime | None) -> datetime:
        """The end of what is looked at."""
        usable_time("now", now)
        if until is not None:
            usable_time("until", until)
        end = now + _LOOK_AHEAD if until is None else until
        # Two datetimes of one zone would be subtracted on its wall clock.
        if not timedelta(0) < end.astimezone(UTC) - now.astimezone(UTC) <= timedelta(days=MOST_DAYS):
            raise UnusableArgumentError(
                f"`until` is not after `now`, or is more than {MOST_DAYS} days after it",
                f"give a time within {MOST_DAYS} days",
            )
        if not self._plans.line.holds(instant(now)):
            raise self._outside(now)
        last = self._plans.line.cut(instant(end))
        return end if last == instant(end) else moment(last, end.tzinfo or UTC)

    def _on_the_way(self, now: datetime, end: datetime) -> tuple[Notice, ...]:
        """Where one version gives way to another in what is looked at, and that the last one ends with it."""
        return tuple(changes(self._plans.line, instant(now), instant(end)))

    def _outside(self, at: datetime) -> OutsideValidityError:
        near = self._plans.line.nearest(instant(at))
        return OutsideValidityError(self.sources, at.astimezone(near.reach.zone).date())


def _explained(explain: bool, alternatives: bool) -> bool:  # noqa: FBT001  two flags of one question
    """Whether to explain. Raises UnusableArgumentError where alternatives are wanted without it."""
    if alternatives and not explain:
        raise UnusableArgumentError("alternatives need an explained verdict", "set `explain` too")
    return explain
