"""Where a mail that is answered or forwarded begins: below a line of its program, a head, or "On Friday X wrote:"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.forms import DAYS, LABELS, OPENINGS, PERSONS, SEPARATORS, WRITTEN
from courtesy.loading.mail.lines import marked
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.loading.mail.lines import Line

_LONGEST = 400
"""Characters of a line that introduces a mail; longer ones are looked at no further."""
_MOST_WRAPPED = 4
_MOST_IN_HEAD = 24
_MOST_BETWEEN = 4
"""Lines over which an attribution is wrapped, of a head, and of the value of one of its labels."""
_LONGEST_LABEL = 30
_DASHES = "-_=*\u2010\u2011\u2012\u2013\u2014\u2015> \t"
_FEWEST_DASHES = 4
_LOTUS = "forwarded by "
_MAY_BE_DRAWN = frozenset(_DASHES) | {"\u00a0", "#", "~", "\u2500"}
_ORNAMENT = " \t*_>|\u00a0"
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_COLONS = (":", ": ", "\uff1a")
_ENDS_IN_COLON = re.compile(r"[:\uff1a]\s*+$")
_ADDRESS = re.compile(r"[^\s<>@:]{1,64}@[^\s<>@:]{2}")
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}(?:[:h]\d\d|\.\d\d(?![.\d])|\s?(?:Uhr|時|点|시))(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d\d)(?!\d)")
_ENDS_A_SENTENCE = re.compile(r"[^\W\d][.!?]$")
_NEW_SENTENCE = re.compile(r"[!?]\s|\w\.\s++[^\W\d_a-z][^\W\d_]++\s++[^\W\d_A-Z]")
_OPENS_SPEECH = ('"', "'", "\u201c", "\u201e", "\u00ab", "\u2018", "\u300c")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


class _Head(NamedTuple):
    """Lines that introduce a mail, up to `end`. A `formal` one does so whether or not what follows is marked."""

    end: int
    kind: LeftOut
    formal: bool


def without_quotations(lines: Sequence[Line]) -> list[Line]:
    """The lines with what is quoted or forwarded left out, and with it the lines that introduce it.

    Below a head of a program all that follows is quoted, unless the program has marked what it quotes: answers between
    such marks stay.
    """
    found = list(lines)
    place = 0
    closes = _closes(found)
    while place < len(found):
        near = closes[place] < _MOST_WRAPPED
        head = _head(found, place, near=near) if near or found[place].text[:1] in _MAY_BE_DRAWN else None
        if head is None:
            place += 1
            continue
        below = _next(found, head.end)
        if below < len(found) and found[below].left_out is None:
            if head.formal:
                return marked(found, place, len(found), head.kind)
            place += 1
            continue
        kind = head.kind if head.formal or below < len(found) else None
        if kind is not None:
            found[place : head.end] = marked(found[place : head.end], 0, head.end - place, kind)
        place = head.end
    return found


def _closes(lines: Sequence[Line]) -> list[int]:
    """How far below each line stands the next one that may end an attribution: with a colon or an address."""
    distances: list[int] = []
    distance = _MOST_WRAPPED
    for line in reversed(lines):
        text = line.text
        distance = 0 if ":" in text or "\uff1a" in text or "@" in text else distance + 1
        distances.append(distance)
    distances.reverse()
    return distances


def _next(lines: Sequence[Line], place: int) -> int:
    """The first line from there on with anything in it."""
    while place < len(lines) and lines[place].blank:
        place += 1
    return place


def _head(lines: Sequence[Line], place: int, *, near: bool) -> _Head | None:
    """The lines that introduce a mail and begin there; one way of doing so may follow another.

    `near` is true where an attribution may end within the next lines.
    """
    text = lines[place].text
    if not lines[place].own:
        return None
    first = _separator(lines, place) if text[:1] in _MAY_BE_DRAWN or text.endswith(_COLONS) else None
    if first is None and near:
        first = _labels(lines, place) or _attribution(lines, place)
    if first is None:
        return None
    below = _next(lines, first.end)
    if first.kind is LeftOut.QUOTATION and first.formal and below < len(lines) and lines[below].own:
        more = _labels(lines, below) or _attribution(lines, below)
        if more is not None:
            return more._replace(formal=True)
    elif first.kind is LeftOut.FORWARDED and below < len(lines) and lines[below].own:
        more = _labels(lines, below)
        if more is not None:
            return more._replace(kind=LeftOut.FORWARDED)
    return first


def _separator(lines: Sequence[Line], place: int) -> _Head | None:
    """`-----Original Message-----` and its like, or a line that is drawn above a head."""
    text = lines[place].text.strip()
    if len(text) > _LONGEST:
        return None
    said = text.strip(_DASHES)
    drawn = text[0] in _DASHES and text[-1] in _DASHES and len(text) - len(said) >= _FEWEST_DASHES
    if said and (kind := _separated(_INVISIBLE.sub("", said).casefold(), drawn=drawn)) is not None:
        return _Head(place + 1, kind, formal=True)
    below = _next(lines, place + 1)
    return _labels(lines, below) if drawn and below < len(lines) and lines[below].own else None


def _separated(said: str, *, drawn: bool) -> LeftOut | None:
    """What follows below a line that says this, between dashes or not; None where it says nothing of the kind."""
    if drawn and said.startswith(_LOTUS):
        return LeftOut.FORWARDED
    kind = SEPARATORS.get(said.rstrip(": \u00a0"))
    return kind if drawn or (kind is LeftOut.FORWARDED and _ENDS_IN_COLON.search(said)) else None


def _labels(lines: Sequence[Line], place: int) -> _Head | None:
    """A head such as Outlook's: from whom, about what, and when or to whom it was sent."""
    if _label(lines[place].text) is None:
        return None
    found: set[str] = set()
    end, addressed, dated = place, False, False
    seen = between = 0
    for at in range(place, len(lines)):
        line = lines[at]
        if not line.text:
            continue
        label = None if line.left_out is not None else _label(line.text)
        between = 0 if label else between + 1
        seen += 1
        if line.left_out is not None or seen > _MOST_IN_HEAD or between > _MOST_BETWEEN or label in found - {"other"}:
            break
        if label is not None:
            found.add(label)
            addressed = addressed or (label == "from" and "@" in line.text)
            end = at + 1
        dated = dated or "@" in line.text or _DIGIT.search(line.text) is not None
    complete = (
        {"from", "sent", "to"} <= found
        or ({"from", "date", "to"} <= found and addressed)
        or ({"from", "subject"} <= found and not found.isdisjoint({"sent", "date", "to"}))
    )
    return _Head(end, LeftOut.QUOTATION, formal=True) if complete and (dated or "sent" in found) else None


def _label(text: str) -> str | None:
    """What the label means with which a line begins."""
    if ":" not in text and "\uff1a" not in text:
        return None
    name, colon, _ = text[: _LONGEST_LABEL + 2].replace("\uff1a", ":").partition(":")
    return LABELS.get(name.strip(_ORNAMENT).casefold()) if colon else None


def _attribution(lines: Sequence[Line], place: int) -> _Head | None:
    """`On Friday X wrote:`, which may be wrapped. It names a time or an address, and says that somebody wrote."""
    text = ""
    for at in range(place, min(place + _MOST_WRAPPED, len(lines))):
        line = lines[at]
        if not line.own or len(line.text) > _LONGEST:
            return None
        before, last = text, _said(line)
        text = f"{before} {last}".strip()
        if _ENDS_IN_COLON.search(text) or _ends_in_writing(text):
            if not _attributes(text) or (before and not _is_wrapped(_said(lines[place]), before, last)):
                return None
            return _Head(at + 1, LeftOut.QUOTATION, _is_formal(text, lines, at + 1))
        if _ENDS_A_SENTENCE.search(text):
            return None
    return None


def _said(line: Line) -> str:
    return _INVISIBLE.sub("", line.text).strip(_ORNAMENT + "-")


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
    """Whether no person would write so: it names an address, or the date and the clock time."""
    following = _next(lines, below)
    if following < len(lines) and lines[following].text.lstrip().startswith(_OPENS_SPEECH):
        return False
    if _ADDRESS.search(text):
        return True
    return bool(_DATE.search(text) and _CLOCK.search(text)) and not _is_of_a_person(text.lower())


def _is_of_a_person(text: str) -> bool:
    """Whether it is `I` or `you` who wrote: no program says so."""
    verbs = [(verb.start(), verb.end()) for verb in WRITTEN.finditer(text)]
    beside = [_WORD.findall(text[:start])[-1:] + _WORD.findall(text[end:])[:1] for start, end in verbs]
    return any(word in PERSONS for words in beside for word in words)
