"""Touches and actions of a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from courtesy.deadline import look_at_the_clock
from courtesy.errors import Problem
from courtesy.instants import instant
from courtesy.loading.errors import OWN_FACT, MisplacedFactError, MissingKeyError, UnknownNameError, WrongValueError
from courtesy.loading.scalars import as_list, read_time, read_value, text_at
from courtesy.model.case import Action, Message, Touch
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.declaration import contact_fact, own_key, own_name
from courtesy.model.predicate import Direction
from courtesy.model.vocabulary import EVENTS, OUTCOMES
from courtesy.spans import MappingNode
from courtesy.values import FactType, Written, boolean_of
from courtesy.wording.text import nearest, with_article

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from courtesy.model.case import Contact
    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Scalar, SequenceNode
    from courtesy.values import Value

_T = TypeVar("_T")


class ActReader:
    """Reads acts toward these contacts; what is wrong with them is added to `problems`."""

    def __init__(
        self, zone: str | None, contacts: Mapping[str, Contact], vocabulary: Vocabulary, problems: list[Problem]
    ) -> None:
        """`zone` is the one in which local times are read."""
        self.zone = zone
        self.contacts = contacts
        self.vocabulary = vocabulary
        self.problems = problems

    def touch(self, tree: MappingNode) -> Touch | None:
        """What happened; None where its time cannot be read, which is a problem."""
        look_at_the_clock()
        inbound = tree.get("direction", "outbound") == "inbound"
        channel = self._channel(tree)
        self._past_word(tree, "channel", (*self.vocabulary.channels, *CHANNEL_ALIASES))
        to: tuple[str, ...] = ()
        sender: tuple[str, ...] = ()
        if inbound:
            sender = self._sender(tree)
        else:
            to = self._recipients(tree, channel)
            for key in ("from", "event"):
                if key in tree:
                    self.problems.append(
                        WrongValueError(
                            tree.span_of(key),
                            "no such key in an outbound touch",
                            f"`{key}`",
                            "add `direction: inbound`",
                        )
                    )
        copied = self._known_contacts(tree.get("cc"))
        at = self._kept(read_time(tree["at"], self.zone))
        if at is None:
            return None
        return Touch(
            id=text_at(tree, "id"),
            at=at,
            channel=channel,
            to=to,
            cc=tuple(name for name in copied if name not in to),
            from_=sender,
            purpose=self._past_word(tree, "purpose", self.vocabulary.purposes),
            direction=Direction.INBOUND if inbound else Direction.OUTBOUND,
            outcome=self._past_word(tree, "outcome", OUTCOMES) or OUTCOMES[0],
            event=self._past_word(tree, "event", EVENTS),
            tags=frozenset(str(tag) for tag in as_list(tree.get("tags"))),
            attributes=self.attributes(tree),
            message_id=text_at(tree, "message_id"),
        )

    def action(self, tree: MappingNode, id: str) -> Action:  # noqa: A002  the name of the field
        """What is proposed, under that id."""
        look_at_the_clock()
        channel = self._channel(tree)
        message: MappingNode | None = tree.get("message")
        to = self._recipients(tree, channel)
        return Action(
            id=id,
            channel=channel,
            to=to,
            purpose=self._purpose(tree),
            at=self._kept(read_time(tree["at"], self.zone)) if "at" in tree else None,
            cc=tuple(name for name in self._known_contacts(tree.get("cc")) if name not in to),
            message=None if message is None else _message(message),
            tags=frozenset(str(tag) for tag in as_list(tree.get("tags"))),
            attributes=self.attributes(tree),
        )

    def declaration(self, stated: MappingNode, key: str) -> FactDeclaration | None:
        """What the policy declares for an attribute; None where it does not, which is a problem."""
        declaration = self.vocabulary.facts.get(own_name(key))
        if declaration is None:
            known = [known for name in self.vocabulary.facts if (known := own_key(name)) is not None]
            elsewhere = contact_fact(key) in self.vocabulary.facts
            problem = MisplacedFactError if elsewhere else UnknownNameError
            self.problems.append(problem(stated.span_of(key), OWN_FACT, key, known))
        return declaration

    def attributes(self, tree: MappingNode) -> dict[str, Value]:
        """What an act states of the facts that the policy declares, by its key `attributes`."""
        stated: MappingNode = tree.get("attributes", MappingNode({}))
        found: dict[str, Value] = {}
        for key, scalar in stated.items():
            declaration = self.declaration(stated, key)
            value = None if declaration is None else self._value(scalar, declaration)
            if value is not None:
                found[key] = value
        return found

    # -------------------------------------------------------------------------------------------- parts

    def _kept(self, found: _T | Problem) -> _T | None:
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _channel(self, tree: MappingNode) -> str:
        return CHANNEL_ALIASES.get(tree["channel"], str(tree["channel"]))

    def _past_word(self, tree: MappingNode, field: str, known: Collection[str]) -> str | None:
        """What the history says. An unknown word is a mistake where a known one is near, and else a word of its own."""
        word: Scalar | None = tree.get(field)
        if word is not None and word not in known and nearest(word, known):
            self.problems.append(UnknownNameError(word.span, field, word, known))
        return None if word is None else str(word)

    def _purpose(self, tree: MappingNode) -> str | None:
        purpose: Scalar | None = tree.get("purpose")
        if purpose is not None and purpose not in self.vocabulary.purposes:
            self.problems.append(UnknownNameError(purpose.span, "purpose", purpose, self.vocabulary.purposes))
        return None if purpose is None else str(purpose)

    def _recipients(self, tree: MappingNode, channel: str) -> tuple[str, ...]:
        declared = self.vocabulary.channel(channel)
        if declared.addresses_nobody:
            if "to" in tree:
                expected, hint = f"no `to` in {with_article(declared.noun)}", "leave it out: it addresses nobody"
                self.problems.append(WrongValueError(tree.span_of("to"), expected, "`to`", hint))
            return ()
        if "to" not in tree:
            self.problems.append(MissingKeyError(tree.span, "to", "name a contact of the case"))
        return self._known_contacts(tree.get("to"))

    def _sender(self, tree: MappingNode) -> tuple[str, ...]:
        for key, hint in (
            ("from", "name the contact that it came from"),
            ("event", "say what it was, such as `reply`"),
        ):
            if key not in tree:
                self.problems.append(MissingKeyError(tree.span, key, hint))
        if "to" in tree:
            self.problems.append(
                WrongValueError(
                    tree.span_of("to"), "no `to` in an inbound touch", "`to`", "name the contact under `from`"
                )
            )
        return self._known_contacts(tree.get("from"))

    def _known_contacts(self, tree: Scalar | SequenceNode | None) -> tuple[str, ...]:
        names = as_list(tree)
        for name in names:
            if name not in self.contacts:
                self.problems.append(UnknownNameError(name.span, "contact", name, self.contacts))
        return tuple(dict.fromkeys(str(name) for name in names))

    def _value(self, scalar: Scalar, declaration: FactDeclaration) -> Value | None:
        if declaration.type is FactType.TIME:
            at = self._kept(read_time(scalar, self.zone))
            return None if at is None else Written(instant(at), at.isoformat())
        value = read_value(scalar, declaration, self.vocabulary, self.zone)
        if isinstance(value, Problem):
            self.problems.append(value)
        return None if isinstance(value, Problem | datetime | date) else value


def _message(tree: MappingNode) -> Message:
    left_out: MappingNode = tree.get("left_out", MappingNode({}))
    return Message(
        subject=text_at(tree, "subject"),
        body=text_at(tree, "body"),
        tone=text_at(tree, "tone"),
        mentions_thanks=boolean_of(tree.get("mentions_thanks")),
        language=text_at(tree, "language"),
        left_out={kind: int(words) for kind, words in left_out.items()},
        unread=text_at(tree, "unread"),
    )
