"""Why something is not in a plan, or why there is none, in words and with the rules or facts behind it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.bounds import MOST_DAYS
from courtesy.instants import Instant, moment
from courtesy.judging.occasions import clock_for, occasions_of
from courtesy.model.outcome import Outcome
from courtesy.model.plan import Conflict, Omission
from courtesy.planning.obstacles import first_place, obstacle, open_facts, smallest_conflict
from courtesy.planning.own_time import OF_PERSONS
from courtesy.planning.solver import solve
from courtesy.values import DAY
from courtesy.wording.people import called
from courtesy.wording.text import joined, quoted, undecided_until
from courtesy.wording.times import day_and_clock, on_own_clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courtesy.model.verdict import Obligation, Verdict
    from courtesy.planning.draft import Draft
    from courtesy.planning.obstacles import Clash, Obstacle
    from courtesy.planning.placements import PlacementFinder
    from courtesy.planning.tasks import Task

_FURTHER = MOST_DAYS * DAY


def refused_act(verdict: Verdict, now: datetime) -> Omission:
    """An act that the case proposes and the policy refuses."""
    broken = [one for one in verdict.findings if one.outcome is Outcome.DENY]
    return Omission(
        title=verdict.description or verdict.id,
        message=f"{_proposed_for(verdict, now)}, but the policy does not permit it",
        rules=tuple(dict.fromkeys(one.rule_id for one in broken)),
    )


def unmoved_act(finder: PlacementFinder, task: Task, draft: Draft, until: datetime, verdict: Verdict) -> Omission:
    """An act that the case proposes, which finds no place at another time."""
    found = left_out(finder, task, draft, until)
    why = "but that time has passed" if verdict.planned_at is not None else "but the policy does not permit it then"
    return replace(
        found,
        title=verdict.description or verdict.id,
        message=f"{_proposed_for(verdict, until)}, {why}; {found.message}",
    )


def _proposed_for(verdict: Verdict, own: datetime) -> str:
    return f"the case proposes it for {on_own_clock(verdict.planned_at or verdict.at, own.tzinfo)}"


def undecided(owed: Obligation) -> Omission:
    """An obligation of which nobody can tell whether it is owed, or met."""
    return Omission(
        title=owed.title or owed.rule_id,
        message=owed.message,
        rule_id=owed.rule_id,
        level=owed.level,
        contact=owed.contact,
        contact_name=owed.contact_name,
        missing=owed.missing,
    )


def left_out(finder: PlacementFinder, task: Task, draft: Draft, until: datetime) -> Omission:
    """A task that found no place."""
    in_the_way = obstacle(finder, task, draft)
    later = _later_place(finder, task, draft, until) if not in_the_way.missing else None
    return Omission(
        title=task.reason.title,
        message=_why(finder, task, in_the_way, later, until),
        rule_id=task.reason.rule_id,
        level=task.reason.level,
        contact=task.contact,
        contact_name=None if task.contact is None else called(task.contact, draft.case),
        rules=in_the_way.rules if later is None else tuple(rule for rule in in_the_way.rules if rule not in OF_PERSONS),
        missing=in_the_way.missing,
        earliest=later,
    )


def _later_place(finder: PlacementFinder, task: Task, draft: Draft, until: datetime) -> datetime | None:
    """When a task that found no place can be done; well, where that is soon and it can wait."""
    good = finder.next_good(task, draft) if task.can_wait else None
    if good is None:
        return first_place(finder, task, draft, until)
    action, opening = good
    occasions = occasions_of(draft.case, action, draft.history, opening.at)
    return moment(opening.at, clock_for(occasions, until))


def nothing_placed(omissions: Sequence[Omission], until: datetime) -> Conflict:
    """Why a plan would hold no act at all although there is something to do."""
    missing = tuple(dict.fromkeys(name for one in omissions for name in one.missing))
    rules = tuple(dict.fromkeys(name for one in omissions for name in one.rules))
    what = "can be decided" if missing else "fits"
    return Conflict(
        message=f"nothing can be planned up to {day_and_clock(until)}: nothing that is left to do {what}",
        rules=rules,
        missing=missing,
        earliest=min((one.earliest for one in omissions if one.earliest is not None), default=None),
    )


def no_plan(finder: PlacementFinder, tasks: Sequence[Task], open_musts: Sequence[Obligation], draft: Draft) -> Conflict:
    """Why what must be done cannot all be done up to the end of the plan."""
    missing = tuple(dict.fromkeys(name for one in open_musts for name in one.missing))
    if missing or (missing := open_facts(finder, tasks, draft) or ()):
        return Conflict(message="what must be done depends on facts that are not known", missing=missing)
    clash = smallest_conflict(finder, tasks, draft)
    solved = _later(finder, [task for task in tasks if task.reason.rule_id in clash.rules], tasks, draft)
    if solved is None:
        return Conflict(message=_cannot(finder, clash, tasks), rules=clash.rules)
    last = solved.placed[-1]
    return Conflict(
        message=f"there is not enough time to keep {_these(finder, clash.rules)}",
        rules=clash.rules,
        earliest=moment(last.at, clock_for(occasions_of(draft.case, last.action, None, last.at), moment(last.at, UTC))),
    )


def _later(finder: PlacementFinder, clashing: Sequence[Task], tasks: Sequence[Task], draft: Draft) -> Draft | None:
    """What a plan with much more time would be; None where there is none, or where it is due times that clash."""
    if all(task.due is not None and not task.late and task.due < finder.until for task in clashing):
        return None
    until = finder.rulebook.line.cut(Instant(finder.until + _FURTHER))
    return None if until <= finder.until else solve(finder.reaching(until), tasks, draft)


def _cannot(finder: PlacementFinder, clash: Clash, tasks: Sequence[Task]) -> str:
    rules = clash.rules
    if not clash.proven:
        return f"no plan was found that keeps {_these(finder, rules)}"
    if len(rules) > 1:
        return f"{_these(finder, rules)} cannot {'both' if len(rules) == 2 else 'all'} be kept"  # noqa: PLR2004  two are both
    if any(task.acts for task in tasks if task.reason.rule_id in rules):
        return f"{_these(finder, rules)} cannot be kept: no action that can still be planned would do"
    return f"{_these(finder, rules)} cannot be kept: no contact in the case has a role that it names"


def _these(finder: PlacementFinder, rules: Sequence[str]) -> str:
    return joined(quoted(finder.rulebook.called(rule)) for rule in rules)


def _why(finder: PlacementFinder, task: Task, found: Obstacle, later: datetime | None, until: datetime) -> str:
    if not task.acts:
        return "no contact in the case fits"
    if found.missing:
        return f"it {undecided_until(found.missing)}"
    if later is not None and task.can_wait and OF_PERSONS.issuperset(found.rules):
        return f"it has no deadline and can wait; the next good time is {on_own_clock(later, until.tzinfo)}"
    if later is not None:
        return (
            f"it does not fit before {day_and_clock(until)}; it becomes possible on {on_own_clock(later, until.tzinfo)}"
        )
    if found.rules:
        leave = "leaves" if len(found.rules) == 1 else "leave"
        return f"{_these(finder, found.rules)} {leave} no time for it in this period"
    return "no remaining time fits both the policy's preferences and the rest of the plan"
