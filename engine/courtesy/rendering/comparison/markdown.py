"""Two versions of a policy beside each other, as Markdown: for a comment on a change that is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.turn import Side
from courtesy.rendering import renderer
from courtesy.rendering.audit.text import report_of
from courtesy.rendering.comparison.differing import differing
from courtesy.rendering.comparison.entry import Was
from courtesy.rendering.comparison.history import SIDES, touch_title
from courtesy.rendering.comparison.parts import parts, summary, title
from courtesy.rendering.layout import block, one_line
from courtesy.rendering.markdown_text import escaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.model.comparison import Comparison
    from courtesy.model.touch_history import TurnedTouch
    from courtesy.rendering.comparison.entry import Entry, Part
    from courtesy.rendering.ink import Paint


def render(of: Comparison, paint: Paint) -> str:
    """What it comes to, then what the files say, then the acts that are judged otherwise."""
    return block(_lines(of, paint))


def _lines(of: Comparison, paint: Paint) -> Iterator[str]:
    yield f"## {escaped(title(of))}"
    yield from ("", escaped(" ".join(summary(of))))
    for part in parts(of):
        yield from _part(part, paint)


def _part(part: Part, paint: Paint) -> Iterator[str]:
    yield from ("", f"### {escaped(part.heading)}")
    if part.lead:
        yield from ("", escaped(" ".join(part.lead)))
    if part.entries:
        yield ""
    for entry in part.entries:
        yield from _entry(entry)
    for touch in part.shown:
        yield from _touch(touch, paint)


def _touch(touch: TurnedTouch, paint: Paint) -> Iterator[str]:
    """A touch with both verdicts in full, whose headings stand below its own."""
    yield from ("", f"#### {escaped(touch.turn.value.replace('_', ' '))}: {escaped(touch_title(touch))}")
    for side, judged in ((Side.OLD, touch.old), (Side.NEW, touch.new)):
        yield from ("", f"**{SIDES[side]}**", "")
        if judged.verdict is None:
            yield escaped(judged.why)
            continue
        for line in renderer("verdict", "markdown")([report_of(judged, judged.verdict)], paint).splitlines():
            yield f"###{line}" if line.startswith("#") else line


def _entry(entry: Entry) -> Iterator[str]:
    title = f"**{escaped(entry.title)}**" if entry.rows else escaped(entry.title)
    yield f"- *{escaped(entry.label)}* {title}" if entry.label else f"  - {title}"
    for row in entry.rows:
        label = f"{escaped(row.label)}: " if row.label else ""
        if isinstance(row, Was):
            yield f"  - {label}{_was(row)}"
        else:
            yield f"  - {label}{escaped(row.text)}"


def _was(row: Was) -> str:
    """Both sentences, with the words marked that differ; of what came or went the one there is."""
    if row.old is None or row.new is None:
        word, said = ("now", row.new) if row.old is None else ("was", row.old)
        return f"{word} {escaped(said or 'nothing')}"
    old, new = one_line(row.old), one_line(row.new)
    gone, come = differing(old, new)
    return f"was {_marked(old, gone)}<br>now {_marked(new, come)}"


def _marked(said: str, places: Collection[int]) -> str:
    words = (f"**{escaped(word)}**" if place in places else escaped(word) for place, word in enumerate(said.split(" ")))
    return " ".join(words).replace("** **", " ")
