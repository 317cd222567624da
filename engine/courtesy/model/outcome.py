"""What rules, actions, plans and obligations come to, each in one word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from courtesy.model.policy import Level
from courtesy.values import Word


class Status(Word):
    """How one rule stands to one action and recipient, worst first."""

    VIOLATED = "violated"
    UNDETERMINED = "undetermined"
    WAIVED = "waived"
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


def outcome_of_rule(level: Level, status: Status) -> Outcome:
    """What one rule makes of an action: `deny` where it refuses it, whether or not a later time is better."""
    match status:
        case Status.VIOLATED:
            return _BROKEN[level]
        case Status.UNDETERMINED:
            return Outcome.UNDETERMINED if level is Level.MUST else Outcome.ALLOW
        case Status.WAIVED | Status.SATISFIED | Status.NOT_APPLICABLE:
            return Outcome.ALLOW
        case _:
            assert_never(status)


_BROKEN = {Level.MUST: Outcome.DENY, Level.SHOULD: Outcome.WARN, Level.MAY: Outcome.ALLOW}


def outcome_of(found: Iterable[tuple[Level, Status]], *, later: bool = False) -> Outcome:
    """What rules make of an action together; `later` is whether there is a later time at which none refuses it."""
    outcome = worst(tuple([outcome_of_rule(level, status) for level, status in found]))
    return Outcome.WAIT if later and outcome is Outcome.DENY else outcome


class Standing(Word):
    """How an obligation stands: met by what is done, planned in time, or neither; or waived, and then not owed."""

    MET = "met"
    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    OPEN = "open"
    UNDETERMINED = "undetermined"
    WAIVED = "waived"
