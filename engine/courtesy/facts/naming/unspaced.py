"""Where a text names a person, in scripts that put no spaces between words: by the parts of the name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from courtesy.facts.message import pattern
from courtesy.facts.naming import unspaced_words as known
from courtesy.facts.naming.tokens import UNSPACED

if TYPE_CHECKING:
    from courtesy.facts.naming.spaced import Stretch

_LETTER_OF = {
    "hangul": r"[\p{Hangul}]",
    "katakana": r"[\p{Katakana}ー]",
    "han": r"[\p{Han}々〆]",
    "hiragana": r"[\p{Hiragana}ー]",
}
_SHORTEST_THAI = 4
_GAP = r"[\s・·=\uff1d]{0,2}"
_EAST_ASIAN = rf"(?:{known.JAPANESE}|{known.CHINESE})"


class _Part(NamedTuple):
    """A part of a name; `sure` where it is one beyond doubt, so that it needs no title behind it."""

    said: str
    sure: bool = True


def find_unspaced(text: str, words: tuple[str, ...]) -> list[Stretch]:
    """The stretches of a text that mean the bearer of a name of these words, in their order."""
    if not has_unspaced(text):
        return []
    found = sorted(
        (match.start("name"), -match.end("name"))
        for source in _sources(words)
        for match in pattern(source, text).finditer(text)
    )
    kept: list[Stretch] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, -end))
    return kept


def has_unspaced(text: str) -> bool:
    """Whether any of a text is written in such a script."""
    return not text.isascii() and bool(pattern(f"[{UNSPACED}]", text).search(text))


@lru_cache(maxsize=1024)
def _sources(words: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns that find a name, in their group `name`: in full, and by each of its parts."""
    pieces = [piece for word in words for piece in pattern(r"[・·=\uff1d\s]+", word).split(word) if piece]
    whole = "".join(pieces)
    split = [_Part(piece) for piece in pieces] if len(pieces) > 1 else _split(whole)
    if _script(whole) == "other":
        split = split[:1]
    first = split[0].said
    full = pieces if len(pieces) > 1 else [first, whole.removeprefix(first)]
    sources = [_full([piece for piece in full if piece])] if len(whole) > 1 else []
    return tuple(dict.fromkeys([*sources, *(source for part in split if (source := _alone(part)))]))


def _script(said: str) -> str:
    """The script of a part; `hiragana` and `han` where any of it is."""
    for script in ("hangul", "hiragana", "han", "katakana"):
        if pattern(_LETTER_OF[script], said).search(said):
            return script
    return "other"


def _split(whole: str) -> list[_Part]:
    """The parts of a name that is written in one piece: the family name first."""
    change = pattern(rf"(?<={_LETTER_OF['han']})(?!{_LETTER_OF['han']})(?=.)", whole).search(whole)
    if change:
        return [_Part(whole[: change.start()]), _Part(whole[change.start() :])]
    script = _script(whole)
    if script not in {"han", "hangul"} or len(whole) == 1:
        return [_Part(whole)]
    for length, listed in ((3, known.THREE_CHARACTERS), (2, known.TWO_CHARACTERS)):
        if whole[:length] in listed and len(whole) > length:
            other = [_Part(whole[1:], sure=False)] if len(whole) == 3 else []  # noqa: PLR2004  Chinese, perhaps
            return [_Part(whole[:length]), _Part(whole[length:]), *other]
    if script == "hangul" or len(whole) < 3:  # noqa: PLR2004  one character of family name, the usual
        return [_Part(whole[0]), _Part(whole[1:])]
    if len(whole) == 3:  # noqa: PLR2004  Chinese, or Japanese with a family name of two
        return [_Part(whole[0]), _Part(whole[1:]), _Part(whole[:2], sure=False)]
    return [_Part(whole[:2], sure=len(whole) == 4), _Part(whole[-2:]), _Part(whole[:3], sure=False)]  # noqa: PLR2004  2 and 2


def _full(pieces: list[str]) -> str:
    """A whole name, with or without a space or a dot between its parts."""
    whole = "".join(pieces)
    body = f"(?P<name>{_GAP.join(_either(piece) for piece in pieces)})"
    match _script(whole):
        case "hangul":
            return _of_hangul(body, whole) if len(whole) < 3 else rf"(?<!{_LETTER_OF['hangul']}){body}"  # noqa: PLR2004
        case "katakana":
            return rf"(?<!{_LETTER_OF['katakana']}){body}(?!{_LETTER_OF['katakana']})"
        case "han" if whole in known.WORDS:
            return rf"{body}(?=\s?{_EAST_ASIAN})"
        case _:
            return body


def _alone(part: _Part) -> str | None:
    """One part, in the ways in which it counts alone; None where it never does."""
    said, body = part.said, f"(?P<name>{_either(part.said)})"
    titled = rf"{body}(?=\s?{_EAST_ASIAN})"
    match _script(said):
        case "hangul":
            return _of_hangul(body, said)
        case "katakana":
            around = _LETTER_OF["katakana"]
            return rf"(?<!{around}){body}(?!{around})" if len(said) > 1 else None
        case "hiragana":
            return titled
        case "han":
            if len(said) == 1:
                return rf"(?:(?<!{_LETTER_OF['han']})|(?<=[{known.BEFORE_ONE}])){titled}"
            return titled if said in known.WORDS or not part.sure else rf"{body}(?!{known.PLACES})"
        case _:
            return body if len(said) >= _SHORTEST_THAI else rf"(?:{known.THAI_TITLES})\s?{body}"


def _of_hangul(body: str, said: str) -> str:
    """A name of Hangul at the beginning of a word, before a title or a particle."""
    letter = _LETTER_OF["hangul"]
    if len(said) == 1:  # with a space before it, most titles follow a word that only looks like the name
        return rf"(?<!{letter}){body}(?=\s?씨(?:{known.PARTICLES})?(?!{letter})|(?:{known.KOREAN}))"
    bare = "" if said in known.WORDS else rf"|(?:{known.PARTICLES})?(?!{letter})"
    return rf"(?<!{letter}){body}(?=\s?(?:{known.KOREAN}){bare})"


def _either(said: str) -> str:
    """What finds a part as one keyboard composes it or as another takes it apart."""
    forms = dict.fromkeys(unicodedata.normalize(form, said) for form in ("NFC", "NFD"))
    return f"(?:{'|'.join(re.escape(form) for form in forms)})"
