"""A plan for a case: what is owed first, as few acts as that takes, then what the policy offers beyond it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.errors import FaultError
from courtesy.explanation.notices import moved
from courtesy.instants import Instant, instant
from courtesy.judging.occasions import own_zone
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.plan import Plan, PlannedAction
from courtesy.model.policy import Level
from courtesy.planning.action_ids import named
from courtesy.planning.draft import Draft
from courtesy.planning.lanes import closed_channels, lanes
from courtesy.planning.next_steps import next_steps
from courtesy.planning.placements import PlacementFinder
from courtesy.planning.pruning import pruned
from courtesy.planning.reasons import left_out, no_plan, nothing_placed, refused_act, undecided, unmoved_act
from courtesy.planning.solver import solve
from courtesy.planning.tasks import MOVED, OWN, by_order, by_weight, optional_tasks, owed_tasks, own_tasks, worth

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from courtesy.judging.plans import PlanJudge
    from courtesy.judging.turns import Turn, Turns
    from courtesy.model.case import Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.plan import NextSteps, Omission
    from courtesy.model.verdict import Notice, PlanVerdict
    from courtesy.planning.draft import Placed
    from courtesy.planning.rulebook import Rulebook
    from courtesy.planning.tasks import Task

_MOST_OPTIONAL = 200
"""Optional acts of one plan: a policy that asks for more, however far ahead is looked, is mistaken."""


class PlanRefusedError(FaultError):
    """A plan that was made does not withstand the check of the plan as a whole."""

    code = "plan-refused"

    def __init__(self, actions: tuple[str, ...]) -> None:
        super().__init__()
        self.actions = actions

    def __str__(self) -> str:
        return f"the plan that was made is refused when it is checked: {', '.join(self.actions)}"


class Planner:
    """Makes plans by one policy. Safe to share between threads."""

    def __init__(self, plans: PlanJudge, rulebook: Rulebook) -> None:
        self._plans, self._rulebook = plans, rulebook
        self._rules: dict[tuple[str | None, str], CompiledRule] = {
            (version.policy.version, rule.rule.id): rule for version in plans.line.members for rule in version.owed
        }

    def begun_at(self, at: datetime) -> Planner:
        """The same for who plans from a time on."""
        rulebook = self._rulebook.begun_at(instant(at))
        return self if rulebook is self._rulebook else Planner(self._plans, rulebook)

    def steps(self, plan: Plan) -> NextSteps:
        """The acts of a plan as steps, each with the first time from which it is permitted."""
        return next_steps(self._rulebook, plan)

    def plan(self, case: Case, now: datetime, until: datetime, notices: tuple[Notice, ...]) -> Plan:
        """The plan for a case from `now` to `until`; what the case proposes is part of it, but for what is done.

        It is told on the candidate's clock.

        `notices` are those about the case as a whole. Raises FaultError where the finished plan does not withstand a
        check of the whole.
        """
        own = _zone_of(case, now)
        now, until = now.astimezone(own), until.astimezone(own)
        turns = self._plans.turns(case, now)
        told = {turn.action.id: turn for turn in turns.turns}
        omissions = [refused_act(turn.verdict, now) for turn in turns.turns if _refused(turn)]
        notices = (*notices, *(one for turn in turns.turns if turn.timing.touch for one in turn.verdict.notices))
        owed = self._plans.owed(case, turns, now)
        policy = self._plans.reference_at(now)
        bare = Plan(policy=policy, now=now, until=until, case=case, obligations=owed, notices=notices)
        draft = self._own(case, turns)
        finder = PlacementFinder(self._rulebook, self._rulebook.own_time(own), instant(now), instant(until))
        tasks = list(owed_tasks(owed, self._rules, case, self._rulebook))
        musts = [task for task in tasks if task.binding]
        open_musts = [one for one in owed if one.level is Level.MUST and one.standing is Standing.UNDETERMINED]
        bound = None if open_musts else solve(finder, musts, draft)
        if bound is None:
            return replace(bare, omissions=tuple(omissions), conflict=no_plan(finder, musts, open_musts, draft))
        omissions += [undecided(one) for one in owed if one.standing is Standing.UNDETERMINED]
        offered = (*own_tasks(turns.turns, tasks, case), *optional_tasks(case, self._rulebook))
        draft, failed = self._all_placed(finder, draft, bound, tasks, list(offered))
        draft = pruned(self._rulebook, draft, tasks)
        omissions += [
            unmoved_act(finder, task, draft, until, told[task.acts[0].id].verdict)
            if task.reason is MOVED
            else left_out(finder, task, draft, until)
            for task in failed
        ]
        if not draft.placed:
            conflict = nothing_placed(omissions, until) if omissions else None  # nothing to do is no failure
            return replace(bare, omissions=tuple(omissions), conflict=conflict)
        plan = self._finished(bare, draft, tuple(omissions))
        moved = (_moved(one, told[one.action.id], now) for one in plan.actions if one.reason is MOVED)
        return replace(plan, notices=(*notices, *moved))

    def _own(self, case: Case, turns: Turns) -> Draft:
        """The draft with what the case itself proposes, where it is permitted at its own time."""
        draft = Draft(case, case.history)
        for turn in turns.turns:
            if turn.counts:
                at = turn.timing.instant
                rank = self._rulebook.rank_at(case, turn.action, turn.history, at)
                draft = draft.with_act(turn.action, at, OWN, rank)
        return draft

    def _all_placed(
        self, finder: PlacementFinder, draft: Draft, bound: Draft, tasks: list[Task], optional: list[Task]
    ) -> tuple[Draft, list[Task]]:
        """The draft with all that finds a place, and what finds none. `bound` holds all that must be done."""
        best = self._filled(finder, draft, tasks, optional, [])
        if any(task.binding for task in best[1]):  # what is only advised took the place of what must be done
            return self._filled(finder, bound, [task for task in tasks if not task.binding], optional, [])
        urgent: list[Task] = []
        for task in sorted(tasks, key=by_weight):
            if not task.served_by(best[0]) and finder.in_time(task, draft):
                # What is preferred, optional, or weighs less took its place: with it first more may be met.
                again = self._filled(finder, draft, tasks, optional, [*urgent, task])
                if worth(again[0], tasks) > worth(best[0], tasks):
                    best, urgent = again, [*urgent, task]
        return best

    def _filled(
        self, finder: PlacementFinder, draft: Draft, tasks: list[Task], optional: list[Task], urgent: list[Task]
    ) -> tuple[Draft, list[Task]]:
        """The draft with all that finds a place, and the tasks that found none: what is urgent, then stage by stage."""
        failed, floor, latest, stage = [], finder.now, finder.now, -1
        waiting = [task for task in tasks if task.binding]
        for task in sorted((*tasks, *optional), key=lambda task: (task not in urgent, *by_order(task))):
            if task.stage != stage and task not in urgent:
                floor, stage = latest, task.stage
            if task.binding:
                waiting.remove(task)
            if task.served_by(draft):
                continue
            placed = self._placed(finder, draft, task, floor, waiting)
            if placed is None and task.binding:  # it has a place among the others all the same
                draft = solve(finder, [task, *waiting], draft) or draft
            if placed is None:
                if not task.served_by(draft):
                    failed.append(task)
            else:
                draft, at = placed
                latest = latest if task in urgent or task.reason is MOVED else max(latest, at)
        return self._repeated(
            finder, draft, [task for task in optional if task.optional and task not in failed]
        ), failed

    def _placed(
        self, finder: PlacementFinder, draft: Draft, task: Task, floor: Instant, waiting: list[Task]
    ) -> tuple[Draft, Instant] | None:
        """The draft with the task in its best place from which all that must still be done can be done."""
        for many in (False, True) if waiting else (False,):
            for placement in finder.placements(task, draft, floor, many=many):
                if not waiting or solve(finder, waiting, placement.draft) is not None:
                    return placement.draft, placement.at
        return None

    def _repeated(self, finder: PlacementFinder, draft: Draft, optional: list[Task]) -> Draft:
        """The draft with the optional acts again and again, as long as there is room for them."""
        going, count = optional, 0
        while going and count < _MOST_OPTIONAL:
            still = []
            for task in going:
                placed = self._placed(finder, draft, task, finder.now, [])
                if placed is not None:
                    draft, count = placed[0], count + 1
                    still.append(task)
            going = still
        return draft

    def _finished(self, bare: Plan, draft: Draft, omissions: tuple[Omission, ...]) -> Plan:
        """The plan with its acts named, judged as a whole, and what the page shows around it."""
        placed = named(draft)
        whole = bare.case.with_actions(tuple(one.action for one in placed))
        verdict = self._plans.check(whole, bare.now)
        if refused := tuple(one.id for one in verdict.actions if one.outcome.refused):
            raise PlanRefusedError(refused)
        return replace(
            bare,
            actions=_in_zones(placed, verdict),
            verdict=verdict,
            obligations=verdict.obligations,
            omissions=omissions,
            lanes=lanes(self._rulebook, draft, bare.now, bare.until),
            never=closed_channels(self._rulebook, draft, bare.now, bare.until),
        )


def _zone_of(case: Case, now: datetime) -> tzinfo:
    """The zone in which a plan is told and kept to: the candidate's; that of `now` where theirs is unknown."""
    return own_zone(case) or now.tzinfo or UTC


def _refused(turn: Turn) -> bool:
    """Whether an act that the case proposes must not be done at any time."""
    return turn.timing.touch is None and turn.verdict.outcome is Outcome.DENY


def _moved(one: PlannedAction, turn: Turn, now: datetime) -> Notice:
    verdict = turn.verdict
    passed = verdict.planned_at is not None
    stated = verdict.planned_at or verdict.at
    return moved(one.action.id, one.verdict.description, stated, one.verdict.at, now.tzinfo, passed=passed)


def _in_zones(placed: tuple[Placed, ...], verdict: PlanVerdict) -> tuple[PlannedAction, ...]:
    """The acts with their verdicts, their times on the recipients' clocks."""
    judged = {one.id: one for one in verdict.actions}
    return tuple(
        PlannedAction(
            action=replace(one.action, at=judged[one.action.id].at), verdict=judged[one.action.id], reason=one.reason
        )
        for one in placed
    )
