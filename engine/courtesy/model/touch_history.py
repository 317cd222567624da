"""What two versions of a policy make of the touches in tables, counted."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from courtesy.model.audit_report import AuditedTouch
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Level
from courtesy.model.turn import Side, Turn


class TurnedOutcome(Struct, frozen=True, kw_only=True):
    """So many touches have one outcome by the old version, and another one by the new."""

    turn: Turn
    old: Outcome
    new: Outcome
    touches: int


class TurnedRule(Struct, frozen=True, kw_only=True):
    """A rule that decides how so many touches turn: one that the version `by` has, whose outcome is the worse one.

    What is newly permitted was refused by a rule of the old version, and what is newly refused is so by one of the new.
    """

    turn: Turn
    by: Side
    rule_id: str
    level: Level
    title: str
    touches: int


class TurnedTouch(Struct, frozen=True, kw_only=True):
    """A touch on which the verdict turns, with what the engine says of it by each version."""

    case_id: str
    turn: Turn
    old: AuditedTouch
    new: AuditedTouch


class TurnedDuty(Struct, frozen=True, kw_only=True):
    """So many obligations by a rule that stand otherwise, in so many cases.

    `old` and `new` are overdue, undetermined or waived; None where nothing of it is open by that version: it is met,
    has time left, or is not owed. `level` and `title` are those of the new version, where it has the rule.
    """

    rule_id: str
    level: Level
    title: str
    old: Standing | None
    new: Standing | None
    obligations: int
    cases: int

    @property
    def newly_overdue(self) -> bool:
        """Whether they are overdue by the new version alone."""
        return self.new is Standing.OVERDUE

    @property
    def no_longer_overdue(self) -> bool:
        """Whether they are overdue by the old version alone."""
        return self.old is Standing.OVERDUE


class TouchHistory(Struct, frozen=True, kw_only=True):
    """How many touches both versions have judged, and how many of them turn, what is newly permitted first.

    Each is judged as of its time, with what had happened before it. `first` and `last` are the times of the first and
    the last. A touch counts for each rule that decides, so that `rules` may add up to more. `examples` are a few.
    `duties` are what the cases owe otherwise as of `owed_as_of`, which is None where that was not judged.
    """

    touches: int
    cases: int
    first: datetime | None
    last: datetime | None
    outcomes: tuple[TurnedOutcome, ...]
    rules: tuple[TurnedRule, ...]
    examples: tuple[TurnedTouch, ...]
    owed_as_of: datetime | None = None
    duties: tuple[TurnedDuty, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a touch is judged otherwise, or an obligation stands otherwise."""
        return bool(self.outcomes or self.duties)

    @property
    def newly_permitted(self) -> int:
        """How many touches the new version permits, and the old one did not."""
        return self.turned(Turn.NEWLY_PERMITTED)

    @property
    def newly_refused(self) -> int:
        """How many touches the new version refuses, and the old one did not."""
        return self.turned(Turn.NEWLY_REFUSED)

    def turned(self, turn: Turn) -> int:
        """How many touches turn so."""
        return sum(one.touches for one in self.outcomes if one.turn is turn)
