"""A plan without the acts that it turned out not to need: one that was placed later serves for them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.planning.draft import Draft, Placed
    from courtesy.planning.rulebook import Rulebook
    from courtesy.planning.tasks import Task


def pruned(rulebook: Rulebook, draft: Draft, tasks: Sequence[Task]) -> Draft:
    """The draft with as few acts as serve the same tasks; optional ones and the case's own stay."""
    for one in draft.placed[::-1]:
        if one.reason.rule_id is not None and _needless(rulebook, draft, tasks, one):
            draft = draft.without(one)
    return draft


def _needless(rulebook: Rulebook, draft: Draft, tasks: Sequence[Task], one: Placed) -> bool:
    """Whether all is served without an act, what it was placed for included, and none after it stands worse."""
    rest = draft.without(one)
    concerned = (task for task in tasks if task.reason.rule_id == one.reason.rule_id or task.served_by(draft))
    if not all(task.served_by(rest) for task in concerned):
        return False
    for other in rest.placed:
        rank = rulebook.rank_at(draft.case, other.action, rest.history, other.at) if other.at >= one.at else other.rank
        if rank != other.rank and (rank is None or other.rank is None or rank > other.rank):
            return False
    return True
