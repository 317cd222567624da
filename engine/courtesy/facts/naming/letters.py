"""Plain spellings of words: without case, accents and apostrophes, and with letters that every keyboard has."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import islice, product

APOSTROPHES = "'`´‘’‛′＇\u2032"  # noqa: RUF001  what people and keyboards write in its place
LETTERLIKE_APOSTROPHES = "\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u05f3"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
LONGEST = 80
"""No word of a name has more letters; what marks do to longer ones takes time that grows with the square."""
_MOST_SPELLINGS = 24
_LEFT_OUT = str.maketrans("", "", APOSTROPHES + LETTERLIKE_APOSTROPHES + INVISIBLE + "\u0640")
_MARKS = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670))
_SPELLED = {
    "ä": "a ae",
    "ö": "o oe",
    "ü": "u ue",
    "ø": "o oe",
    "å": "a aa",
    "æ": "ae a",
    "œ": "oe o",
    "þ": "th t",
    "ð": "d dh",
    "đ": "d dj",
    "š": "s sh",
    "č": "c ch",
    "ć": "c ch",
    "ž": "z zh",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "ŋ": "ng",
    "ə": "e a",
    "ĸ": "k",
    "ĳ": "ij",
}
_LOOKALIKES = str.maketrans("асеорхуіјѕ", "aceopxyijs")  # noqa: RUF001  letters of Cyrillic that look Latin
_WITH_STROKE = "LATIN SMALL LETTER "


@lru_cache(maxsize=8192)
def plain_spellings(word: str) -> tuple[str, ...]:
    """The ways in which a word can be written plainly, the shortest way first: `Jørgen` is `jorgen` or `joergen`.

    Empty where nothing is left of it, or where it is too long for a name.
    """
    if len(word) > LONGEST:
        return ()
    bare = unicodedata.normalize("NFC", word.translate(_LEFT_OUT)).casefold()
    if bare.isascii():
        return (bare,) if bare else ()
    if any("a" <= letter <= "z" for letter in bare):
        bare = bare.translate(_LOOKALIKES)
    letters = [_ways(letter) for letter in unicodedata.normalize("NFC", bare)]
    return tuple(dict.fromkeys(islice(("".join(one) for one in product(*letters)), _MOST_SPELLINGS)))


@lru_cache(maxsize=1024)
def _ways(letter: str) -> tuple[str, ...]:
    if letter in _SPELLED:
        return tuple(_SPELLED[letter].split())
    apart = "".join(one for one in unicodedata.normalize("NFKD", letter).casefold() if not _is_mark(one))
    if apart in _SPELLED:  # as of `ǽ`
        return tuple(_SPELLED[apart].split())
    if len(apart) == 1 and not apart.isascii():
        name = unicodedata.name(apart, "")
        if name.startswith(_WITH_STROKE) and " WITH " in name:
            return (name.removeprefix(_WITH_STROKE).split(" WITH ")[0].lower(),)
    return (unicodedata.normalize("NFC", apart),)


def is_vowel_sign(character: str) -> bool:
    """Whether it is a vowel, or what takes one away, that scripts such as Tamil write as a mark on a letter."""
    return unicodedata.category(character) in {"Mc", "Mn"} and not _is_mark(character)


def _is_mark(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _MARKS)
