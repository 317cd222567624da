"""How the verdict on an act turns from one version of a policy to the other."""

from __future__ import annotations

from courtesy.model.outcome import Outcome
from courtesy.values import Word


class Turn(Word):
    """How the verdict on an act turns, what matters most first.

    Of `sooner` and `later` both versions refuse the act, and the earliest permitted time is another one.
    """

    NEWLY_PERMITTED = "newly_permitted"
    SOONER = "sooner"
    NEWLY_REFUSED = "newly_refused"
    LATER = "later"
    OTHER = "other"

    @property
    def permits(self) -> bool:
        """Whether there is a time at which the act is permitted now and was not."""
        return self in {Turn.NEWLY_PERMITTED, Turn.SOONER}

    @property
    def refuses(self) -> bool:
        """Whether there is a time at which the act was permitted and is not now."""
        return self in {Turn.NEWLY_REFUSED, Turn.LATER}


class Side(Word):
    """One of the two versions."""

    OLD = "old"
    NEW = "new"
    BOTH = "both"


def turn_between(old: Outcome, new: Outcome) -> Turn | None:
    """How an act turns by its outcomes alone; None where these are the same."""
    if new.permitted and not old.permitted:
        return Turn.NEWLY_PERMITTED
    if new.refused and not old.refused:
        return Turn.NEWLY_REFUSED
    return Turn.OTHER if new is not old else None
