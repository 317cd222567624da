"""What a mail is to a case: sent or received, by whom, and what. What is not certain is a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from courtesy.journal.entries import Choice, Question
from courtesy.journal.errors import NotRecordedError
from courtesy.loading.mail.addresses import canonical
from courtesy.loading.mail.recipients import Named
from courtesy.loading.mail.requests import asks_for_contact, asks_to_stop, is_understood, turns_down
from courtesy.model.channels import EMAIL
from courtesy.model.predicate import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.loading.mail.letter import Letter
    from courtesy.model.case import Case
    from courtesy.model.vocabulary import Vocabulary

_ANSWER = re.compile(
    r"\s*(?:re|aw|antwort|antw|sv|vs|odp|ynt|rif|res|rv|ref|r|回复|回覆|答复|返信)(?:\s*[\[(]\d+[\])])?\s*[:\uff1a]",
    re.IGNORECASE,
)
_LONGEST = 160
_STATUS, _OVER = "case.status", frozenset({"hired", "rejected", "withdrawn"})
_MEANINGS = {
    "reply": "they have answered",
    "auto_reply": "a program has answered",
    "stop_request": "they ask you to stop",
    "invitation": "they ask you to contact them",
}


class Said(Struct, frozen=True, kw_only=True):
    """What is said beside a mail, which then is not asked: by flags, or in answer to a question."""

    direction: str | None = None
    purpose: str | None = None
    event: str | None = None
    outcome: str | None = None
    from_: str | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ignore_address: tuple[str, ...] = ()
    done: str | None = None
    at: str | None = None


class Sent(NamedTuple):
    """A mail of the candidate."""

    to: tuple[str, ...]
    cc: tuple[str, ...]


class Received(NamedTuple):
    """A mail of a contact."""

    sender: str
    cc: tuple[str, ...]
    event: str


def understood(letter: Letter, case: Case, said: Said) -> Sent | Received | Question:
    """What a mail is. Raises InvalidInputError, NotRecordedError where the case does not know whom it is to or from."""
    people = {canonical(email): name for name, one in case.contacts.items() for email in one.emails}
    direction = _direction(letter, case, said, people)
    if isinstance(direction, Question):
        return direction
    if direction is Direction.OUTBOUND:
        return Sent(*letter.reached(case, Named(said.to, said.cc, said.ignore_address)))
    sender = _sender(letter, case, said, people)
    if isinstance(sender, Question):
        return sender
    event = said.event or _event(letter)
    if isinstance(event, Question):
        return event
    copied = dict.fromkeys(people[key] for one in letter.recipients if (key := canonical(one)) in people)
    return Received(sender, tuple(name for name in copied if name != sender), event)


def purpose_question(letter: Letter, sent: Sent, case: Case, vocabulary: Vocabulary) -> Question:
    """What a mail of the candidate was about, which no mail says: it may be an action that the case proposes."""
    proposed = [
        action
        for action in case.actions
        if action.channel == EMAIL and case.done(action) is None and set(action.to) <= {*sent.to, *sent.cc}
    ]
    choices = [Choice("done", action.id, "the action that the case proposes") for action in proposed]
    choices += [Choice("purpose", purpose) for purpose in vocabulary.purposes]
    return Question(letter.file, f"what was the purpose of this e-mail to {' and '.join(sent.to)}?", tuple(choices))


def advice(letter: Letter, case: Case) -> str | None:
    """What the case should perhaps say now that a mail has come in; None where nothing is to be seen in it."""
    if letter.said is None or case.facts.get(_STATUS) in _OVER:
        return None
    sentence = turns_down(letter.said)
    return sentence and f"it may turn you down: {_quoted(sentence)} If it does, write `case: {{status: rejected}}`"


def _direction(letter: Letter, case: Case, said: Said, people: dict[str, str]) -> Direction | Question:
    if said.direction is not None:
        return Direction(said.direction)
    own = {canonical(email) for email in case.candidate.emails}
    senders = [canonical(one) for one in letter.senders]
    if not own.isdisjoint(senders):
        return Direction.OUTBOUND
    if said.from_ is not None or said.event is not None or any(one in people for one in senders):
        return Direction.INBOUND
    if said.to or said.purpose or said.done:
        return Direction.OUTBOUND
    who = f"`{letter.senders[0]}`, which the case does not know" if letter.senders else "nobody"
    choices = [Choice("direction", "outbound", "you sent it; `candidate: {emails: [...]}` tells so for good")]
    choices += [Choice("from", name, "it came from this contact") for name in case.contacts]
    return Question(letter.file, f"it is from {who}: who sent it?", tuple(choices))


def _sender(letter: Letter, case: Case, said: Said, people: dict[str, str]) -> str | Question:
    if said.from_ is not None:
        return said.from_
    known = (people[key] for one in letter.senders if (key := canonical(one)) in people)
    if not case.contacts:
        raise NotRecordedError(letter.file, "the case has no contacts", "add who wrote it under `contacts`")
    if (sender := next(known, None)) is not None:
        return sender
    who = f"`{letter.senders[0]}`, which no contact has" if letter.senders else "nobody"
    return Question(
        letter.file, f"it is from {who}: who sent it?", tuple(Choice("from", name) for name in case.contacts)
    )


def _event(letter: Letter) -> str | Question:
    """What came in. Only what is certain is decided: that a program answered, or that somebody did and asks nothing."""
    if letter.automatic is not None and letter.automatic.certain:
        return "auto_reply"
    return next((_question(letter, *doubt) for doubt in _doubts(letter)), "reply")


def _doubts(letter: Letter) -> Iterator[tuple[str, ...]]:
    """Why it is not certain that a mail is a reply and nothing else, and what it may be, the likeliest first."""
    if letter.said is None:
        yield "its text cannot be read", "reply", "auto_reply", "invitation", "stop_request"
        return
    if (sentence := asks_to_stop(letter.said)) is not None:
        yield f"it may ask you to stop: {_quoted(sentence)}", "stop_request", "reply", "invitation"
    if letter.automatic is not None:
        yield f"{letter.automatic.sign}: did a person write it?", "reply", "auto_reply", "invitation"
    if letter.calendar is not None:
        yield "it holds a date for the calendar", "invitation", "reply", "auto_reply"
    if (sentence := asks_for_contact(letter.said)) is not None:
        yield f"it may ask you to contact them: {_quoted(sentence)}", "invitation", "reply"
    if not is_understood(letter.said):
        yield "its language is not known", "reply", "invitation", "stop_request"
    if not (letter.answers or _ANSWER.match(letter.subject or "")):
        yield "it answers no e-mail", "reply", "invitation"


def _question(letter: Letter, text: str, *events: str) -> Question:
    return Question(letter.file, text, tuple(Choice("event", event, _MEANINGS[event]) for event in events))


def _quoted(sentence: str) -> str:
    shown = sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rstrip()}…"
    return f"“{shown}”"
