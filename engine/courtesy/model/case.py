"""Everything known about one engagement: contacts, interview, candidate, history, proposed actions."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.instants import Instant, instant
from courtesy.model.predicate import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from courtesy.spans import Span
    from courtesy.values import Value


class Contact(Struct, frozen=True, kw_only=True):
    """A person or desk at the company; one contact however many addresses it has.

    `zones` are the plausible time zones (IANA names), the case's zone where the contact states none, empty where
    neither does. `roles` and `met` None are unknown.
    """

    id: str
    name: str | None = None
    roles: frozenset[str] | None = None
    emails: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    met: bool | None = None
    relationship: str | None = None


class Message(Struct, frozen=True, kw_only=True):
    """The text of an act."""

    subject: str | None = None
    body: str | None = None


class Touch(Struct, frozen=True, kw_only=True):
    """Something that happened. `to` and `cc` are the ids of the contacts it addressed and copied.

    An inbound event has `from_` instead: the contact it came from.
    """

    at: datetime
    channel: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    purpose: str | None = None
    direction: Direction = Direction.OUTBOUND
    outcome: str = "delivered"
    event: str | None = None
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, Value] = field(default_factory=dict)
    id: str | None = None

    @property
    def contacts(self) -> tuple[str, ...]:
        """Whom it concerns first of all: those it addressed, or the one it came from."""
        return self.to or self.from_


class Action(Struct, frozen=True, kw_only=True):
    """A touch that is proposed and not yet done. `at` None means now; `purpose` and `message` None mean unknown."""

    id: str
    channel: str
    to: tuple[str, ...] = ()
    purpose: str | None = None
    at: datetime | None = None
    cc: tuple[str, ...] = ()
    message: Message | None = None
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, Value] = field(default_factory=dict)
    span: Span | None = None


class History(Struct, frozen=True):
    """The touches so far, in time order (ties: as listed), with what is often looked for beside them.

    `instants` are those of the touches, `ids` those that touches bear, and `first_events` the first time of each
    inbound event by contact. Make one with `History.of`.
    """

    touches: tuple[Touch, ...] = ()
    instants: tuple[Instant, ...] = ()
    ids: frozenset[str] = frozenset()
    first_events: Mapping[tuple[str, str], Instant] = field(default_factory=dict)

    @classmethod
    def of(cls, touches: Iterable[Touch]) -> History:
        """The history of these touches, whatever order they come in."""
        # By instant: Python compares two times of one zone by its wall clock, on which an hour can come twice.
        ordered = tuple(sorted(touches, key=lambda touch: instant(touch.at)))
        first_events: dict[tuple[str, str], Instant] = {}
        for touch in ordered:
            if touch.event is not None and touch.direction is Direction.INBOUND:
                for contact in touch.contacts:
                    first_events.setdefault((contact, touch.event), instant(touch.at))
        ids = frozenset(touch.id for touch in ordered if touch.id is not None)
        return cls(ordered, tuple(instant(touch.at) for touch in ordered), ids, first_events)

    def with_touch(self, touch: Touch) -> History:
        """The history with one touch more."""
        if touch.direction is Direction.INBOUND:
            return History.of((*self.touches, touch))
        at = instant(touch.at)
        place = bisect_right(self.instants, at)
        return History(
            (*self.touches[:place], touch, *self.touches[place:]),
            (*self.instants[:place], at, *self.instants[place:]),
            self.ids if touch.id is None else self.ids | {touch.id},
            self.first_events,
        )

    def without(self, touch_id: str) -> History:
        """The history without the touch of that id; itself where there is none."""
        if touch_id not in self.ids:
            return self
        return History.of(touch for touch in self.touches if touch.id != touch_id)


class Case(Struct, frozen=True, kw_only=True):
    """Everything known about one engagement. `history` None means that it is not known what has happened.

    `facts` holds what the case states by fact name: `interview.ended_at`, `candidate.linkedin.recommendations`,
    `attributes.<name>`; times are aware datetimes, or bare dates. An absent fact is unknown.
    """

    zone: str | None = None
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    facts: Mapping[str, Value | datetime | date] = field(default_factory=dict)
    history: History | None = field(default_factory=History)
    actions: tuple[Action, ...] = ()

    def with_actions(self, actions: tuple[Action, ...]) -> Case:
        """The same case with other proposed actions."""
        return replace(self, actions=actions)
