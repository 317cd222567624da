"""A case as a story: when the interview ended, what is known of whom, what has happened, what is to be done."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from courtesy.model.declaration import Subject, contact_fact, own_name
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.predicate import Direction
from courtesy.values import FactType
from courtesy.wording import statements, times
from courtesy.wording.acts import act_noun
from courtesy.wording.clocks import city
from courtesy.wording.text import agree, joined, quoted, sentence, with_article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from courtesy.model.case import Action, Case, Contact, Touch
    from courtesy.model.nouns import Noun
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.values import Value

_USUAL_OUTCOME = "delivered"
_MOST_TIMES = 3
"""How many touches of a kind are told by their times; of more, the first and the last."""
_QUOTED_WORDS = 20
"""How long a text may be to be quoted whole."""


class Story:
    """Tells of one case. People are called by what they are, unless the case has a name for them.

    Of the facts only those in `about` are told, and the end of the interview; where it is None all of them. An
    interview that is not over at `now` ends later.
    """

    def __init__(
        self, case: Case, vocabulary: Vocabulary, *, about: Collection[str] | None = None, now: datetime | None = None
    ) -> None:
        self._case, self._words, self._about, self._now = case, vocabulary, about, now
        self._called = _names(case, vocabulary)
        self._clocks = {zone for contact in case.contacts.values() for zone in contact.zones}

    def before(self) -> str:
        """All that the case tells, without what is proposed, in sentences."""
        return " ".join(map(sentence, self._before()))

    def act(self, action: Action, at: datetime) -> str:
        """What is proposed: `a follow-up e-mail to the interviewer on Friday 20 November 2026, 10:00`."""
        said = with_article(act_noun(action.channel, action.purpose, self._words))
        said += f" to {self._people(action.to)}" if action.to else ""
        said += f", copied to {self._people(action.cc)}," if action.cc else ""
        return f"{said} on {self.at(at)}"

    def text(self, action: Action) -> str:
        """What is told of the text of an act and of its attributes, in sentences."""
        return " ".join(map(sentence, self._text(action)))

    def at(self, moment: datetime) -> str:
        """A time, with the name of its zone where the people of the case have several clocks."""
        return times.day_and_clock(moment) if len(self._clocks) > 1 else f"{times.day(moment)}, {times.clock(moment)}"

    def _before(self) -> Iterator[str]:
        for name, value in self._case.facts.items():
            if name == INTERVIEW_END:
                yield f"the interview {'ends' if self._is_ahead(value) else 'ended'} on {self._time(value)}"
            elif self._tells(name):
                yield self._fact(name, value)
        for contact in self._case.contacts.values():
            yield from self._contact(contact)
        if self._case.history is None:
            yield "what has happened so far is not known"
        elif told := "; ".join(self._touches(self._case.history.touches)):
            yield f"so far: {told}"

    def _fact(self, name: str, value: Value | datetime | date) -> str:
        declared = self._words.facts[name]
        if declared.type is FactType.TIME and not isinstance(value, bool | int | float | str | frozenset):
            return statements.statement(declared, [self._time(value)])
        return statements.observed(declared, value, self._words)  # type: ignore[arg-type]  # times were told before

    def _time(self, value: object) -> str:
        return self.at(value) if isinstance(value, datetime) else times.day(value)  # type: ignore[arg-type]  # a date

    def _is_ahead(self, value: object) -> bool:
        """Whether a time lies after now, or a day has not begun."""
        if self._now is None:
            return False
        if isinstance(value, datetime):
            return self._now < value
        return isinstance(value, date) and self._now.date() < value

    def _contact(self, contact: Contact) -> Iterator[str]:
        """What is known of a contact beside what they are."""
        name = self._called[contact.id]
        if len(self._clocks) > 1 and contact.zones:
            yield f"the clock of {name} is that of {joined(map(city, contact.zones), 'or')}"
        if contact.met is not None and self._tells("recipient.met"):
            yield f"the candidate {'met' if contact.met else 'did not meet'} {name} in the interview"
        if contact.relationship is not None and self._tells("recipient.relationship"):
            yield f"the relationship to {name} is {quoted(contact.relationship)}"
        if contact.calendar is not None:
            yield f"{name} has the holidays of {contact.calendar}"
        for key, value in contact.attributes.items():
            if self._tells(contact_fact(key)):
                yield f"of {name}: {self._fact(contact_fact(key), value)}"

    def _touches(self, touches: Iterable[Touch]) -> Iterator[str]:
        """What has happened: of several touches of one kind, how many and when."""
        for (noun, behind), alike in groupby(touches, key=self._kind):
            moments = [touch.at for touch in alike]
            if len(moments) > _MOST_TIMES:
                first, last = self._days_once((moments[0], moments[-1]))
                yield f"{agree(len(moments), noun)}{behind} from {first} to {last}"
            else:
                count = with_article(noun) if len(moments) == 1 else agree(len(moments), noun)
                yield f"{count}{behind} on {joined(self._days_once(moments))}"

    def _days_once(self, moments: Sequence[datetime]) -> Iterator[str]:
        """Times in their order, with the day only where it is another one: `Monday 2 November 2026, 10:00`, `11:00`."""
        for before, moment in zip((None, *moments), moments, strict=False):
            said = self.at(moment)
            same = before is not None and before.date() == moment.date()
            yield said.removeprefix(f"{times.day(moment)}, ") if same else said

    def _kind(self, touch: Touch) -> tuple[Noun, str]:
        """What a touch was, and what is said of it behind the noun: whom it went to, how it ended."""
        inbound = touch.direction is Direction.INBOUND
        noun = act_noun(touch.channel, touch.purpose, self._words)
        notes = []
        if touch.event is not None:
            notes = [noun.name]
            noun = self._words.noun_for("event", touch.event)
        behind = f" {'from' if inbound else 'to'} {self._people(touch.contacts)}" if touch.contacts else ""
        behind += f", copied to {self._people(touch.cc)}," if touch.cc else ""
        notes += [touch.outcome.replace("_", " ")] if touch.outcome != _USUAL_OUTCOME else []
        notes += [f"tagged {joined(map(quoted, sorted(touch.tags)))}"] if touch.tags else []
        notes += [self._fact(own_name(key), value) for key, value in touch.attributes.items()]
        return noun, f"{behind} ({', '.join(notes)})" if notes else behind

    def _text(self, action: Action) -> Iterator[str]:
        message = action.message if self._tells_text else None
        if message is not None and message.body is not None:
            words = len(message.body.split())
            short = words <= _QUOTED_WORDS
            yield f"its text: {quoted(message.body.rstrip('. '))}" if short else f"its text has {agree(words, 'word')}"
        if message is not None and message.tone is not None:
            yield self._fact("message.tone", message.tone)
        if message is not None and message.mentions_thanks is not None:
            yield self._fact("message.mentions_thanks", message.mentions_thanks)
        if action.tags:
            yield self._fact("action.tags", action.tags)
        for key, value in action.attributes.items():
            if self._tells(own_name(key)):
                yield self._fact(own_name(key), value)

    def _tells(self, fact: str) -> bool:
        return self._about is None or fact in self._about

    @property
    def _tells_text(self) -> bool:
        return self._about is None or any(self._words.facts[name].of is Subject.TEXT for name in self._about)

    def _people(self, contact_ids: Iterable[str]) -> str:
        return joined(self._called[contact_id] for contact_id in contact_ids)


def _names(case: Case, vocabulary: Vocabulary) -> dict[str, str]:
    """What to call everyone: by name, else by what they are, the next one in the same roles as another one."""
    called: dict[str, str] = {}
    for contact in case.contacts.values():
        roles = joined(noun.name for role, noun in vocabulary.roles.items() if role in (contact.roles or ()))
        said = contact.name or f"the {roles or 'contact'}"
        if said in called.values():
            said = f"another {roles or 'contact'}"
        if said in called.values():
            said = contact.id.replace("_", " ")
        called[contact.id] = said
    return called
