"""Waivers: exceptions that somebody has granted from one rule, for a reason and until a date."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from courtesy.model.outcome import Standing, Status
from courtesy.values import Word


class Waiver(Struct, frozen=True, kw_only=True):
    """One exception from the rule of that id. It names a case, a contact or an action, or a case and one of the others.

    Ids of contacts and actions are those of any case where no `case` stands beside them. `until` is the first date on
    which it no longer holds, in the policy's zone. `by` is who granted it, a name or a role.
    """

    rule: str
    because: str
    by: str
    until: date
    case: str | None = None
    contact: str | None = None
    action: str | None = None

    def is_for(self, case: str | None, contact: str | None, action: str | None) -> bool:
        """Whether it is for what is so named; None is without an id, or nobody."""
        named = ((self.case, case), (self.contact, contact), (self.action, action))
        return all(wanted is None or wanted == found for wanted, found in named)


class WaivedFinding(Struct, frozen=True):
    """What a finding would be without the waivers that hold, each of which would do."""

    would_be: Status
    waivers: tuple[Waiver, ...]


class WaivedObligation(Struct, frozen=True):
    """How an obligation would stand without the waivers that hold, each of which would do."""

    would_be: Standing
    waivers: tuple[Waiver, ...]


class WaiverState(Word):
    """How a waiver stands: `unused` are those that hold and that none of the cases looked at needs."""

    HOLDS = "holds"
    UNUSED = "unused"
    EXPIRED = "expired"
    NOT_PERMITTED = "not_permitted"
    UNKNOWN_RULE = "unknown_rule"

    @property
    def fine(self) -> bool:
        """Whether there is nothing to do about it."""
        return self is WaiverState.HOLDS


class ListedWaiver(Struct, frozen=True):
    """A waiver as of some time. `place` is the file and the line in which it stands."""

    waiver: Waiver
    state: WaiverState
    place: str


class WaiverList(Struct, frozen=True):
    """The waivers from the rules of the policy of that id, in the order of their file, None where there is none."""

    policy: str
    file: str | None
    now: datetime
    waivers: tuple[ListedWaiver, ...]
