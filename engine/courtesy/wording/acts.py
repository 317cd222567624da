"""Acts in words: a channel and what it is about."""

from __future__ import annotations

from courtesy.model.nouns import Noun

_BEHIND = {
    "ask_question": "with a question",
    "provide_information": "with information",
    "references": "about references",
    "other": "",
}
"""Purposes that stand behind the act; all others stand before it: "follow-up e-mail"."""


def act_noun(channel: Noun, purpose: str | None, purpose_words: str) -> Noun:
    """The act as a noun, with the article that the channel declares where it comes first."""
    first = purpose is None or not stands_before(purpose)
    return Noun(act(channel.name, purpose, purpose_words), channel.article if first else None)


def act(channel: str, purpose: str | None, purpose_words: str) -> str:
    """`follow-up e-mail`, `phone call about references`; `channel` and `purpose_words` are words already."""
    if purpose is None:
        return channel
    if stands_before(purpose):
        return f"{purpose_words} {channel}"
    return f"{channel} {_BEHIND[purpose]}".rstrip()


def stands_before(purpose: str) -> bool:
    """Whether the words for a purpose stand before those for the channel."""
    return purpose not in _BEHIND
