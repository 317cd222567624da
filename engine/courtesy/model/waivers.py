"""Waivers: exceptions that somebody has granted from one rule, for a reason and until a date."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from courtesy.model.outcome import Standing, Status


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
