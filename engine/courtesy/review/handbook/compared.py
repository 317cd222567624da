"""How a version differs from the one before it, in the words of `courtesy diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.model.comparison import Effect
from courtesy.model.handbook import Compared, Difference, Row
from courtesy.rendering.comparison.entry import Was
from courtesy.rendering.comparison.parts import parts, summary
from courtesy.review.comparison.composing import comparison
from courtesy.wording.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.api import Policy
    from courtesy.rendering.comparison.entry import Entry, Said

_AS_READ = {"other": "changed"}
"""What is no word to who reads nothing else of the comparison."""


def compared(old: Policy, new: Policy) -> Compared:
    """In what the new version differs for who lives by it.

    Its own notes and its dates stand beside, and what nobody is judged by is left out, but for the words of rules.
    """
    found = comparison(old, new, tests=False, made_up=False)
    settings = tuple(one for one in found.settings if one.line.judges and one.effect is not Effect.NONE)
    found = replace(found, notes=(), settings=settings)
    entries = (entry for part in parts(found) for entry in part.entries)
    return Compared(str(old.source.author), " ".join(summary(found)), tuple(map(_difference, entries)))


def _difference(entry: Entry) -> Difference:
    how = _AS_READ.get(entry.label, entry.label)
    return Difference(entry.title, how, tuple(_lines(entry.rows)))


def _lines(rows: tuple[Was | Said, ...]) -> Iterator[Row]:
    for row in rows:
        if not isinstance(row, Was):
            continue
        told = [f"{word} {quoted(said)}" for word, said in (("was", row.old), ("now", row.new)) if said is not None]
        yield Row(row.label or "Says", ", ".join(told))
