"""The truth values and numbers that a text can only stand for."""

from __future__ import annotations

import re
from fractions import Fraction

from courtesy.spans import Scalar
from courtesy.values import integer_of, number_of
from courtesy.wording.meant.counts import counts_of
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import pasted, plain

_YES = frozenset({"yes", "y", "on", "true", "1", "t"})
_NO = frozenset({"no", "n", "off", "false", "0", "f"})
_GROUPED = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)


def boolean_meant(text: str) -> str | None:
    """`true` or `false`, whichever a text stands for; None where it stands for neither."""
    word = plain(text).lower()
    return "true" if word in _YES else "false" if word in _NO else None


def boolean_hint(text: str) -> str | None:
    """How to write the truth value that a text stands for; None where it stands for none."""
    meant = boolean_meant(text)
    if meant is None:
        return None
    return "remove the quotes" if str(text) == meant else f"{pasted(text)}write `{meant}`"


def number_hint(text: str, *, whole: bool) -> str | None:
    """How to write the number, or the `whole` one, that a text holds; None where it holds none."""
    if (integer_of if whole else number_of)(Scalar(text, plain=True)) is not None:
        return "remove the quotes"
    bare = plain(text).lower()
    sign, digits = ("-", bare[1:]) if bare.startswith("-") else ("", bare.removeprefix("+"))
    if meant := _numbers(sign, digits, whole=whole):
        return f"{pasted(text)}{one_of(meant)}"
    forms = _counted(sign, digits, whole=whole)
    return f"write `{forms[0]}`; the unit is known" if len(forms) == 1 else one_of(forms) if forms else None


def _counted(sign: str, text: str, *, whole: bool) -> list[str]:
    """The number in front of a unit, in as many words as it has: `120 words`, `five e-mails`, `3x`."""
    words = re.sub(r"(?<=\d)(?=[xw]$)", " ", text).split(" ")
    for size in range(len(words) - 1, 0, -1):
        count = " ".join(words[:size])
        if count not in {"a", "an"} and words[size][0].isalpha() and (forms := _numbers(sign, count, whole=whole)):
            return forms
    return []


def _numbers(sign: str, digits: str, *, whole: bool) -> list[str]:
    """The number in each reading of its signs; in one form only where both readings are the same number."""
    counts = counts_of(digits)
    fitting = [count for count in counts if count.denominator == 1 or not whole]
    if len(fitting) < len(counts) and not _GROUPED.fullmatch(digits):
        return []
    forms = [f"{sign}{_digits(count)}" for count in fitting]
    return list(dict.fromkeys(form for form in forms if form.isascii() and form))


def _digits(count: Fraction) -> str:
    if count.denominator == 1:
        return str(int(count))
    shown = f"{float(count)}"
    return shown if Fraction(shown) == count and "e" not in shown else ""
