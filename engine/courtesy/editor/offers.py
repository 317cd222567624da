"""A word that is offered, and how it is written where somebody types."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.editor.sketch import Role
from courtesy.spans import Scalar
from courtesy.values import boolean_of, number_of

if TYPE_CHECKING:
    from courtesy.editor.place import Place


class OfferKind(Enum):
    """What an offer is, for the sign that an editor shows beside it."""

    KEY = auto()
    WORD = auto()
    FACT = auto()
    RULE = auto()
    UNIT = auto()
    SKELETON = auto()


class Offer(Struct, frozen=True, kw_only=True):
    """A word that fits: `text` replaces what stands from `start` to `end`.

    `said` explains it. A `snippet` has places to be filled in, written as the protocol of editors has them; its further
    lines are indented beyond where the line begins.
    """

    label: str
    kind: OfferKind
    text: str
    start: int
    end: int
    said: str = ""
    detail: str = ""
    snippet: bool = False


class Writer:
    """Writes offers for one place."""

    def __init__(self, place: Place, text: str, *, json: bool = False) -> None:
        self.place, self.json = place, json
        written = text[place.start : place.end]
        self._quote = written[:1] if written[:1] in {"'", '"'} else '"' if json else ""
        self._before = " " if place.colon_is_bare else ""

    def value(self, word: str, said: str, kind: OfferKind = OfferKind.WORD) -> Offer:
        """A value."""
        plain = Scalar(word, plain=True)
        quotes = "" if boolean_of(plain) is not None or number_of(plain) is not None else self._quote
        text = f"{self._before}{quotes}{word}{quotes}"
        return self._offer(word, kind, text, said)

    def key(self, word: str, said: str, value: str, *, kind: OfferKind = OfferKind.KEY, detail: str = "") -> Offer:
        """A key with the beginning of its value, which may be a snippet."""
        named = f"{self._quote}{word}{self._quote}"
        if self.place.role is Role.KEY:
            return self._offer(word, kind, named, said, detail=detail)
        return self._offer(word, kind, f"{_literal(named)}:{value}", said, detail=detail, snippet=True)

    def skeleton(self, label: str, text: str, said: str) -> Offer:
        """A snippet of several keys."""
        return self._offer(label, OfferKind.SKELETON, f"{self._before}{text}", said, snippet=True)

    def _offer(
        self, label: str, kind: OfferKind, text: str, said: str, *, detail: str = "", snippet: bool = False
    ) -> Offer:
        start, end = self.place.start, self.place.end
        return Offer(label=label, kind=kind, text=text, start=start, end=end, said=said, detail=detail, snippet=snippet)


def _literal(text: str) -> str:
    """Text as it stands in a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$")
