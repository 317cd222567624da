"""What stands below the author's words: signatures, lines of telephones, disclaimers, and footers of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.mail.forms import (
    ABOUT_THE_MAIL,
    CLAIMS,
    DEVICES,
    HEADING,
    LIST_FOOTER,
    NOTICE,
    OF_A_PERSON,
    SENT_FROM,
)
from courtesy.loading.mail.lines import is_rule, marked, runs
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.loading.mail.lines import Line

_LONGEST_DEVICE = 120
_LONGEST_PARAGRAPH = 6_000
_FEWEST_CLAIMS = 3
_LONG = 25
"""Claims of a disclaimer; one fewer is enough below a heading or a drawn line, or in so many words."""
_MOST_SIGNED = 10
_MOST_WORDS_SIGNED = 12
_FEW = 5
"""Lines of a signature, and words of one of them, where the line above it may be one that the author has drawn."""
_SIGNS = frozenset({"--", "\u2014", "\u2013\u2013", "__"})


def without_closings(lines: Sequence[Line]) -> list[Line]:
    """The lines without what closes each stretch of the author's words. A quotation ends a stretch, and a signature."""
    found = list(lines)
    for start, end in list(runs(lines)):
        found[start:end] = _closed(found[start:end])
    return found


def _closed(run: Sequence[Line]) -> list[Line]:
    """One stretch, read from its end upward: each paragraph that closes it, then the signature above them."""
    lines = list(run)
    top = len(lines)
    while (closing := _closing(lines, _last(lines, top))) is not None:
        start, kind = _last(lines, closing[0]), closing[1]  # what is drawn above it goes with it
        lines[start:top] = marked(lines[start:top], 0, top - start, kind)
        top = start
    sign = min(_sign(lines, top), _plain_sign(lines, top))
    return marked(lines, sign, top, LeftOut.SIGNATURE)


def _last(lines: Sequence[Line], end: int) -> int:
    """Where the last line ends, before `end`, that has anything in it but a drawn line."""
    while end > 0 and not _says_something(lines[end - 1]):
        end -= 1
    return end


def _says_something(line: Line) -> bool:
    text = line.text.strip()
    return bool(text) and text not in _SIGNS and not is_rule(text)


def _closing(lines: Sequence[Line], end: int) -> tuple[int, LeftOut] | None:
    """What of the paragraph that ends there the author does not say: where that begins, and what it is."""
    start, left = end, _LONGEST_PARAGRAPH
    while start > 0 and left > 0 and _says_something(lines[start - 1]):
        start -= 1
        left -= 1 + len(lines[start].text)
    if start == end or left <= 0:
        return None
    above = _last_seen(lines, start)
    drawn = above is not None and not _says_something(lines[above])
    text = _text(lines[start:end])
    if drawn and LIST_FOOTER.search(text) and not OF_A_PERSON.search(text):
        return start, LeftOut.FOOTER
    for place in range(start, end):
        if _disclaims(lines, place, end, drawn=drawn and place == start):
            return place, LeftOut.DISCLAIMER
    first = end
    while first > start and _is_of_device(lines[first - 1].text):
        first -= 1
    return (first, LeftOut.SIGNATURE) if first < end else None


def _last_seen(lines: Sequence[Line], end: int) -> int | None:
    """The last line before `end` that is not blank."""
    return next((place for place in range(end - 1, max(end - 4, -1), -1) if not lines[place].blank), None)


def _disclaims(lines: Sequence[Line], place: int, end: int, *, drawn: bool) -> bool:
    """Whether a disclaimer begins in that line. It speaks of the mail itself, and claims several things of it."""
    line = lines[place].text.lower()
    heading = HEADING.match(line)
    if NOTICE.match(line):
        return True
    if heading is not None and heading.end() == len(line) and place + 1 == end:
        return _is_disclaimer(lines[end : end + _MOST_SIGNED])
    if not (heading or drawn or ABOUT_THE_MAIL.match(line)):
        return False
    text = _text(lines[place:end])
    claims = sum(claim.search(text) is not None for claim in CLAIMS)
    stated = heading is not None or drawn or len(text.split()) >= _LONG
    return claims >= _FEWEST_CLAIMS - stated and not OF_A_PERSON.search(text)


def _is_disclaimer(below: Sequence[Line]) -> bool:
    return any(line.left_out is LeftOut.DISCLAIMER for line in below)


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines).lower()


def _is_of_device(text: str) -> bool:
    """Whether a line tells which program or telephone has sent the mail, and says nothing else."""
    return len(text) <= _LONGEST_DEVICE and bool(SENT_FROM.match(low := text.lower()) and DEVICES.search(low))


def _sign(lines: Sequence[Line], end: int) -> int:
    """The first line that is `-- `, which stands above a signature; `end` where none is."""
    return next((place for place, line in enumerate(lines[:end]) if line.text == "-- "), end)


def _plain_sign(lines: Sequence[Line], end: int) -> int:
    """A line such as `--` above a few short lines, and below something; `end` where there is none."""
    place, seen = end - 1, 0
    found = end
    while place > 0 and seen <= _MOST_SIGNED:
        line = lines[place]
        if line.text.strip() in _SIGNS:
            found = place
        elif not line.blank:
            if not _may_be_signed(line):
                break
            seen += 1
        place -= 1
    return found


def _may_be_signed(line: Line) -> bool:
    """Whether a line may be one of a signature: names and numbers, and no sentence."""
    words = len(line.text.split())
    asks = line.text.rstrip().endswith(("?", "!"))
    return words <= _MOST_WORDS_SIGNED and not asks and not (line.text.rstrip().endswith(".") and words > _FEW)
