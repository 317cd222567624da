"""What has to be true of the declaration of any fact; each check gives the parts of it that lie or are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.facts.derivers import FACT_DERIVERS
from courtesy.model.almanac import Almanac
from courtesy.model.case import Contact, Message
from courtesy.model.declaration import Changes, FactDeclaration, Subject
from courtesy.model.missing import BODY, CALENDAR, HISTORY, ZONE
from courtesy.model.predicate import Direction, Fact
from courtesy.model.vocabulary import EVENTS
from courtesy.selfcheck.reference.facts import FOUND
from courtesy.values import FactType
from tests.unit.facts.fact_helpers import ALMANAC, at, measurement, occasion, touch, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.model.facts import Occasion

NOON = "2026-11-27T12:00:00"
ROLES = frozenset({"hr"})
OTHER = Contact(
    id="other", name="Jane Doe", roles=ROLES, met=False, relationship="old friend", zones=("America/Detroit",)
)
"""Another contact than the usual one, in every way, but for what the clocks show."""
PLAIN = Message(subject="A question", body="When will it be? I shall wait.")
RICH = Message(subject="Thank you", body="Thank you so much, Jane Doe, it was great and wonderful to meet you!")


def _at(now: str, *events: tuple[str, str], message: Message = PLAIN, **act: object) -> Occasion:
    """An act at a time, in a history of inbound events, each with its time."""
    inbound = tuple(touch(when, direction=Direction.INBOUND, event=event, purpose=None) for event, when in events)
    return occasion(at(now), history=inbound, contacts=(OTHER,), message=message, **act)  # type: ignore[arg-type]  # fields of tests


_ALL_EVENTS = tuple((event, "2026-11-20T12:00:00") for event in EVENTS)
_BASE = _at(NOON, *_ALL_EVENTS)
_MOVES = [
    *((event, _at(NOON, (event, "2026-11-27T12:00:01")), _at(NOON, (event, NOON))) for event in EVENTS),
    ("a second", _BASE, _at("2026-11-27T12:00:01", *_ALL_EVENTS)),
    ("a day", _BASE, _at("2026-11-28T12:00:00", *_ALL_EVENTS)),
]
"""What is moved: a touch past the act, or the act past a second or a day; with how things stand before and after."""
_CHANGED_BY = {"a second": {Changes.MOMENT, Changes.CLOCK}, "a day": {Changes.MOMENT, Changes.DAY}}
_OTHERWISE = {
    Subject.ACT: _at("2026-11-28T13:00:00", *_ALL_EVENTS, channel="phone", purpose="other", tags=frozenset({"tag"})),
    Subject.TEXT: _at(NOON, *_ALL_EVENTS, message=RICH),
    Subject.OTHERS: _at(NOON, *_ALL_EVENTS, cc=("other",)),
    Subject.CONTACT: replace(_BASE, action=replace(_BASE.action, to=("other",)), recipient=OTHER),
}
"""The same occasion, but for everything about one subject."""
_NOTHING = replace(
    occasion(at(NOON), history=None, zones=(), message=None),
    recipient=Contact(id="anna"),
)
"""An occasion of which nothing is known but the act's channel and time."""


def faults(declared: FactDeclaration) -> set[str]:
    """The parts of a declaration that lie or are missing."""
    checks = (_moved, _of, _derived, _missing, _words)
    return {fault for check in checks for fault in check(declared)}


def _value(declared: FactDeclaration, of: Occasion) -> object:
    return value(Fact.declared(declared, ALMANAC), of)


def _moved(declared: FactDeclaration) -> Iterator[str]:
    """What changes as a touch or the act is moved is declared to, and nothing else is."""
    for moved, before, after in _MOVES:
        should = declared.event == moved or declared.changes in _CHANGED_BY.get(moved, ())
        if (_value(declared, before) != _value(declared, after)) is not should:
            yield f"changes: {moved}"


def _of(declared: FactDeclaration) -> Iterator[str]:
    """What differs with a subject is declared to be of it, and with no other subject."""
    for subject, otherwise in _OTHERWISE.items():
        if (_value(declared, _BASE) != _value(declared, otherwise)) is not (declared.of is subject):
            yield f"of: {subject.value}"
    section = declared.name.partition(".")[0]
    if (section == "candidate") is not (declared.of is Subject.CANDIDATE):
        yield "of: candidate"
    without = Fact.declared(declared, Almanac())
    if (_value(declared, _BASE) is not None and value(without, _BASE) is None) is not declared.of_calendar:
        yield "of_calendar"


def _derived(declared: FactDeclaration) -> Iterator[str]:
    """What no case states and no event tells is derived, by the engine and by the reference."""
    told = declared.of.stated or declared.event is not None
    for where, derivers in (("derived", FACT_DERIVERS), ("derived by the reference", FOUND)):
        if (declared.name in derivers) is told:
            yield where


def _missing(declared: FactDeclaration) -> Iterator[str]:
    """Where a fact is unknown, that is missing which would tell it."""
    measured = measurement(Fact.declared(declared, ALMANAC), _NOTHING)
    told_by = {
        declared.event is not None: HISTORY,
        declared.of is Subject.TEXT: BODY,
        declared.local: ZONE,
    }.get(True, declared.name)
    if measured.value is None and measured.missing[0] not in {told_by, CALENDAR}:
        yield "missing"


def _words(declared: FactDeclaration) -> Iterator[str]:
    """There is a sentence for each way in which a fact can be."""
    kind = declared.type
    for part, wanted in _WORDS.items():
        if wanted(declared) and not getattr(declared, part):
            yield part
    if kind is FactType.BOOLEAN and "{}" in declared.says + declared.denies:
        yield "says"
    if kind is not FactType.BOOLEAN and "{}" not in declared.says:
        yield "says"
    if (kind in {FactType.ONE_OF, FactType.SET}) and declared.kind is None and not declared.values:
        yield "kind"


_WORDS: dict[str, Callable[[FactDeclaration], bool]] = {
    "title": lambda _: True,
    "says": lambda _: True,
    "denies": lambda fact: fact.type is FactType.BOOLEAN or " is {}" not in fact.says,  # which needs no other sentence
    "empty": lambda fact: fact.type is FactType.SET,
    "unit": lambda fact: fact.type in {FactType.INTEGER, FactType.NUMBER},
    "moment": lambda fact: fact.type is FactType.TIME and fact.of.stated,
}
"""The words of a declaration, and of which facts they are wanted."""
