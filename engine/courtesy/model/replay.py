"""What another policy would have said to the decisions of a log."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from msgspec import Struct

from courtesy.model.origin import PolicyReference
from courtesy.model.outcome import Outcome
from courtesy.model.shown import Shown


class ReplayedAction(Struct, frozen=True, kw_only=True):
    """An action whose verdict would be another one. `action` is the hash of its id; None is the plan as a whole.

    `now` is when it was asked about. `broken` are the rules that would be violated and were not, `kept` the opposite.
    Where it was asked when the action is permitted, `at` is the time from which on that differs. `segment` is the name
    of the log, where that is one of a folder.
    """

    seq: int
    id: str
    now: datetime
    action: str | None
    policy: PolicyReference
    was: Outcome
    would_be: Outcome
    earliest_was: datetime | None = None
    earliest: datetime | None = None
    broken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    at: datetime | None = None
    segment: str | None = None


class UnreplayedDecision(Struct, frozen=True, kw_only=True):
    """A decision that cannot be made again: for lack of these facts, or for another reason.

    `segment` is the name of the log, where that is one of a folder.
    """

    seq: int
    id: str
    why: str
    facts: tuple[str, ...] = ()
    segment: str | None = None


class Replay(Shown, frozen=True, kw_only=True):
    """The decisions of a log by another policy, in the order of the log.

    `verified` is whether the log is known to be whole: nobody can tell without its key. `actions` is how many were
    judged again. `newly_permitted` were not permitted and would be, `newly_refused` the opposite; `otherwise` are those
    that are permitted or not as they were, with another outcome or from another time on.
    """

    policy: PolicyReference
    verified: bool
    decisions: int
    actions: int
    newly_permitted: tuple[ReplayedAction, ...] = ()
    newly_refused: tuple[ReplayedAction, ...] = ()
    otherwise: tuple[ReplayedAction, ...] = ()
    unreplayed: tuple[UnreplayedDecision, ...] = ()

    @property
    def changed(self) -> tuple[ReplayedAction, ...]:
        """All that would be another verdict, newly permitted first."""
        return (*self.newly_permitted, *self.newly_refused, *self.otherwise)

    @property
    def lacking(self) -> dict[str, int]:
        """How many decisions cannot be made again for lack of each fact, the most first."""
        counted = Counter(fact for one in self.unreplayed for fact in one.facts)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
