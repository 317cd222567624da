"""The earliest permitted time: a search over the instants at which rules can change, never a guess between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from courtesy.instants import Instant

Key = TypeVar("Key")

HORIZON = 400 * DAY
"""How far ahead is searched, in microseconds."""


class Clause(Protocol):
    """One rule for one recipient, all else unchanged while the act's time moves."""

    def violated(self, at: Instant) -> bool:
        """Whether the rule is violated if the act is done at `at`."""

    def changes(self, after: Instant, until: Instant) -> Iterable[Instant]:
        """Every instant in (after, until] at which that can change, ascending; more than those do no harm."""


def healed(clause: Clause, broken_at: Instant, until: Instant) -> Instant | None:
    """The first instant after `broken_at`, where the rule is violated, up to `until` at which it is not; or None."""
    # INVARIANT (changes): between two changes the rule stays as it is, so only the changes need looking at.
    return next((at for at in clause.changes(broken_at, until) if not clause.violated(at)), None)


def earliest(
    broken_at: Callable[[Instant], Collection[Key]],
    healed_at: Callable[[Key, Instant], Instant | None],
    start: Instant,
) -> Instant | None:
    """The first instant from `start` on at which no rule is broken; None where there is none.

    `broken_at` gives the rules violated at an instant, `healed_at` the first instant after it at which one of them
    is not. Each round leaps to where the last of the broken rules has healed: before that, one of them is broken.
    """
    at = start
    while broken := broken_at(at):
        leap = at
        for key in broken:
            whole = healed_at(key, at)
            if whole is None:
                return None
            leap = max(leap, whole)
        at = leap
    return at
