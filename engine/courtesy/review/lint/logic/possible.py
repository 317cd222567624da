"""Whether conditions can be true together: `False` is certain, `True` says only that nothing was found against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.predicate import All, Any, Not
from courtesy.review.lint.logic.consistency import NOTHING_ASSUMED, Assumed, consistent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.predicate import Predicate
    from courtesy.review.lint.logic.literals import Literal

_MOST_STEPS = 3_000
"""How many combinations are tried; where there are more, nothing is certain."""


class Demand(NamedTuple):
    """A predicate that is to be true, or (`wanted` false) false."""

    predicate: Predicate
    wanted: bool = True


class _TooManyError(Exception):
    """There are too many combinations to try."""


def possible(demands: Iterable[Demand], assumed: Assumed = NOTHING_ASSUMED) -> bool:
    """Whether some situation can meet all demands for certain, whatever else is unknown.

    Sound for Kleene's logic: a combination is true only if every comparison of one of its branches is, and each of
    these asks its term for a value.
    """
    try:
        return _Search(assumed).open(tuple(demands), (), ())
    except _TooManyError:
        return True


class _Search:
    def __init__(self, assumed: Assumed) -> None:
        self.steps, self.assumed = 0, assumed

    def open(
        self, todo: tuple[Demand, ...], choices: tuple[tuple[Demand, ...], ...], found: tuple[Literal, ...]
    ) -> bool:
        """Whether the demands that are left can be met beside the comparisons that are settled."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _TooManyError
        known = len(found)
        stack = list(todo)
        while stack:
            predicate, wanted = stack.pop()
            match predicate:
                case Not(part):
                    stack.append(Demand(part, not wanted))
                case All(parts) | Any(parts):
                    demands = tuple(Demand(part, wanted) for part in parts)
                    if isinstance(predicate, All) is wanted:
                        stack.extend(demands)
                    else:
                        choices = (*choices, demands)
                case leaf:
                    if (leaf, wanted) not in found:
                        found = (*found, (leaf, wanted))
        if len(found) != known and not consistent(found, self.assumed):
            return False
        if not choices:
            return True
        first, *rest = sorted(choices, key=len)
        return any(self.open((choice,), tuple(rest), found) for choice in first)
