"""Characters that word processors put into a text, and the plain ones that policies are written with."""

from __future__ import annotations

import unicodedata

from courtesy.wording.text import with_article

_QUOTES = "\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def plain(text: str) -> str:
    """The text in plain characters: spaces, hyphens, digits and fractions as a keyboard has them, no quotes around."""
    found = "".join(map(_plain_character, text))
    return " ".join(unicodedata.normalize("NFKC", found).strip().strip(_QUOTES).replace("\u2019", "'").split())


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character in _INVISIBLE:
        return ""
    if unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    if unicodedata.decomposition(character).startswith("<fraction>"):
        return " " + unicodedata.normalize("NFKC", character).replace("\N{FRACTION SLASH}", "/")
    return character


def pasted(text: str) -> str:
    """What the first such character is, to be told in front of the likely fix: `it has a no-break space in it; `."""
    odd = next((c for c in text if not c.isascii() and plain(c) != c), None)
    return f"there is {with_article(unicodedata.name(odd, 'odd character').lower())} in it; " if odd else ""
