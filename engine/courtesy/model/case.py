"""Everything known about one engagement: contacts, interview, candidate, history, proposed actions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, count
from typing import TypedDict, Unpack

from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.instants import Instant, instant
from courtesy.model.frozen import Frozen, FrozenMap
from courtesy.model.log import Log
from courtesy.model.predicate import Direction
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.values import Value

PROPOSED = "proposed"
"""The id of an action that is proposed without one."""


class ActionFields(TypedDict, total=False):
    """What an action states beside its channel."""

    id: str
    to: tuple[str, ...]
    purpose: str | None
    at: datetime | None
    cc: tuple[str, ...]
    message: Message | None
    tags: frozenset[str]
    attributes: Mapping[str, Value]


class Contact(Frozen, frozen=True, kw_only=True):
    """A person or desk at the company; one contact however many addresses it has.

    A `desk` is no person: no text can name it. Texts may mention a person by `other_names` too, and by `handles`, which
    are what their accounts are called. `zones` are the plausible time zones (IANA names), the case's zone where the
    contact states none, empty where neither does. `calendar` is the code of their own holidays (`GB-ENG`). `roles` and
    `met` None are unknown. `attributes` are the policy's own facts of it, times among them as instants or bare dates.
    `id` is that under which the case has it.
    """

    id: str = ""
    name: str | None = None
    other_names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    desk: bool = False
    roles: frozenset[str] | None = None
    emails: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    calendar: str | None = None
    met: bool | None = None
    relationship: str | None = None
    attributes: Mapping[str, Value | datetime | date] = {}

    def placed(self) -> tuple[Contact, ...]:
        """The contact once in each of its plausible zones; a rule is kept only if it is kept in every one of them."""
        if len(self.zones) < 2:  # noqa: PLR2004  with one there is nothing to choose from
            return (self,)
        return tuple(replace(self, zones=(zone,)) for zone in self.zones)


class Candidate(Frozen, frozen=True, kw_only=True):
    """The person who was interviewed.

    `emails` are their own addresses: among the recipients of a draft, nobody. `zone` is the IANA name of the time zone
    they live in; None where it is that of the case.
    """

    emails: tuple[str, ...] = ()
    zone: str | None = None


class Message(Frozen, frozen=True, kw_only=True):
    """The text of an act.

    `tone`, `mentions_thanks` and `language` are stated: the first two stand in place of what would be measured, and the
    language (`de`, `en-GB`) tells whether a tone can be. `left_out` are the words of a draft that its author does not
    say, by what they are (`quotation`, `signature` and others). `unread` is what the text is in where nobody can read
    it, such as `winmail.dat`; the body is unknown then.
    """

    subject: str | None = None
    body: str | None = None
    tone: str | None = None
    mentions_thanks: bool | None = None
    language: str | None = None
    left_out: Mapping[str, int] = field(default_factory=FrozenMap)
    unread: str | None = None


class _Act(Frozen, frozen=True):
    channel: str


class Touch(_Act, frozen=True, kw_only=True):
    """Something that happened. `to` and `cc` are the ids of the contacts it addressed and copied.

    An inbound event has `from_` instead: the contact it came from. `message_id` is that of the mail it was, by
    which the same mail is known again.
    """

    at: datetime
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    purpose: str | None = None
    direction: Direction = Direction.OUTBOUND
    outcome: str = "delivered"
    event: str | None = None
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, Value] = field(default_factory=FrozenMap)
    id: str | None = None
    message_id: str | None = None

    @property
    def contacts(self) -> tuple[str, ...]:
        """Whom it concerns first of all: those it addressed, or the one it came from."""
        return self.to or self.from_

    @property
    def everyone(self) -> tuple[str, ...]:
        """All of those, and those who got a copy."""
        return (*self.contacts, *self.cc)


class Action(_Act, frozen=True, kw_only=True):
    """A touch that is proposed and not yet done. `at` None means now; `purpose` and `message` None mean unknown."""

    id: str
    to: tuple[str, ...] = ()
    purpose: str | None = None
    at: datetime | None = None
    cc: tuple[str, ...] = ()
    message: Message | None = None
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, Value] = field(default_factory=FrozenMap)

    def with_(self, **changed: Unpack[ActionFields]) -> Action:
        """The same action with other values: `with_(at=None)` proposes it for now."""
        return replace(self, **changed)


class History(Struct, frozen=True, eq=False):
    """The touches so far, in time order (ties: as listed). Make one with `History.of`.

    It is a view of the first `length` touches of a log that it may share with longer histories.
    """

    log: Log = field(default_factory=Log)
    length: int = 0

    @classmethod
    def of(cls, touches: Iterable[Touch]) -> History:
        """The history of these touches, whatever order they come in."""
        log = Log.of(touches)
        return cls(log, len(log.touches))

    @property
    def touches(self) -> tuple[Touch, ...]:
        """All touches, copied: whoever looks for some of them asks the log."""
        return tuple(self.log.touches[: self.length])

    @property
    def instants(self) -> tuple[Instant, ...]:
        """Those of the touches, copied."""
        return tuple(self.log.instants[: self.length])

    @property
    def ids(self) -> frozenset[str]:
        """Those that touches bear, copied, whatever came of them."""
        return frozenset(touch.id for touch in self.touches if touch.id is not None)

    def __iter__(self) -> Iterator[Touch]:
        """Its touches, in time order."""
        return iter(self.touches)

    def bears(self, touch_id: str) -> bool:
        """Whether any touch that reached somebody has that id."""
        return self.log.done.get(touch_id, self.length) < self.length

    def first_event(self, contact_id: str, event: str) -> Instant | None:
        """When such an inbound event first came from a contact; None where none has."""
        place = self.log.events.get((contact_id, event), self.length)
        return self.log.instants[place] if place < self.length else None

    def with_touch(self, touch: Touch) -> History:
        """The history with one touch more, after those of its instant. One that is the latest costs no copy."""
        at, log = instant(touch.at), self.log
        place = bisect_right(log.instants, at, hi=self.length)
        if place == self.length:
            return History(log.grown(place, touch, at), self.length + 1)
        touches, instants = log.touches[: self.length], log.instants[: self.length]
        touches.insert(place, touch)
        instants.insert(place, at)
        return History(Log(touches, instants), self.length + 1)

    def without(self, touch_id: str) -> History:
        """The history without what was done under that id; itself where nothing was."""
        if not self.bears(touch_id):
            return self
        return History.of(one for one in self.touches if one.id != touch_id or one.outcome in VOID_OUTCOMES)

    def find(self, touch_id: str) -> Touch | None:
        """The first touch that bears an id and reached somebody; None where none does."""
        return self.log.touches[self.log.done[touch_id]] if self.bears(touch_id) else None

    def before(self, touch_id: str) -> History:
        """What had happened when the touch of that id did: of those of its instant, the ones listed before it.

        Raises KeyError.
        """
        return History(self.log, self.log.done[touch_id])

    def until(self, at: Instant) -> History:
        """What had happened by an instant, the instant included."""
        return History(self.log, bisect_right(self.log.instants, at, hi=self.length))

    def __eq__(self, other: object) -> bool:
        """Whether the other is a history of the same touches."""
        return self.touches == other.touches if isinstance(other, History) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.touches)

    def __repr__(self) -> str:
        return f"History.of({self.touches!r})"

    def __reduce__(self) -> tuple[Callable[[Iterable[Touch]], History], tuple[tuple[Touch, ...]]]:
        """Copied and pickled as its touches."""
        return History.of, (self.touches,)


class Case(Frozen, frozen=True, kw_only=True):
    """Everything known about one engagement. `history` None means that it is not known what has happened.

    `facts` holds what the case states by fact name: `interview.ended_at`, `candidate.linkedin.recommendations`,
    `attributes.<name>`; times are aware datetimes, or bare dates. An absent fact is unknown. `id` is the engagement's
    own name, which stays the same whatever else is learned or corrected; None where it has none. `policy` names the
    policy that judges it where the asker chooses none.
    """

    id: str | None = None
    policy: str | None = None
    zone: str | None = None
    candidate: Candidate = Candidate()
    contacts: Mapping[str, Contact] = field(default_factory=FrozenMap)
    facts: Mapping[str, Value | datetime | date] = field(default_factory=FrozenMap)
    history: History | None = field(default_factory=History)
    actions: tuple[Action, ...] = ()

    @property
    def candidate_zone(self) -> str | None:
        """The time zone of the candidate, which is the case's unless they state their own; None where neither does."""
        return self.candidate.zone or self.zone

    def propose(self, channel: str, **stated: Unpack[ActionFields]) -> Action:
        """An action of this case, named `proposed` (`proposed-2` where that is taken) unless it is given an `id`.

        What it states is checked, with what the case states, by each policy that is asked about it.
        """
        fields = {"id": free_id(PROPOSED, self.ids), **stated}
        return Action(channel, **fields)  # type: ignore[arg-type]  # the fields of an action

    @property
    def ids(self) -> frozenset[str]:
        """The ids that its touches and its actions bear."""
        given: tuple[object, ...] = (self.history, self.actions)  # which nobody may have checked yet
        borne = (one for part in given if isinstance(part, Iterable) for one in part)
        return frozenset(name for one in borne if isinstance(name := getattr(one, "id", None), str))

    def with_actions(self, actions: tuple[Action, ...]) -> Case:
        """The same case with other proposed actions."""
        return replace(self, actions=actions)

    def done(self, action: Action) -> Touch | None:
        """The touch that the action has become, by its id; None where it is not done, or nobody knows.

        What bounced, failed or was cancelled has reached nobody, so that the action is still to be done.
        """
        return None if self.history is None else self.history.find(action.id)


def free_id(wanted: str, taken: Container[str]) -> str:
    """An id for what nobody has named: `wanted` where nothing bears it yet, else with a number, such as `wanted-2`.

    What bears the same id is the same act, so that an id which is made up must not be borne by anything else.
    """
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(name for name in chain((wanted,), numbered) if name not in taken)
