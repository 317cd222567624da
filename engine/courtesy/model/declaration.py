"""What is declared of a fact: all that the engine goes by, so that nothing else keeps a list of facts."""

from __future__ import annotations

from msgspec import Struct

from courtesy.values import FactType, Word

_OWN = "attributes."
_OF_CONTACT = "recipient.attributes."


class Subject(Word):
    """What a fact is of.

    It is of the act, its text (written last), who else gets it, the contact it reaches, the case, or the candidate,
    who can change it; or it is the policy's own, stated under `attributes` by the act or else by the case. A policy's
    own facts of a contact are stated by the contact.
    """

    ACT = "act"
    TEXT = "text"
    OTHERS = "others"
    CONTACT = "contact"
    CASE = "case"
    CANDIDATE = "candidate"
    OWN = "own"

    @property
    def of_an_act(self) -> bool:
        """Whether there has to be an act to read it of."""
        return self in {Subject.ACT, Subject.TEXT, Subject.OTHERS}

    @property
    def stated(self) -> bool:
        """Whether a case states it; all others are derived."""
        return self in {Subject.CASE, Subject.CANDIDATE, Subject.OWN}


class Changes(Word):
    """When the value of a fact can change as the act is moved in time and all else stays as it is."""

    NEVER = "never"
    MOMENT = "with every moment"
    CLOCK = "with the clock"
    DAY = "with the local day"
    EVENT = "from an event on"


class Kind(Word):
    """What the values of a fact are words for, named as the field of a selector that has the same words."""

    CHANNEL = "channel"
    PURPOSE = "purpose"
    ROLES = "roles"
    TAGS = "tags"
    WEEKDAY = "weekday"


class FactDeclaration(Struct, frozen=True, kw_only=True):
    """A fact that rules can read.

    `of` and `changes` are what the rest of the engine goes by: who can read it, when it can change, what is missing
    where it is unknown. `event` is the inbound event from which on a fact that changes with one holds; such a fact is
    derived from its declaration alone. `of_calendar` is whether it takes a calendar to tell.

    `kind` is what the values of a `one_of` or `set` are words for; `values` lists those that are no such words.

    `says` states a value in words, `{}` standing for the value ("the message has {} words"), and `denies` that it has
    none of the values that stand for `{}`; for a boolean fact `says` is the sentence when it is true and `denies` the
    sentence when it is false. `empty` is the sentence when a `set` holds nothing. `moment` is what a time is called
    where rules count from it.
    """

    name: str
    type: FactType
    title: str
    unit: str | None = None
    kind: Kind | None = None
    values: tuple[str, ...] = ()
    says: str = ""
    denies: str = ""
    empty: str = ""
    moment: str = ""
    of: Subject = Subject.CASE
    changes: Changes = Changes.NEVER
    event: str | None = None
    of_calendar: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError where only one of `changes` and `event` speaks of an event, or of `of` and the name."""
        if (self.event is None) is (self.changes is Changes.EVENT):
            raise ValueError(self.name)
        if (own_key(self.name) is None) is (self.of is Subject.OWN):
            raise ValueError(self.name)

    @property
    def local(self) -> bool:
        """Whether it is a reading of the act's time on a clock."""
        return self.changes in {Changes.CLOCK, Changes.DAY}

    @property
    def stated(self) -> bool:
        """Whether the case states it, or one of its contacts does; all others are derived."""
        return self.of.stated or contact_key(self.name) is not None


def own_name(key: str) -> str:
    """What rules call a fact of the policy's own, which acts and cases state by `key` under `attributes`."""
    return f"{_OWN}{key}"


def own_key(name: str) -> str | None:
    """The key under `attributes` by which a fact of the policy's own is stated; None for all other names."""
    return name.removeprefix(_OWN) if name.startswith(_OWN) else None


def contact_fact(key: str) -> str:
    """What rules call a policy's own fact of a contact, which contacts state by `key` under `attributes`."""
    return f"{_OF_CONTACT}{key}"


def contact_key(name: str) -> str | None:
    """The key under a contact's `attributes` by which a fact is stated; None for all other names."""
    return name.removeprefix(_OF_CONTACT) if name.startswith(_OF_CONTACT) else None
