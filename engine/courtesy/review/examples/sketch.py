"""A situation as it is being made up: who, what and what happened before, with all of it easy to change."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from courtesy.instants import instant, moment, readings
from courtesy.model.channels import EMAIL
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.fact_declarations import INTERVIEW_END

if TYPE_CHECKING:
    from courtesy.model.vocabulary import Vocabulary

    Document = dict[str, Any]

ACTION = "act"
"""The id of the action of a situation."""
ROLE = "interviewer"
_OF_CONTACT = "recipient."
FIRST_TOUCH = timedelta(hours=2)
"""How long after the interview the first thing happens, if anything does."""


class Sketch:
    """One case with one proposed action. `start` is when the interview ended, also where the case does not tell it."""

    def __init__(self, start: datetime, zone: str) -> None:
        self.start, self.zone = start, zone
        self.clocks = True  # whether the case tells in which zone it is
        self.channel: str = EMAIL
        self.purpose: str | None = "follow_up"
        self.roles: tuple[str, ...] | None = (ROLE,)
        self.tags: tuple[str, ...] = ()
        self.copied = False
        self.addressed = True
        self.contact: Document = {}
        self.others: dict[str, Document] = {}  # further contacts
        self.cc: tuple[str, ...] = ()
        self.body: str | None = None
        self.facts: dict[str, Any] = {INTERVIEW_END: start}
        self.own: Document = {}  # attributes of the action
        self.history: list[Document] | None = []
        self.usual: str | None = None  # what stands in a text of which nothing is asked
        self.text: dict[str, Any] = {}  # what is wanted of the text, by facts
        self.no_text = False

    def copy(self) -> Sketch:
        """Another one that is alike."""
        other = Sketch(self.start, self.zone)
        vars(other).update({name: deepcopy(value) for name, value in vars(self).items()})
        return other

    @property
    def name(self) -> str:
        """The id of the contact: what they are."""
        return self.roles[0] if self.roles else "contact"

    @property
    def latest(self) -> datetime:
        """When the last touch was, or long ago."""
        return max((touch["at"] for touch in self.history or ()), default=self.start - timedelta(weeks=600))

    def state(self, fact: str, value: object) -> None:
        """Let a fact that a case states have a value, None being unknown."""
        key = contact_key(fact)
        if key is not None:
            _put(self.contact.setdefault("attributes", {}), key, value)
        elif fact.startswith(_OF_CONTACT):
            _put(self.contact, fact.removeprefix(_OF_CONTACT), value)
        else:
            _put(self.facts, fact, value)

    def add_contact(self, role: str) -> str:
        """The id of a further contact in a role, who is there from now on."""
        name = role if role != self.name else f"{role}-2"
        self.others.setdefault(name, {"roles": [role]})
        return name

    def document(self, at: datetime, vocabulary: Vocabulary) -> Document:
        """The case as a file states it, with the action at a time."""
        nobody = not self.addressed or vocabulary.channel(self.channel).addresses_nobody
        found: Document = {"zone": self.zone} if self.clocks else {}
        sections: Document = {}
        for fact, value in self.facts.items():
            self._state(sections, fact, value)
        found |= sections
        contact = {**({} if self.roles is None else {"roles": list(self.roles)}), **self.contact}
        if "attributes" in contact:
            contact["attributes"] = {key: self._written(value) for key, value in contact["attributes"].items()}
        if not contact.get("attributes", True):
            del contact["attributes"]
        found["contacts"] = {self.name: contact, **self.others}
        if self.history is None:
            found["history"] = "unknown"
        elif self.history:
            touches = sorted(self.history, key=lambda touch: instant(touch["at"]))
            found["history"] = [{key: self._written(value) for key, value in touch.items()} for touch in touches]
        found["actions"] = [self._action(at, vocabulary, nobody=nobody)]
        return found

    def _action(self, at: datetime, vocabulary: Vocabulary, *, nobody: bool) -> Document:
        action: Document = {"id": ACTION, "channel": self.channel}
        if self.purpose is not None:
            action["purpose"] = self.purpose
        cc = [name for name in self.cc if name != self.name]
        if self.copied and not nobody:
            action |= {"to": next(iter(self.others)), "cc": [self.name, *cc]}
        elif not nobody:
            action |= {"to": self.name, **({"cc": cc} if cc else {})}
        action["at"] = self._written(at)
        body = self.usual if self.body is None and not vocabulary.channel(self.channel).busy else self.body
        if body is not None and not self.no_text:
            action["message"] = {"body": body}
        if self.tags:
            action["tags"] = list(self.tags)
        if self.own:
            action["attributes"] = {key: self._written(value) for key, value in self.own.items()}
        return action

    def _state(self, sections: Document, fact: str, value: object) -> None:
        key = own_key(fact)
        *steps, last = ("attributes", key) if key is not None else fact.split(".")
        place = sections
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = self._written(value)

    def _written(self, value: Any) -> Any:
        """A time as a file has it: what the clocks of the case show, with an offset where that is not one time."""
        if isinstance(value, datetime):
            zone = ZoneInfo(self.zone)
            local = moment(instant(value), zone).replace(tzinfo=None, fold=0)
            alone = self.clocks and len(readings(local, zone)) == 1
            return local.isoformat(timespec="auto") if alone else moment(instant(value), zone).isoformat()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: self._written(part) for key, part in value.items()}
        return value


def _put(place: dict[str, Any], key: str, value: object) -> None:
    if value is None:
        place.pop(key, None)
    else:
        place[key] = value
