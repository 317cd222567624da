"""The lines of a mail, each with what it is where its author does not say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of direction and the like."""
_REST_OF_ADDRESS = re.compile(r">\s*+[:\uff1a]\s*+")
_GREATER = re.compile(r">\s?\d")
_RULE = re.compile(r"\s*+[-_=*#~\u2010-\u2015\u2500]{3,}+\s*+")
_ENDS = (".", "!", "?", ":", ";", ",")


class Line(NamedTuple):
    """One line; `left_out` None is said by the author, for all that is known so far."""

    text: str
    left_out: LeftOut | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see in it."""
        return not self.text.strip()

    @property
    def own(self) -> bool:
        """Whether the author says something in it."""
        return self.left_out is None and not self.blank


def is_rule(text: str) -> bool:
    """Whether a line is drawn, and says nothing."""
    return _RULE.fullmatch(text) is not None


def plain_lines(text: str) -> list[Line]:
    """The lines of a plain text."""
    return [Line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def without_marked(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that begin with `>`, which quote.

    `>From` by itself is a `From` at the beginning of a line that a mailbox has escaped, and `> 50` in the middle of a
    sentence is a comparison.
    """
    return [line if line.text[:1] != ">" else _marked_line(lines, place) for place, line in enumerate(lines)]


def _marked_line(lines: Sequence[Line], place: int) -> Line:
    line = lines[place]
    if line.left_out is not None or _REST_OF_ADDRESS.fullmatch(line.text):
        return line
    before = lines[place - 1].text.rstrip() if place else ""
    alone = before[:1] != ">" and (place + 1 == len(lines) or lines[place + 1].text[:1] != ">")
    if alone and line.text.startswith(">From "):
        return Line(line.text[1:])
    if alone and before and not before.endswith(_ENDS) and _GREATER.match(line.text):
        return line
    return Line(line.text, LeftOut.QUOTATION)


def marked(lines: Sequence[Line], start: int, end: int, left_out: LeftOut) -> list[Line]:
    """The lines with those from `start` up to `end` left out; what is left out already stays what it is."""
    return [
        line._replace(left_out=left_out) if start <= place < end and line.left_out is None else line
        for place, line in enumerate(lines)
    ]


def runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The stretches without anything left out: where each begins and ends."""
    start = 0
    for place, line in enumerate(lines):
        if line.left_out is not None:
            if start < place:
                yield start, place
            start = place + 1
    if start < len(lines):
        yield start, len(lines)


def next_seen(lines: Sequence[Line], place: int) -> int:
    """The first line from there on with anything in it."""
    while place < len(lines) and lines[place].blank:
        place += 1
    return place
