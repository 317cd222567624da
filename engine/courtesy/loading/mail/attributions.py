"""Lines that say who wrote what follows: `On Friday X wrote:`, in many languages, and wrapped or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courtesy.loading.mail.forms import DAYS, OPENINGS, PERSONS, WRITTEN
from courtesy.loading.mail.heads import Head
from courtesy.loading.mail.lines import INVISIBLE, next_seen
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.loading.mail.lines import Line

MOST_WRAPPED = 4
"""Lines over which one may be wrapped."""
_LONGEST = 400
"""Characters of one of its lines; longer ones are looked at no further."""
_ORNAMENT = " \t*_>|-\u00a0"
_ENDS_IN_COLON = re.compile(r"[:\uff1a]\s*+$")
_ADDRESS = re.compile(r"[^\s<>@:]{1,64}@[^\s<>@:]{2}")
_IN_BRACKETS = re.compile(r"[<(\u2039\uff1c\[]\s?[^\s<>@:]{1,64}@")
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}(?:[:h]\d\d|\.\d\d(?![.\d])|\s?(?:Uhr|時|点|시))(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d\d)(?!\d)")
_ENDS_A_SENTENCE = re.compile(r"[^\W\d][.!?]$")
_NEW_SENTENCE = re.compile(r"[!?]\s|\w\.\s++[^\W\d_a-z][^\W\d_]++\s++[^\W\d_A-Z]")
_OPENS_SPEECH = ('"', "'", "\u201c", "\u201e", "\u00ab", "\u2018", "\u300c")
_WORD = re.compile(r"\w+")


def attribution(lines: Sequence[Line], place: int) -> Head | None:
    """`On Friday X wrote:`, which may be wrapped. It names a time or an address, and says that somebody wrote."""
    text = ""
    for at in range(place, min(place + MOST_WRAPPED, len(lines))):
        line = lines[at]
        if not line.own or len(line.text) > _LONGEST:
            return None
        before, last = text, _said(line)
        text = f"{before} {last}".strip()
        if _ENDS_IN_COLON.search(text) or _ends_in_writing(text):
            if not _attributes(text) or (before and not _is_wrapped(_said(lines[place]), before, last)):
                return None
            return Head(at + 1, LeftOut.QUOTATION, _is_formal(text, lines, at + 1))
        if _ENDS_A_SENTENCE.search(text):
            return None
    return None


def _said(line: Line) -> str:
    return INVISIBLE.sub("", line.text).strip(_ORNAMENT)


def _attributes(text: str) -> bool:
    """Whether a line says who wrote what follows."""
    address, day = _ADDRESS.search(text), _DATE.search(text)
    if _NEW_SENTENCE.search(text) and not (address and day):
        return False
    if any(_names_who(text[verb.end() :]) for verb in WRITTEN.finditer(text.lower())):
        when = day or _CLOCK.search(text) or any(word.casefold() in DAYS for word in _WORD.findall(text))
        return bool(address or when)
    return bool(address and day and _CLOCK.search(text) and _opens(text))


def _names_who(behind: str) -> bool:
    """Whether nothing, a name, an address or a time stands behind a verb of writing."""
    first = _WORD.search(behind)
    if first is None or behind.lstrip()[:1] == "(" or not first[0][:1].islower() or first[0].casefold() in OPENINGS:
        return True
    return _ADDRESS.search(behind) is not None


def _ends_in_writing(text: str) -> bool:
    """Whether an attribution ends without a colon: it says all that one can say."""
    verb = next((verb for verb in WRITTEN.finditer(text.lower()) if verb.end() == len(text)), None)
    return verb is not None and bool(_ADDRESS.search(text) and _DATE.search(text) and _CLOCK.search(text))


def _is_wrapped(first: str, before: str, last: str) -> bool:
    """Whether several lines are one attribution, and not the last of them alone."""
    if _opens(before) and _DATE.search(before) and _CLOCK.search(before):
        return True
    name = _ADDRESS.search(first)
    whole = _attributes(last) and (_opens(last) or not _ADDRESS.match(last.lstrip("<(")))
    return not whole and (_opens(before) or (name is not None and name.start() > 0))


def _opens(text: str) -> bool:
    """Whether a text begins as an attribution that names a time first."""
    first = _WORD.search(text)
    return first is not None and (first[0][:1].isdigit() or first[0].casefold() in OPENINGS)


def _is_formal(text: str, lines: Sequence[Line], below: int) -> bool:
    """Whether no person would write so: it has an address in brackets, or the date and the clock time or an address."""
    following = next_seen(lines, below)
    if following < len(lines) and lines[following].text.lstrip().startswith(_OPENS_SPEECH):
        return False
    if _IN_BRACKETS.search(text):
        return True
    exact = _DATE.search(text) and (_CLOCK.search(text) or _ADDRESS.search(text))
    return exact is not None and not _is_of_a_person(text.lower())


def _is_of_a_person(text: str) -> bool:
    """Whether it is `I` or `you` who wrote: no program says so."""
    verbs = [(verb.start(), verb.end()) for verb in WRITTEN.finditer(text)]
    beside = [_WORD.findall(text[:start])[-1:] + _WORD.findall(text[end:])[:1] for start, end in verbs]
    return any(word in PERSONS for words in beside for word in words)
