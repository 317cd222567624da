"""Whether all that must be done can be done: a search that goes back where an earlier choice was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.planning.draft import Draft
    from courtesy.planning.options import Chooser
    from courtesy.planning.tasks import Task

MOST_STEPS = 150
"""Places tried before a search gives up; a policy with a handful of obligations needs a handful."""


class Budget:
    """How many more places may be tried, by one search or by several together."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.steps = steps

    @property
    def spent(self) -> bool:
        """Whether there is nothing left."""
        return self.steps <= 0


def solve(chooser: Chooser, tasks: Sequence[Task], draft: Draft, budget: Budget | None = None) -> Draft | None:
    """The draft with a place for each task, or None where none was found within the budget."""
    ordered = sorted(tasks, key=lambda task: float("inf") if task.due is None else task.due)
    return _solve(chooser, ordered, draft, Budget() if budget is None else budget)


def _solve(chooser: Chooser, tasks: Sequence[Task], draft: Draft, budget: Budget) -> Draft | None:
    if not tasks:
        return draft
    for option in chooser.options(tasks[0], draft, chooser.now, many=len(tasks) > 1):
        if budget.spent:
            return None
        budget.steps -= 1
        whole = _solve(chooser, tasks[1:], option.draft, budget)
        if whole is not None:
            return whole
    return None
