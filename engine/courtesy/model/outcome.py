"""What rules, actions, plans and obligations come to, each in one word."""

from __future__ import annotations

from courtesy.values import Word


class Status(Word):
    """How one rule stands to one action and recipient."""

    VIOLATED = "violated"
    UNDETERMINED = "undetermined"
    SATISFIED = "satisfied"
    NOT_APPLICABLE = "not_applicable"


class Outcome(Word):
    """What the verdict comes to, worst first."""

    DENY = "deny"
    WAIT = "wait"
    UNDETERMINED = "undetermined"
    WARN = "warn"
    ALLOW = "allow"

    @property
    def refused(self) -> bool:
        """Whether the act must not be done now."""
        return self in {Outcome.DENY, Outcome.WAIT}

    @property
    def permitted(self) -> bool:
        """Whether the act may be done now, for all that is known."""
        return self in {Outcome.WARN, Outcome.ALLOW}

    @property
    def severity(self) -> int:
        """0 for `allow` up to 4 for `deny`, for who sorts or compares outcomes."""
        return len(_WORST_FIRST) - 1 - _WORST_FIRST[self]


_WORST_FIRST = {outcome: place for place, outcome in enumerate(Outcome)}


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """The worst of several outcomes; `allow` where there is none."""
    return min(outcomes, key=_WORST_FIRST.__getitem__, default=Outcome.ALLOW)


class Standing(Word):
    """How an obligation stands: met by what is done, planned in time, or neither."""

    MET = "met"
    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    OPEN = "open"
    UNDETERMINED = "undetermined"
