"""Names of contacts found in a text: regardless of case and accents, as whole words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.facts.message import pattern, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.case import Contact

_MOST_MARKS = 30
_SHORTEST_PART = 3
_SHORTEST_IDEOGRAPHIC_PART = 2
_TITLES = word_set(
    "the and von van der den del dos mrs miss mister madam sir prof professor doctor herr frau dame monsieur madame "
    "mademoiselle senor senora signor signora dott dottore dottoressa ing phd mba esq iii"
)
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_IDEOGRAPHIC = r"[\p{Han}\p{Hiragana}\p{Katakana}]+"
_LETTER = r"[\p{L}\p{N}\p{M}]"


def known_names(contacts: Iterable[Contact]) -> tuple[str, ...]:
    """The names that the people of a case are known by; a desk is nobody."""
    return tuple(contact.name for contact in contacts if contact.name and not contact.desk)


def nameless(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The people of a case whose names are not known."""
    return tuple(contact for contact in contacts if not (contact.name or contact.desk))


@lru_cache(maxsize=256)
def names_in(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a text mentions, in full or by a part of at least three letters; spelled as the case has them.

    A part of a name in Chinese characters or kana counts from two characters on. Titles are no names.
    """
    plain = _plain(text)
    return tuple(name for name in names if any(_mentions(plain, written) for written in spellings(name)))


@lru_cache(maxsize=1024)
def spellings(name: str) -> tuple[str, ...]:
    """What a text can say to name this contact: the full name, and each part that is long enough, without accents."""
    plain = " ".join(_plain(name).split())
    pieces = [piece for piece in pattern(r"[\s,;()./\-]+", plain).split(plain) if piece]
    shortest = {piece: _shortest(piece) for piece in pieces}
    parts = [piece for piece in pieces if piece not in _TITLES and _letters(piece) >= shortest[piece]]
    full = [plain] if any(character.isalnum() for character in plain) else []
    return tuple(dict.fromkeys([*full, *parts]))


def _shortest(piece: str) -> int:
    return _SHORTEST_IDEOGRAPHIC_PART if pattern(_IDEOGRAPHIC, piece).fullmatch(piece) else _SHORTEST_PART


def _letters(piece: str) -> int:
    return len(pattern(r"[\p{L}]", piece).findall(piece))


def _mentions(text: str, written: str) -> bool:
    # Most names are not mentioned, and a plain search finds that out faster.
    return all(piece in text for piece in written.split(" ")) and bool(pattern(_whole(written), text).search(text))


@lru_cache(maxsize=1024)
def _whole(written: str) -> str:
    """The source of a pattern that finds a name as whole words, where its script has any."""
    unspaced = bool(pattern(_UNSPACED, written).search(written))
    gap = r"\s*" if unspaced else r"\s+"
    body = gap.join(re.escape(piece) for piece in written.split(" "))
    return body if unspaced else rf"(?<!{_LETTER}){body}(?!{_LETTER})"


def _plain(text: str) -> str:
    """The text without case, and without the accents of Latin, Greek and Cyrillic letters."""
    if text.isascii():
        return text.lower()
    # Putting marks in order takes time that grows with the square of their number; no letter has so many.
    bounded = pattern(rf"(\p{{M}}{{{_MOST_MARKS}}})\p{{M}}+", text).sub(r"\1", text)
    taken_apart = unicodedata.normalize("NFKD", bounded.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in taken_apart if not "\u0300" <= c <= "\u036f"))
