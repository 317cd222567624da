"""What may or should be done now, and what comes next."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.instants import instant, moment
from courtesy.judging.occasions import clock_for, occasions_of
from courtesy.judging.turns import with_done
from courtesy.model.plan import NextSteps, Step

if TYPE_CHECKING:
    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.planning.own_time import OwnTime
    from courtesy.planning.rulebook import Rulebook


def next_steps(rulebook: Rulebook, plan: Plan) -> NextSteps:
    """The acts of a plan as steps, each with the first time that permits it, in own hours and nobody's night."""
    own = rulebook.own_time(plan.now.tzinfo or UTC)
    return NextSteps(
        policy=plan.policy,
        now=plan.now,
        steps=tuple(_step(rulebook, own, plan, one) for one in plan.actions),
        outcome=plan.outcome,
        obligations=plan.obligations,
        omissions=plan.omissions,
        conflict=plan.conflict,
        notices=plan.notices,
        engine=None if plan.verdict is None else plan.verdict.engine,
    )


def _step(rulebook: Rulebook, own: OwnTime, plan: Plan, one: PlannedAction) -> Step:
    case, action, best = plan.case, one.action, instant(one.verdict.at)
    now = instant(plan.now)
    earlier = [other for other in plan.actions if instant(other.verdict.at) < best]
    history = case.history
    for other in earlier:
        history = with_done(history, other.action, other.verdict.at)
    # Before an earlier act of its kind the time is that one's.
    same = [
        instant(other.verdict.at)
        for other in earlier
        if (other.action.channel, other.action.to) == (action.channel, action.to)
    ]
    start = max([now, *same])
    permitted = rulebook.openings(case, action, history, start, best)
    rooms = (room for one in permitted for room in own.rooms(case, action, one.start, one.end))
    first = next((room.start for room in rooms if not room.at_night), best)
    zone = clock_for(occasions_of(case, action, history, now), plan.now)
    return Step(
        action=replace(action, at=one.verdict.at),
        description=one.verdict.description,
        since=moment(first, zone),
        ready=first == now,
        outcome=one.verdict.outcome,
        findings=one.verdict.findings,
        reason=one.reason,
        policy=one.verdict.policy,
    )
