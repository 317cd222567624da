"""The heads of mails that are answered or forwarded, as programs write them: `-----Original Message-----`, `From:`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.mail.forms import LABELS, SEPARATORS
from courtesy.loading.mail.lines import INVISIBLE, next_seen
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.loading.mail.lines import Line

MAY_BE_DRAWN = frozenset("-_=*\u2010\u2011\u2012\u2013\u2014\u2015> \t\u00a0#~\u2500")
"""The first characters of lines that may be drawn, or stand between dashes."""
_DASHES = "-_=*\u2010\u2011\u2012\u2013\u2014\u2015> \t"
_FEWEST_DASHES = 4
_LOTUS = "forwarded by "
_LONGEST = 400
"""Characters of a line between dashes."""
_MOST_IN_HEAD = 24
_MOST_BETWEEN = 4
"""Lines of a head, and of the value of one of its labels."""
_LONGEST_LABEL = 30
_ORNAMENT = " \t*_>|\u00a0"
_DIGIT = re.compile(r"\d")
_ENDS_IN_COLON = re.compile(r"[:\uff1a]\s*+$")


class Head(NamedTuple):
    """Lines that introduce a mail, up to `end`. A `formal` one does so whether or not what follows is marked."""

    end: int
    kind: LeftOut
    formal: bool


def separator(lines: Sequence[Line], place: int) -> Head | None:
    """`-----Original Message-----` and its like, or a line that is drawn above a head."""
    text = lines[place].text.strip()
    if len(text) > _LONGEST:
        return None
    said = text.strip(_DASHES)
    drawn = text[0] in _DASHES and text[-1] in _DASHES and len(text) - len(said) >= _FEWEST_DASHES
    if said and (kind := _separated(INVISIBLE.sub("", said).casefold(), drawn=drawn)) is not None:
        return Head(place + 1, kind, formal=True)
    below = next_seen(lines, place + 1)
    return labels(lines, below) if drawn and below < len(lines) and lines[below].own else None


def _separated(said: str, *, drawn: bool) -> LeftOut | None:
    """What follows below a line that says this, between dashes or not; None where it says nothing of the kind."""
    if drawn and said.startswith(_LOTUS):
        return LeftOut.FORWARDED
    kind = SEPARATORS.get(said.rstrip(": \u00a0"))
    return kind if drawn or (kind is LeftOut.FORWARDED and _ENDS_IN_COLON.search(said)) else None


def labels(lines: Sequence[Line], place: int) -> Head | None:
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
    if lines[place].text.count(":") > 1:
        found |= _in_one_line(lines[place].text)
    if not _complete(found, addressed=addressed):
        return None
    return Head(end, LeftOut.QUOTATION, formal=True) if dated or "sent" in found else None


def _complete(found: set[str], *, addressed: bool) -> bool:
    """Whether these labels are those of a mail: no list of a person's own has them."""
    if {"from", "sent", "to"} <= found or ({"from", "date", "to"} <= found and addressed):
        return True
    return {"from", "subject"} <= found and not found.isdisjoint({"sent", "date", "to"})


def _in_one_line(text: str) -> set[str]:
    """The labels of a head whose line ends have been lost."""
    before = [part.split()[-2:] for part in text[:_LONGEST].replace("\uff1a", ":").split(":")[:-1]]
    labels = (LABELS.get(" ".join(words).casefold()) or LABELS.get("".join(words[-1:]).casefold()) for words in before)
    return {label for label in labels if label is not None}


def _label(text: str) -> str | None:
    """What the label means with which a line begins."""
    if ":" not in text and "\uff1a" not in text:
        return None
    name, colon, _ = text[: _LONGEST_LABEL + 2].replace("\uff1a", ":").partition(":")
    return LABELS.get(name.strip(_ORNAMENT).casefold()) if colon else None
