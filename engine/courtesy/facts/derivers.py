"""One deriver for each declared fact; facts that a case simply states share one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import LocalClock, day_number, own_clocks, weekday_of
from courtesy.facts.message import mentions_thanks, sentences, words
from courtesy.facts.moments import CountReader, DueReader, HoursReader
from courtesy.facts.names import known_names, names_in
from courtesy.facts.timeline import has_event
from courtesy.facts.tone import tone
from courtesy.model.predicate import Count, Fact, TimeAfter, WithinHours
from courtesy.model.vocabulary import WEEKDAYS
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.scene import Scene
    from courtesy.model.predicate import Almanac, Term
    from courtesy.values import Value

    Derive = Callable[[Scene], Value | None]


def value_reader(term: Term) -> Derive:
    """How to find the value of a term."""
    match term:
        case Fact():
            return deriver_of(term)
        case Count():
            return CountReader(term).value
        case TimeAfter():
            return DueReader(term).value
        case WithinHours():
            return HoursReader(term).value
        case _:
            assert_never(term)


def deriver_of(fact: Fact) -> Derive:
    """How to derive a fact: by its own deriver, or as the case (or the action's attributes) states it."""
    make = FACT_DERIVERS.get(fact.name, _stated)
    return make(fact)


def read_text(scene: Scene) -> tuple[str, bool]:
    """Subject and body in one text, and whether the body is known."""
    message = scene.action.message
    if message is None:
        return "", False
    subject, body = message.subject, message.body
    return (f"{subject}\n\n{body or ''}" if subject else body or ""), body is not None


def _plainly(derive: Derive) -> Callable[[Fact], Derive]:
    return lambda _: derive


def _stated(fact: Fact) -> Derive:
    name = fact.name

    def stated(scene: Scene) -> Value | None:
        found = scene.stated(name)
        if not isinstance(found, date):
            return found
        clocks = scene.clocks()  # a bare date begins with its local day
        return clocks[0].start_of_day(day_number(found)) if clocks else None

    return stated


def _on_every_clock(read: Callable[[int], Value | None]) -> Callable[[Fact], Derive]:
    """A reading of local time that is known only where all plausible zones give the same."""

    def make(fact: Fact) -> Derive:
        own = own_clocks(fact.almanac)

        def derive(scene: Scene) -> Value | None:
            clocks: tuple[LocalClock, ...] = own or scene.clocks()
            if not clocks:
                return None
            value = read(clocks[0].local(scene.at))
            return value if all(read(clock.local(scene.at)) == value for clock in clocks[1:]) else None

        return derive

    return make


def _business_day(fact: Fact) -> Derive:
    almanac: Almanac | None = fact.almanac
    code = almanac.calendar if almanac is not None else None

    def read(local: int) -> bool | None:
        calendar = calendar_of(code)
        return calendar.is_business_day(local // DAY) if calendar is not None else None

    return _on_every_clock(read)(fact)


def _recipient_roles(scene: Scene) -> frozenset[str] | None:
    return scene.recipient.roles if scene.recipient is not None else frozenset()


def _met(scene: Scene) -> bool | None:
    recipient = scene.recipient
    if recipient is None:
        return False
    return True if recipient.met is None and "interviewer" in (recipient.roles or ()) else recipient.met


def _roles_of_others(scene: Scene) -> frozenset[str] | None:
    """The roles of everyone else who gets the message; unknown where those of any of them are."""
    found: frozenset[str] = frozenset()
    for contact in scene.others():
        if contact.roles is None:
            return None
        found |= contact.roles
    return found


def _zone(scene: Scene) -> str | None:
    names = scene.zone_names()
    return names[0] if len(names) == 1 else None


def _of_body(measure: Callable[[str], int]) -> Callable[[Fact], Derive]:
    def derive(scene: Scene) -> int | None:
        message = scene.action.message
        return measure(message.body) if message is not None and message.body is not None else None

    return _plainly(derive)


def _tone(scene: Scene) -> str | None:
    """The tone of the body, or of subject and body if either is negative; they may be in different languages."""
    message = scene.action.message
    if message is None:
        return None
    if message.subject is not None and tone(message.subject) == "negative":
        return "negative"
    return tone(message.body) if message.body is not None else None


def _thanks(scene: Scene) -> bool | None:
    text, complete = read_text(scene)
    return mentions_thanks(text) or (False if complete else None)


def _names_contacts(scene: Scene) -> bool | None:
    text, complete = read_text(scene)
    return bool(names_in(text, known_names(scene.case.contacts.values()))) or (False if complete else None)


FACT_DERIVERS: dict[str, Callable[[Fact], Derive]] = {
    "action.channel": _plainly(lambda scene: scene.action.channel),
    "action.purpose": _plainly(lambda scene: scene.action.purpose),
    "action.tags": _plainly(lambda scene: scene.action.tags),
    "action.at": _plainly(lambda scene: scene.at),
    "action.local_time": _on_every_clock(lambda local: local % DAY),
    "action.weekday": _on_every_clock(lambda local: WEEKDAYS[weekday_of(local // DAY)]),
    "action.business_day": _business_day,
    "recipient.roles": _plainly(_recipient_roles),
    "recipient.met": _plainly(_met),
    "recipient.invited_contact": _plainly(lambda scene: has_event(scene, "invitation")),
    "recipient.asked_to_stop": _plainly(lambda scene: has_event(scene, "stop_request")),
    "recipient.relationship": _plainly(lambda scene: scene.recipient.relationship if scene.recipient else None),
    "recipient.zone": _plainly(_zone),
    "cc.roles": _plainly(_roles_of_others),
    "message.words": _of_body(words),
    "message.sentences": _of_body(sentences),
    "message.tone": _plainly(_tone),
    "message.mentions_thanks": _plainly(_thanks),
    "message.names_contacts": _plainly(_names_contacts),
    "candidate.linkedin.profile_polished": _stated,
    "candidate.linkedin.recommendations": _stated,
    "candidate.linkedin.portfolio_linked": _stated,
    "interview.ended_at": _stated,
    "interview.decision_promised_for": _stated,
    "interview.format": _stated,
    "case.status": _stated,
}
"""The deriver of every built-in fact, by the name that `model/vocabulary.py` declares."""
