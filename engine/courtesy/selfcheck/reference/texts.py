"""What is measured of texts is no part of the language: the reference is handed the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.case import Contact


class TextMeasures(Protocol):
    """Measures a text."""

    def words(self, text: str) -> int:
        """How many words it has."""

    def sentences(self, text: str) -> int:
        """How many sentences it has."""

    def tone(self, text: str, language: str | None) -> str | None:
        """Its tone, None where that cannot be told; `language` where a case states it."""

    def thanks(self, text: str) -> bool:
        """Whether it says thanks."""

    def names(self, text: str, contacts: Iterable[Contact]) -> bool:
        """Whether it names any of the contacts."""
