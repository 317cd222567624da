"""Two versions of a policy beside each other, as text for a terminal."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from courtesy.model.turn import Side
from courtesy.rendering import renderer
from courtesy.rendering.audit.text import report_of
from courtesy.rendering.comparison.differing import differing
from courtesy.rendering.comparison.entry import Was
from courtesy.rendering.comparison.history import SIDES, touch_title
from courtesy.rendering.comparison.parts import parts, summary, title
from courtesy.rendering.comparison.verdicts import TURN_INKS
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, columns, one_line, wrapped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.model.comparison import Comparison
    from courtesy.model.touch_history import TurnedTouch
    from courtesy.rendering.comparison.entry import Entry, Part, Said
    from courtesy.rendering.ink import Paint

_LABEL = len("newly permitted") + 2
_ROW = 9
_WAS = len("was") + 2


def render(of: Comparison, paint: Paint) -> str:
    """What it comes to, then what the files say, then the acts that are judged otherwise."""
    return block(_lines(of, paint))


def _lines(of: Comparison, paint: Paint) -> Iterator[str]:
    yield from wrapped(title(of), paint=paint, ink=Ink.STRONG)
    for said in summary(of):
        yield from wrapped(said)
    for part in parts(of):
        yield from _part(part, paint)


def _part(part: Part, paint: Paint) -> Iterator[str]:
    yield from ("", paint(part.heading, Ink.STRONG))
    for said in part.lead:
        yield from wrapped(said, indent=2)
    for entry in part.entries:
        yield from _entry(entry, paint)
    for touch in part.shown:
        yield from _touch(touch, paint)


def _touch(touch: TurnedTouch, paint: Paint) -> Iterator[str]:
    """A touch with both verdicts in full."""
    ink, label = TURN_INKS[touch.turn], touch.turn.value.replace("_", " ")
    yield ""
    title = touch_title(touch)
    yield from wrapped(title, indent=2, label=label, label_width=_LABEL, paint=paint, ink=Ink.STRONG, label_ink=ink)
    for side, judged in ((Side.OLD, touch.old), (Side.NEW, touch.new)):
        yield from ("", *wrapped(SIDES[side], indent=2, paint=paint, ink=Ink.FAINT))
        if judged.verdict is None:
            yield from wrapped(judged.why, indent=2)
        else:
            yield from renderer("verdict", "text")([report_of(judged, judged.verdict)], paint).splitlines()


def _entry(entry: Entry, paint: Paint) -> Iterator[str]:
    if entry.rows:
        yield ""
    yield from wrapped(
        entry.title,
        indent=2,
        label=entry.label,
        label_width=_LABEL,
        paint=paint,
        ink=Ink.STRONG if entry.rows else None,
        label_ink=entry.ink,
    )
    for row in entry.rows:
        yield from _was(row, paint) if isinstance(row, Was) else _said(row, paint)


def _said(row: Said, paint: Paint) -> Iterator[str]:
    return wrapped(row.text, indent=2 + _LABEL, label=row.label, label_width=_ROW, paint=paint, label_ink=Ink.FAINT)


def _was(row: Was, paint: Paint) -> Iterator[str]:
    """Both sentences below each other, with the words marked that differ; of what came or went the one there is."""
    if row.old is None or row.new is None:
        word, said = ("now", row.new) if row.old is None else ("was", row.old)
        return _sentence(row.label, word, one_line(said or "nothing"), set(), paint, labelled=bool(row.label))
    old, new = one_line(row.old), one_line(row.new)
    gone, come = differing(old, new)
    labelled = bool(row.label)
    return chain(
        _sentence(row.label, "was", old, gone, paint, labelled=labelled),
        _sentence("", "now", new, come, paint, labelled=labelled),
    )


def _sentence(
    label: str, word: str, said: str, marked: Collection[int], paint: Paint, *, labelled: bool
) -> Iterator[str]:
    """A sentence behind its label and the word that tells which version says it."""
    head = f"{label:<{_ROW - 1}} {word}" if labelled else word
    width = max((_ROW if labelled else 0) + _WAS, columns(head) + 2)
    lines = list(wrapped(said, indent=2 + _LABEL, label=head, label_width=width))
    hang, place = 2 + _LABEL + width, 0
    for line in lines:
        words = line[hang:].split(" ")
        shown = [paint(one, Ink.STRONG) if place + number in marked else one for number, one in enumerate(words)]
        place += len(words)
        front = line[:hang].replace(head, paint(head, Ink.FAINT), 1) if line[:hang].strip() else line[:hang]
        yield f"{front}{' '.join(shown)}"
