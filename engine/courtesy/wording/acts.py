"""Actions in words: a channel and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.nouns import Noun
from courtesy.wording.text import plural_noun

if TYPE_CHECKING:
    from courtesy.model.vocabulary import Vocabulary

_BEHIND = {
    "ask_question": "with a question",
    "provide_information": "with information",
    "references": "about references",
    "other": "",
}
"""Purposes that stand behind the action; all others stand before it: "follow-up e-mail"."""


def act_noun(channel: str, purpose: str | None, vocabulary: Vocabulary) -> Noun:
    """One action: `follow-up e-mail`, `handwritten thank-you note`, `phone call about references`."""
    declared = vocabulary.channel(channel)
    if purpose is None or purpose in declared.implies:
        return declared.noun
    if stands_before(purpose):
        return with_purpose(channel, vocabulary.words_for("purpose", purpose), vocabulary)
    return Noun(f"{declared.noun.name} {_BEHIND[purpose]}".rstrip(), declared.noun.article)


def with_purpose(channel: str, said: str, vocabulary: Vocabulary) -> Noun:
    """One action on a channel, with a purpose in words before its noun, and behind its adjective."""
    noun, adjective = vocabulary.channel(channel).noun, vocabulary.channel(channel).adjective
    front = f"{adjective} " if adjective and noun.name.startswith(f"{adjective} ") else ""
    one, several = (f"{front}{said} {name.removeprefix(front)}" for name in (noun.name, plural_noun(noun)))
    return Noun(one, noun.article if front else None, several)


def stands_before(purpose: str) -> bool:
    """Whether the words for a purpose stand before those for the channel."""
    return purpose not in _BEHIND
