"""What is measured for one action, one recipient and one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from courtesy.instants import Instant
    from courtesy.model.almanac import Closed
    from courtesy.model.case import Action, Case, Contact, History, Touch
    from courtesy.model.evidence import Evidence
    from courtesy.model.outcome import Status
    from courtesy.model.predicate import Term
    from courtesy.values import Value


class Occasion(Struct, frozen=True):
    """One action toward one recipient at one moment. `recipient` None: the act addresses nobody (a public post).

    `copied` is whether the recipient gets a copy instead of being addressed. `history` is the one to judge by: in a
    plan it includes earlier permitted actions; None means unknown.
    """

    case: Case
    action: Action
    recipient: Contact | None
    history: History | None
    at: Instant
    copied: bool = False


class Closing(Struct, frozen=True):
    """The day to which closed hours belong, the holiday that it is, and what the policy closes it by.

    Without either the hours themselves leave the day out.
    """

    day: date
    holiday: str | None
    closed: Closed | None = None


class Mention(Struct, frozen=True, kw_only=True):
    """Words of a text that name a contact, as the text has them."""

    contact_id: str
    said: str


class Measurement(Struct, frozen=True, kw_only=True):
    """A term's value with what it was measured from, for the words of an explanation.

    `missing` names the facts that would settle an unknown value, `unknown_year` the year whose holidays would. `at` is
    the act on the clock that the term reads. For `TimeAfter`, `anchor` is the moment counted from, and `due` is `anchor
    + duration`; `touches` holds the anchor touch. For `TimeAgainst`, `stated` is the time that was compared, or the
    bare date. For `WithinHours`, `closing` is what closes a window that would hold the act by weekday and time of day,
    and for a fact of the calendar what the policy closes its day by; `closed` is what the policy closes on the way from
    an anchor to the end of so much business time. For `Count`, `anchor` is the first moment that counts (None where all
    do, or it is unknown), `touches` are all that match or may match, oldest first, and `certain` are those of them that
    count beyond doubt; with `ever` there is no touch to count since, so that all do. For `message.names_contacts`,
    `mentions` are the words found; for `message.tone`, `evidence` is what tells it, or leaves it open. `recipient` is
    the contact that is addressed, None where nobody is. `counted_from` is the case date that an anchor took, its own or
    one in its place, and `anchor_day` its whole day where it is a bare date. Datetimes are in the zone that the term
    reads, in UTC where that is unknown.
    """

    term: Term
    value: Value | None
    missing: tuple[str, ...] = ()
    at: datetime | None = None
    anchor: datetime | None = None
    due: datetime | None = None
    stated: datetime | date | None = None
    closing: Closing | None = None
    closed: tuple[Closed, ...] = ()
    unknown_year: int | None = None
    touches: tuple[Touch, ...] = ()
    certain: tuple[Touch, ...] = ()
    mentions: tuple[Mention, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    recipient: Contact | None = None
    counted_from: str | None = None
    ever: bool = False
    anchor_day: date | None = None


class FactSheet(Struct, frozen=True):
    """The values of a fixed list of terms for one occasion, None being unknown, in the order of the terms.

    `measure` tells more about one of them; it is asked only for what a verdict explains. Terms that no rule about such
    recipients reads are not derived.
    """

    terms: Mapping[Term, int]
    values: tuple[Value | None, ...]
    measure: Callable[[Term], Measurement]
    occasion: Occasion

    @property
    def copied(self) -> bool:
        """Whether the occasion's recipient gets a copy."""
        return self.occasion.copied

    def value_of(self, term: Term) -> Value | None:
        """The value of a term; None where it is unknown."""
        return self.values[self.terms[term]]


class Matches(Struct, frozen=True):
    """Which rules are violated and which are undetermined, by their place in the profile's list of rules, ascending.

    `waived` are those that would be, were there no waiver, each with how it would stand.
    """

    violated: tuple[int, ...]
    undetermined: tuple[int, ...]
    waived: tuple[tuple[int, Status], ...] = ()
