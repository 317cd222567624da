"""Numbers as people write them: in words, with commas, in groups of three, as fractions."""

from __future__ import annotations

import re
from fractions import Fraction

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ONE_OF = {word: number for number, word in enumerate(_ONES)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEN_OF = {word: 10 * number for number, word in enumerate(_TENS, 2)}
_ALONE = {"once": 1, "twice": 2, "thrice": 3}
_GROUPS = re.compile(r"\d{1,3}(?:([,. '_])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"\d{1,18}(?:[.,]\d{1,18})?", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d{1,9})e(\d)", re.ASCII)
_FRACTION = re.compile(r"(?:(\d{1,9}) )?(\d{1,3})/([1-9]\d{0,2})", re.ASCII)
_TWICE = re.compile(r"(.+) \((\d{1,9})\)", re.ASCII)


def counts_of(text: str) -> tuple[Fraction, ...]:  # noqa: PLR0911  one answer for each way to write a number
    """The numbers that a plain text can stand for; more than one where a sign in it can mean two things: `1.000`."""
    if (found := _GROUPS.fullmatch(text)) and text[0] != "0":
        grouped = Fraction(re.sub(r"\D", "", text))
        if found[1] in ",." and text.count(found[1]) == 1:
            return grouped, Fraction(text.replace(",", "."))
        return (grouped,)
    if _DECIMAL.fullmatch(text):
        return (Fraction(text.replace(",", ".")),)
    if found := _SCIENTIFIC.fullmatch(text):
        return (Fraction(int(found[1]) * 10 ** int(found[2])),)
    if found := _FRACTION.fullmatch(text):
        return (int(found[1] or 0) + Fraction(int(found[2]), int(found[3])),)
    if found := _TWICE.fullmatch(text):  # seven (7)
        return counts_of(found[2]) if counts_of(found[1]) == counts_of(found[2]) else ()
    return _in_words(text)


def _in_words(text: str) -> tuple[Fraction, ...]:
    if text in _ALONE:
        return (Fraction(_ALONE[text]),)
    whole, half, rest = text.partition(" and a half")
    if half and not rest and (counts := _in_words(whole)):
        return (counts[0] + Fraction(1, 2),)
    if text in {"half", "a half", "half a", "half an"}:
        return (Fraction(1, 2),)
    if text in {"a", "an"}:
        return (Fraction(1),)
    if text in {"dozen", "a dozen"}:
        return (Fraction(12),)
    number = _whole_in_words(re.split(r"[ -]", text))
    return () if number is None else (Fraction(number),)


def _whole_in_words(words: list[str]) -> int | None:
    """The number below a thousand that these words say: `a hundred and twenty`, `thirty-one`."""
    if "hundred" in words:
        place = words.index("hundred")
        before = words[:place] or ["one"]
        hundreds = 1 if before == ["a"] else _ONE_OF.get(before[0]) if len(before) == 1 else None
        rest = words[place + 1 :]
        below = _below_a_hundred(rest[1:] if rest[:1] == ["and"] else rest) if rest else 0
        return None if not hundreds or hundreds > 9 or below is None else 100 * hundreds + below  # noqa: PLR2004  nine hundred
    return _below_a_hundred(words)


def _below_a_hundred(words: list[str]) -> int | None:
    match words:
        case [one] if one in _ONE_OF or one in _TEN_OF:
            return _ONE_OF.get(one, _TEN_OF.get(one))
        case [tens, one] if tens in _TEN_OF and 0 < _ONE_OF.get(one, 0) < 10:  # noqa: PLR2004  thirty-one to thirty-nine
            return _TEN_OF[tens] + _ONE_OF[one]
        case _:
            return None
