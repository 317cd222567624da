"""The value of each fact; None is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.subjects import answers_or_forwards
from courtesy.selfcheck.reference.calendars import is_business_day
from courtesy.selfcheck.reference.clocks import reading, time_of_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.case import Message
    from courtesy.selfcheck.reference.situation import Situation, Value

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def value(fact: str, situation: Situation) -> Value | None:
    """The value of a fact: as an event tells it, as it is worked out, or as the action or the case states it."""
    event = situation.policy.vocabulary.facts[fact].event
    find = FOUND.get(fact) if event is None else _event(event)
    return situation.stated(fact) if find is None else find(situation)


def _of_the_clock(fact: str) -> Callable[[Situation], Value | None]:
    def find(situation: Situation) -> Value | None:
        if situation.zone is None:
            return None
        local = reading(situation.at, situation.zone)
        if fact == "local_time":
            return time_of_day(local)
        return _WEEKDAYS[local.weekday()] if fact == "weekday" else is_business_day(local.date(), situation.calendar)

    return find


def _of_the_action(field: str) -> Callable[[Situation], Value | None]:
    return lambda situation: getattr(situation.action, field)


def _roles(situation: Situation) -> frozenset[str] | None:
    return frozenset() if situation.recipient is None else situation.recipient.roles


def _met(situation: Situation) -> bool | None:
    recipient = situation.recipient
    if recipient is None:
        return False
    if recipient.met is None and recipient.roles is not None and "interviewer" in recipient.roles:
        return True
    return recipient.met


def _event(event: str) -> Callable[[Situation], Value | None]:
    def find(situation: Situation) -> bool | None:
        recipient = situation.recipient
        if recipient is None:
            return False
        if situation.touches is None:
            return None
        return any(
            seen.touch.event == event
            and seen.touch.direction.value == "inbound"
            and recipient.id in seen.touch.contacts
            for seen in situation.past
        )

    return find


def _zone(situation: Situation) -> str | None:
    return situation.place


def _copied(situation: Situation) -> frozenset[str] | None:
    """The roles of everyone else who gets it: who is copied, and who else is addressed."""
    action, recipient = situation.action, situation.recipient
    if action is None:
        return None
    others = [name for name in (*action.cc, *action.to) if recipient is None or name != recipient.id]
    roles = [situation.case.contacts[name].roles for name in others]
    if None in roles:
        return None
    return frozenset().union(*(one for one in roles if one is not None))


def _message(situation: Situation) -> Message | None:
    return None if situation.action is None else situation.action.message


def _text(situation: Situation) -> tuple[str | None, str | None]:
    """Subject and body."""
    message = _message(situation)
    return (None, None) if message is None else (message.subject, message.body)


def _words(situation: Situation) -> int | None:
    body = _text(situation)[1]
    return None if body is None else situation.texts.words(body)


def _sentences(situation: Situation) -> int | None:
    body = _text(situation)[1]
    return None if body is None else situation.texts.sentences(body)


def _tone(situation: Situation) -> str | None:
    """The tone that is stated, or that of the body; a negative subject is enough, unless it is that of an answer."""
    message = _message(situation)
    if message is not None and message.tone is not None:
        return message.tone
    language = None if message is None else message.language
    subject, body = _text(situation)
    tone = situation.texts.tone
    if subject is not None and not answers_or_forwards(subject) and tone(subject, language) == "negative":
        return "negative"
    return None if body is None else tone(body, language)


def _thanks(situation: Situation) -> bool | None:
    message = _message(situation)
    if message is not None and message.mentions_thanks is not None:
        return message.mentions_thanks
    subject, body = _text(situation)
    if situation.texts.thanks("\n\n".join(part for part in (subject, body) if part)):
        return True
    return None if body is None else False


def _names(situation: Situation) -> bool | None:
    subject, body = _text(situation)
    text = "\n\n".join(part for part in (subject, body) if part)
    if situation.texts.names(text, situation.case.contacts.values()):
        return True
    people = [contact for contact in situation.case.contacts.values() if not contact.desk]
    nameless = any(contact.name is None and not contact.other_names for contact in people)
    return None if body is None or nameless else False


FOUND: dict[str, Callable[[Situation], Value | None]] = {
    "action.channel": _of_the_action("channel"),
    "action.purpose": _of_the_action("purpose"),
    "action.tags": _of_the_action("tags"),
    "action.at": lambda situation: situation.at,
    "action.local_time": _of_the_clock("local_time"),
    "action.weekday": _of_the_clock("weekday"),
    "action.business_day": _of_the_clock("business_day"),
    "recipient.roles": _roles,
    "recipient.met": _met,
    "recipient.relationship": lambda situation: (
        None if situation.recipient is None else situation.recipient.relationship
    ),
    "recipient.zone": _zone,
    "cc.roles": _copied,
    "message.words": _words,
    "message.sentences": _sentences,
    "message.tone": _tone,
    "message.mentions_thanks": _thanks,
    "message.names_contacts": _names,
}
"""How each fact is worked out that no event tells, and that neither an action nor a case states."""
