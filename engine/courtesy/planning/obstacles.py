"""What stands in the way of an act, or of a plan: the smallest set of rules, or the facts that are missing."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bounds import MOST_DAYS
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, occasions_of
from courtesy.model.policy import Level
from courtesy.planning.candidates import with_copies
from courtesy.planning.solver import Budget, solve
from courtesy.values import DAY
from courtesy.wording.rule_titles import OWN_HOURS, WAKING_HOURS, WORKING_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from courtesy.model.case import Action
    from courtesy.planning.draft import Draft
    from courtesy.planning.placements import PlacementFinder
    from courtesy.planning.rulebook import Rulebook
    from courtesy.planning.tasks import Task

_FURTHER = MOST_DAYS * DAY
_MOST_STEPS, _FEW_STEPS = 100, 30
"""Places tried in all for finding the smallest set; and for each rule that may be left out, where that was too few."""


class Obstacle(NamedTuple):
    """Why an act has no place: the rules that between them close every stretch of time, or the missing facts."""

    rules: tuple[str, ...]
    missing: tuple[str, ...]


def obstacle(finder: PlacementFinder, task: Task, draft: Draft) -> Obstacle:
    """What stands in the way of a task up to its due time, or the end of the plan."""
    families, missing = _closings(finder, task, draft)
    if missing:
        return Obstacle((), missing)
    return Obstacle(smallest_cover(families, _order(finder)), ())


def smallest_cover(families: Collection[frozenset[str]], order: Sequence[str]) -> tuple[str, ...]:
    """The smallest set with a member in each of the families; of several the first by `order`."""
    places = {name: place for place, name in enumerate(order)}
    names = sorted({name for family in families for name in family}, key=lambda name: (places.get(name, -1), name))
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            if all(not family.isdisjoint(chosen) for family in families):
                return chosen
    return ()


def first_place(finder: PlacementFinder, task: Task, draft: Draft, start: datetime) -> datetime | None:
    """When the first of a task's acts may be done, as far ahead of `start` as can be asked, while the version holds."""
    found: list[datetime] = []
    for act in _acts(finder.rulebook, task, draft, instant(start)):
        occasions = occasions_of(draft.case, act, draft.history, instant(start))
        begin = occasions[0].at if task.since is None else max(occasions[0].at, task.since)
        end = finder.rulebook.line.cut(Instant(begin + _FURTHER))
        opening = next(finder.openings(task, act, draft, begin, end), None)
        if opening is not None:
            found.append(moment(opening.at, clock_for(occasions, start)))
    return min(found, default=None)


class Clash(NamedTuple):
    """Rules that cannot all be kept. Where that is not `proven`, a search that could have missed a plan found none."""

    rules: tuple[str, ...]
    proven: bool


def open_facts(finder: PlacementFinder, tasks: Sequence[Task], draft: Draft) -> tuple[str, ...] | None:
    """The facts on which a plan depends; None where there is none even if all that is undetermined is permitted."""
    hoped = solve(finder.assuming_unknowns_hold(), tasks, draft)
    if hoped is None:
        return None
    rulebook = finder.rulebook
    acts = (one for one in hoped.placed if one not in draft.placed)
    missing = (rulebook.unknowns_at(draft.case, one.action, hoped.history, one.at) for one in acts)
    return tuple(dict.fromkeys(name for names in missing for name in names))


def smallest_conflict(finder: PlacementFinder, tasks: Sequence[Task], draft: Draft) -> Clash:
    """The smallest set of rules, obligations among them, that cannot all be kept, whatever the unknown facts are.

    Where one obligation has no place by itself, the rules that close all its time are the set. Else sets are tried by
    size, each by looking for a plan that keeps only its rules; where that takes too long, rules are left out one by
    one as long as no plan is found without them.
    """

    def impossible(kept: Collection[str], budget: Budget) -> bool:
        narrow = finder.assuming_unknowns_hold(kept)
        return solve(narrow, [task for task in tasks if task.reason.rule_id in kept], draft, budget) is None

    alone = [found for task in tasks if (found := _closed_alone(finder, task, draft))]
    for found in sorted(alone, key=len):
        if impossible(found, Budget()):
            return Clash(found, proven=True)
    names, budget = _involved(finder, tasks, draft), Budget(_MOST_STEPS)
    if not impossible(names, Budget()):  # what stands in the way of an act that prepares another is not among them
        names = _all(finder, tasks)
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            if impossible(chosen, budget) and not budget.spent:
                return Clash(chosen, proven=False)
            if budget.spent:
                return Clash(_irreducible(names, impossible), proven=False)
    return Clash(names, proven=False)


def _closed_alone(finder: PlacementFinder, task: Task, draft: Draft) -> tuple[str, ...]:
    """An obligation that has no place by itself, with the rules that close all its time; empty where it has one."""
    if next(iter(finder.placements(task, draft, finder.now)), None) is not None:
        return ()
    families, _ = _closings(finder, task, draft)
    return (task.reason.rule_id or "", *smallest_cover(families, _order(finder)))


def _irreducible(names: tuple[str, ...], impossible: Callable[[Collection[str], Budget], bool]) -> tuple[str, ...]:
    """A set from which no rule can be left out, as far as a short search can tell; another one may be smaller."""
    kept = list(names)
    for name in reversed(names):
        without = [other for other in kept if other != name]
        if impossible(without, Budget(_FEW_STEPS)):
            kept = without
    return tuple(kept)


def _involved(finder: PlacementFinder, tasks: Sequence[Task], draft: Draft) -> tuple[str, ...]:
    """The obligations, and every rule that refuses one of their acts, alone or after the others."""
    families: set[frozenset[str]] = set()
    so_far = draft
    for task in tasks:
        families |= _closings(finder, task, draft)[0] | _closings(finder, task, so_far)[0]
        so_far = solve(finder, [task], so_far) or so_far
    closing = {name for family in families for name in family}
    owed = {task.reason.rule_id for task in tasks}
    return tuple(name for name in _all(finder, tasks) if name in closing or name in owed)


def _order(finder: PlacementFinder) -> list[str]:
    """Which of several reasons is told: a rule of the policy before what suits persons."""
    return [*(rule.rule.id for rule in finder.rulebook.rules), OWN_HOURS, WAKING_HOURS, WORKING_DAYS]


def _all(finder: PlacementFinder, tasks: Sequence[Task]) -> tuple[str, ...]:
    """The obligations, every `must` about acts, and what suits persons."""
    owed = dict.fromkeys(task.reason.rule_id for task in tasks if task.reason.rule_id is not None)
    musts = (rule.rule.id for rule in finder.rulebook.rules if rule.rule.level is Level.MUST)
    return (*owed, *musts, OWN_HOURS, WAKING_HOURS, WORKING_DAYS)


def _closings(finder: PlacementFinder, task: Task, draft: Draft) -> tuple[set[frozenset[str]], tuple[str, ...]]:
    """For each stretch of each act the rules that close it, and the facts that leave others open."""
    rulebook, families = finder.rulebook, set()
    missing: dict[str, None] = {}
    end = finder.until if task.due is None or task.late else min(Instant(task.due + 1), finder.until)
    begin = finder.now if task.since is None else max(finder.now, task.since)
    for act in _acts(rulebook, task, draft, finder.now):
        if end <= begin:
            break
        for segment in rulebook.stretches(draft.case, act, draft.history, begin, end):
            rules, unknown = rulebook.blocks(draft.case, act, draft.history, segment)
            closed = finder.own.closed_by(draft.case, act, segment.start, segment.end, can_wait=task.can_wait)
            if closed:
                families |= {frozenset((*rules, one)) for one in closed}
                continue
            if not rules:
                missing |= dict.fromkeys(unknown)
                rules = draft.harms_of(rulebook, act, segment.start)
            if rules:
                families.add(frozenset(rules))
    return families, tuple(missing)


def _acts(rulebook: Rulebook, task: Task, draft: Draft, at: Instant) -> Iterator[Action]:
    for act in task.acts:
        if task.means(act, draft.case, at):
            yield act
            if rulebook.asks_for_copies(act):
                yield from with_copies(act, draft.case)
