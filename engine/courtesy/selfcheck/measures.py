"""The measures of texts that the reference is handed: the engine's own, since they are no part of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.facts import message
from courtesy.facts.people_in_text import known_people, mentions
from courtesy.facts.tone.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.case import Contact


class EngineMeasures:
    """Measures texts as the engine does."""

    def words(self, text: str) -> int:
        """How many words it has."""
        return message.words(text)

    def sentences(self, text: str) -> int:
        """How many sentences it has."""
        return message.sentences(text)

    def tone(self, text: str, language: str | None) -> str | None:
        """Its tone."""
        return read(text, language).tone

    def thanks(self, text: str) -> bool:
        """Whether it says thanks."""
        return message.mentions_thanks(text)

    def names(self, text: str, contacts: Iterable[Contact]) -> bool:
        """Whether it names any of the contacts."""
        return bool(mentions(text, known_people(contacts)))
