"""What several terms ask of one occasion, found at most once: the recipient's clock and what the case states."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from courtesy.facts.clock import LocalClock, clock_of
from courtesy.instants import instant
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.missing import attribute_of_contact

if TYPE_CHECKING:
    from courtesy.model.case import Contact
    from courtesy.model.facts import Occasion
    from courtesy.values import Value

Stated = bool | int | float | str | frozenset[str] | date
"""What a case states: times are instants by now, but a bare date stays one."""
_UNREAD = object()


class Scene:
    """One occasion with what is known about it so far. Belongs to one derivation."""

    __slots__ = ("_clock", "_stated", "action", "at", "case", "history", "occasion", "recipient")

    def __init__(self, occasion: Occasion) -> None:
        self.occasion = occasion
        self.case = occasion.case
        self.action = occasion.action
        self.recipient = occasion.recipient
        self.history = occasion.history
        self.at = occasion.at
        self._clock: LocalClock | object | None = _UNREAD
        self._stated: dict[str, Stated | None] = {}

    def zone_name(self) -> str | None:
        """The recipient's zone, the case's where nobody is addressed; None where it is unknown.

        A recipient with several plausible zones has an occasion in each of them (`Contact.placed`), never one in all.
        """
        zones = self.recipient.zones if self.recipient is not None else ()
        if not zones:
            return self.case.zone
        return zones[0] if len(zones) == 1 else None

    def clock(self) -> LocalClock | None:
        """The clock of the recipient's zone; None where it is unknown."""
        if self._clock is _UNREAD:
            name = self.zone_name()
            self._clock = None if name is None else clock_of(name)
        return self._clock  # type: ignore[return-value]  # _UNREAD has just been replaced

    def candidate_clock(self) -> LocalClock | None:
        """The clock of the candidate's zone; None where it is unknown."""
        name = self.case.candidate_zone
        return None if name is None else clock_of(name)

    def own_calendar(self) -> str | None:
        """The code of the recipient's own calendar; None where nobody is addressed, or they have none."""
        return self.recipient.calendar if self.recipient is not None else None

    def stated(self, name: str) -> Stated | None:
        """What the case says about a fact, None where it says nothing; the action's own attributes come first."""
        found = self._stated.get(name, _UNREAD)
        if found is _UNREAD:
            found = self._stated[name] = self._read(name)
        return found  # type: ignore[return-value]  # _UNREAD has just been replaced

    def to_state(self, name: str) -> str:
        """Where a case would state a fact that it does not: one of a contact under its own name there."""
        key = contact_key(name)
        return name if key is None or self.recipient is None else attribute_of_contact(self.recipient.id, key)

    def others(self) -> tuple[Contact, ...]:
        """Everyone else who gets the message, be they addressed or copied."""
        own = self.recipient.id if self.recipient is not None else None
        names = dict.fromkeys((*self.action.cc, *self.action.to))
        contacts = self.case.contacts
        return tuple(contacts[name] for name in names if name != own and name in contacts)

    def _read(self, name: str) -> Stated | None:
        said: Value | datetime | date | None = None
        if (key := contact_key(name)) is not None:
            said = None if self.recipient is None else self.recipient.attributes.get(key)
            return instant(said) if isinstance(said, datetime) else said
        if (key := own_key(name)) is not None:
            said = self.action.attributes.get(key)
        if said is None:
            said = self.case.facts.get(name)
        return instant(said) if isinstance(said, datetime) else said
