"""Whether all that must be done can be done: a search that goes back where an earlier choice was wrong."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.planning.draft import Draft
    from courtesy.planning.placements import PlacementFinder
    from courtesy.planning.tasks import Task

MOST_STEPS = 150
"""Places tried before a search gives up; a policy with a handful of obligations needs a handful."""

_FEW = 3
"""So many tasks are tried in every order."""


class Budget:
    """How many more places may be tried, by one search or by several together."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.steps = steps

    @property
    def spent(self) -> bool:
        """Whether there is nothing left."""
        return self.steps <= 0


def solve(finder: PlacementFinder, tasks: Sequence[Task], draft: Draft, budget: Budget | None = None) -> Draft | None:
    """The draft with a place for each task, or None where none was found within the budget."""
    budget = Budget() if budget is None else budget
    orders = _orders(tasks)
    first = next(orders)
    whole, stuck = _straight(finder, first, draft)
    if stuck is None or _place(finder, stuck, draft) is None:
        return whole  # what has no place in an empty plan has none in a full one
    found = (_solve(finder, ordered, draft, budget) for ordered in (first, *orders))
    return next((one for one in found if one is not None or budget.spent), None)


def _straight(finder: PlacementFinder, tasks: Sequence[Task], draft: Draft) -> tuple[Draft | None, Task | None]:
    """The draft with each task in its best place, one after another; or the first task that has none."""
    for task in tasks:
        if not task.served_by(draft):
            placed = _place(finder, task, draft)
            if placed is None:
                return None, task
            draft = placed
    return draft, None


def _place(finder: PlacementFinder, task: Task, draft: Draft) -> Draft | None:
    return next((placement.draft for placement in finder.placements(task, draft, finder.now)), None)


def _orders(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """The tasks by their due times; then in other orders, as one may have to make room for, or may serve, another."""
    ordered = sorted(tasks, key=lambda task: float("inf") if task.due is None else task.due)
    yield ordered
    others = permutations(ordered) if len(ordered) <= _FEW else [ordered[::-1]]
    seen = [ordered]
    for other in others:
        # Of several acts that one obligation lacks, the first comes first: with the second there it would seem served.
        rearranged = sorted(other, key=lambda task: task.number)
        if rearranged not in seen:
            seen.append(rearranged)
            yield rearranged


def _solve(finder: PlacementFinder, tasks: Sequence[Task], draft: Draft, budget: Budget) -> Draft | None:
    if not tasks:
        return draft
    if tasks[0].served_by(draft):
        return _solve(finder, tasks[1:], draft, budget)
    budget.steps -= 1  # looking for places costs as much where there is none
    for placement in finder.placements(tasks[0], draft, finder.now, many=len(tasks) > 1):
        if budget.spent:
            return None
        budget.steps -= 1
        whole = _solve(finder, tasks[1:], placement.draft, budget)
        if whole is not None:
            return whole
    return None
