"""Numbers as people write them: `4`, `four`, `twenty-four`, `a hundred and fifty`."""

from __future__ import annotations

import re

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_NAMED = {"a dozen": 12, "a couple of": 2}
_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
_TEN = "|".join(_TENS)
_BELOW_HUNDRED = rf"(?:(?:{_TEN})(?:[ -](?:{_ONE}))?|{_ONE})"
NUMBER = (
    r"(?:a dozen|a couple of"
    rf"|\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}|(?:a|{_ONE}) hundred(?: and {_BELOW_HUNDRED}| {_BELOW_HUNDRED})?"
    rf"|{_BELOW_HUNDRED})(?![\w.,]\d)"
)
"""A number, as a regular expression for text in lower case."""


def number_of(text: str) -> int:
    """The number that matches `NUMBER`, or that `a`, `an` and words for each one stand for."""
    digits = text.replace(",", "")
    if digits.isdigit():
        return int(digits)
    if text in _NAMED:
        return _NAMED[text]
    before, hundred, behind = text.partition("hundred")
    if hundred:
        return 100 * _below_hundred(before.strip()) + _below_hundred(behind.replace(" and ", " ").strip())
    return _below_hundred(text)


def _below_hundred(text: str) -> int:
    return sum(
        _TENS.get(part) or (_ONES.index(part) if part in _ONES else 1) for part in re.split(r"[ -]", text) if part
    )
