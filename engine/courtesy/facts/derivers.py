"""One deriver for each declared fact; facts that a case simply states share one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import day_number, own_clock, weekday_of
from courtesy.facts.hours import hours_reader
from courtesy.facts.message import mentions_thanks, sentences, words
from courtesy.facts.moments import count_reader, due_reader, side_reader
from courtesy.facts.people_in_text import known_people, mentions, nameless
from courtesy.facts.tone.reading import Reading, read
from courtesy.facts.touch_matching import has_event
from courtesy.model.almanac import WorkCalendar
from courtesy.model.declaration import Changes, Subject
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.model.missing import BODY, CALENDAR, HISTORY, ZONE, calendar_of_contact, name_of_contact
from courtesy.model.predicate import Count, Fact, TimeAfter, TimeAgainst, WithinHours
from courtesy.model.subjects import answers_or_forwards
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.scene import Scene
    from courtesy.model.evidence import Evidence
    from courtesy.model.facts import Mention
    from courtesy.model.predicate import Term
    from courtesy.values import Value

    Derive = Callable[[Scene], Value | None]
    Missing = Callable[[Scene], tuple[str, ...]]


class FactReader(NamedTuple):
    """How to derive one fact, and the names of what is missing where its value is not known.

    `read` gives it for what the clock shows, where it is read off the clock, by the calendar that holds; `mentions` are
    the words it was told by, and `evidence` the sentences.
    """

    value: Derive
    missing: Missing
    read: Callable[[int, Calendar | None], Value | None] | None = None
    mentions: Callable[[Scene], tuple[Mention, ...]] = lambda _: ()
    evidence: Callable[[Scene], tuple[Evidence, ...]] = lambda _: ()


def value_reader(term: Term) -> Derive:
    """How to find the value of a term."""
    match term:
        case Fact():
            return fact_reader(term).value
        case Count():
            return count_reader(term).value
        case TimeAfter():
            return due_reader(term).value
        case TimeAgainst():
            return side_reader(term).value
        case WithinHours():
            return hours_reader(term).value
        case _:
            assert_never(term)


def fact_reader(fact: Fact) -> FactReader:
    """How to derive a fact: from the event that it is declared by, by its own deriver, or as the case states it."""
    if fact.event is not None:
        return FactReader(_of_event(fact.event), missing_for(fact))
    return FACT_DERIVERS.get(fact.name, _stated)(fact)


def missing_for(fact: Fact) -> Missing:
    """What is missing where a fact is not known, by what it is of and when it changes: most often the fact itself."""
    if fact.event is not None:
        return lambda _: (HISTORY,)
    if fact.changes in {Changes.CLOCK, Changes.DAY}:
        return lambda _: (ZONE,)
    if fact.of is Subject.TEXT:
        return lambda scene: (fact.name,) if read_text(scene)[1] else (BODY,)
    return lambda scene: (scene.to_state(fact.name),)


def read_text(scene: Scene) -> tuple[str, bool]:
    """Subject and body in one text, and whether the body is known."""
    message = scene.action.message
    if message is None:
        return "", False
    subject, body = message.subject, message.body
    return (f"{subject}\n\n{body or ''}" if subject else body or ""), body is not None


def _mentions(scene: Scene) -> tuple[Mention, ...]:
    """The people of the case whom the text names."""
    return mentions(read_text(scene)[0], known_people(scene.case.contacts.values()))


def _derived(derive: Derive) -> Callable[[Fact], FactReader]:
    return lambda fact: FactReader(derive, missing_for(fact))


def _of_event(event: str) -> Derive:
    return lambda scene: has_event(scene, event)


def _stated(fact: Fact) -> FactReader:
    name = fact.name

    def stated(scene: Scene) -> Value | None:
        found = scene.stated(name)
        # Where times are compared, `TimeAgainst` reads them; all that is asked of them here is whether they are known.
        return day_number(found) * DAY if isinstance(found, date) else found

    return FactReader(stated, missing_for(fact))


def _on_clock(read: Callable[[int], Value | None]) -> Callable[[Fact], FactReader]:
    """A reading of the time of the act on the clock that holds."""

    def make(fact: Fact) -> FactReader:
        own = own_clock(fact.almanac)

        def derive(scene: Scene) -> Value | None:
            clock = own or scene.clock()
            return None if clock is None else read(clock.local(scene.at))

        return FactReader(derive, missing_for(fact), lambda local, _: read(local))

    return make


def _business_day(fact: Fact) -> FactReader:
    own = own_clock(fact.almanac)
    work = fact.almanac.calendar if fact.almanac is not None else WorkCalendar()

    def read(local: int, calendar: Calendar | None) -> bool | None:
        return calendar.is_business_day(local // DAY) if calendar is not None else None

    def derive(scene: Scene) -> bool | None:
        clock = own or scene.clock()
        return None if clock is None else read(clock.local(scene.at), calendar_of(work, scene.own_calendar()))

    def missing(scene: Scene) -> tuple[str, ...]:
        calendar = calendar_of(work, scene.own_calendar())
        without = calendar is None or calendar.code is None
        return missing_calendar(work, scene) if without or own or scene.clock() else (ZONE,)

    return FactReader(derive, missing, read)


def missing_calendar(work: WorkCalendar, scene: Scene) -> tuple[str, ...]:
    """What is missing where holidays are not known: the contact's calendar, where theirs would be asked first."""
    recipient = scene.recipient
    if work.of_recipient and work.code is None and recipient is not None and recipient.calendar is None:
        return (calendar_of_contact(recipient.id),)
    return (CALENDAR,)


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


def _of_body(measure: Callable[[str], int]) -> Callable[[Fact], FactReader]:
    def derive(scene: Scene) -> int | None:
        message = scene.action.message
        return measure(message.body) if message is not None and message.body is not None else None

    return _derived(derive)


def _tone(fact: Fact) -> FactReader:
    return FactReader(
        lambda scene: _tone_of(scene).tone, missing_for(fact), evidence=lambda scene: _tone_of(scene).evidence
    )


def _tone_of(scene: Scene) -> Reading:
    """The tone as it is stated, or of the body, or of a subject that is negative; they may be in different languages.

    The subject of an answer is somebody else's.
    """
    message = scene.action.message
    if message is None:
        return Reading(None)
    if message.tone is not None:
        return Reading(message.tone)
    subject = message.subject
    if subject is not None and not answers_or_forwards(subject):
        of_subject = read(subject, message.language)
        if of_subject.tone == "negative":
            return of_subject
    return read(message.body, message.language) if message.body is not None else Reading(None)


def _thanks(scene: Scene) -> bool | None:
    if scene.action.message is not None and scene.action.message.mentions_thanks is not None:
        return scene.action.message.mentions_thanks
    text, complete = read_text(scene)
    return mentions_thanks(text) or (False if complete else None)


def _names_contacts(_: Fact) -> FactReader:
    """Nobody can tell that a text names no one as long as the name of anyone is not known."""

    def derive(scene: Scene) -> bool | None:
        known = read_text(scene)[1] and not nameless(scene.case.contacts.values())
        return bool(_mentions(scene)) or (False if known else None)

    def missing(scene: Scene) -> tuple[str, ...]:
        names = (name_of_contact(one.id) for one in nameless(scene.case.contacts.values()))
        return (*(() if read_text(scene)[1] else (BODY,)), *names)

    return FactReader(derive, missing, mentions=_mentions)


FACT_DERIVERS: dict[str, Callable[[Fact], FactReader]] = {
    "action.channel": _derived(lambda scene: scene.action.channel),
    "action.purpose": _derived(lambda scene: scene.action.purpose),
    "action.tags": _derived(lambda scene: scene.action.tags),
    "action.at": _derived(lambda scene: scene.at),
    "action.local_time": _on_clock(lambda local: local % DAY),
    "action.weekday": _on_clock(lambda local: WEEKDAYS[weekday_of(local // DAY)]),
    "action.business_day": _business_day,
    "recipient.roles": _derived(_recipient_roles),
    "recipient.met": _derived(_met),
    "recipient.relationship": _derived(lambda scene: scene.recipient.relationship if scene.recipient else None),
    "recipient.zone": _derived(lambda scene: scene.zone_name()),
    "cc.roles": _derived(_roles_of_others),
    "message.words": _of_body(words),
    "message.sentences": _of_body(sentences),
    "message.tone": _tone,
    "message.mentions_thanks": _derived(_thanks),
    "message.names_contacts": _names_contacts,
}
"""The derivers of all built-in facts but those that an event declares, or that a case states."""
