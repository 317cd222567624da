"""Where a mail that is answered or forwarded begins, and with it what its author does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.mail.attributions import MOST_WRAPPED, attribution
from courtesy.loading.mail.heads import MAY_BE_DRAWN, labels, separator
from courtesy.loading.mail.lines import marked, next_seen
from courtesy.model.left_out import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.loading.mail.heads import Head
    from courtesy.loading.mail.lines import Line

_COLONS = (":", ": ", "\uff1a")


def without_quotations(lines: Sequence[Line]) -> list[Line]:
    """The lines with what is quoted or forwarded left out, and with it the lines that introduce it.

    Below a head of a program all that follows is quoted, unless the program has marked what it quotes: answers between
    such marks stay.
    """
    found = list(lines)
    place = 0
    closes = _closes(found)
    while place < len(found):
        near = closes[place] < MOST_WRAPPED
        head = _head(found, place, near=near) if near or found[place].text[:1] in MAY_BE_DRAWN else None
        if head is None:
            place += 1
            continue
        below = next_seen(found, head.end)
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
    distance = MOST_WRAPPED
    for line in reversed(lines):
        text = line.text
        distance = 0 if ":" in text or "\uff1a" in text or "@" in text else distance + 1
        distances.append(distance)
    distances.reverse()
    return distances


def _head(lines: Sequence[Line], place: int, *, near: bool) -> Head | None:
    """The lines that introduce a mail and begin there; one way of doing so may follow another.

    `near` is true where an attribution may end within the next lines.
    """
    text = lines[place].text
    if not lines[place].own:
        return None
    first = separator(lines, place) if text[:1] in MAY_BE_DRAWN or text.endswith(_COLONS) else None
    if first is None and near:
        first = labels(lines, place) or attribution(lines, place)
    if first is None:
        return None
    below = next_seen(lines, first.end)
    if first.kind is LeftOut.QUOTATION and first.formal and below < len(lines) and lines[below].own:
        more = labels(lines, below) or attribution(lines, below)
        if more is not None:
            return more._replace(formal=True)
    elif first.kind is LeftOut.FORWARDED and below < len(lines) and lines[below].own:
        more = labels(lines, below)
        if more is not None:
            return more._replace(kind=LeftOut.FORWARDED)
    return first
