"""Notices as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import wrapped
from courtesy.rendering.notices import HEADING
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.verdict import Notice
    from courtesy.rendering.ink import Paint


def lines(notices: Iterable[Notice], paint: Paint, *, indent: int = 0) -> Iterator[str]:
    """What to note under its heading, behind an empty line; nothing where there is nothing."""
    if listed := list(notices):
        yield ""
        yield from wrapped(HEADING, indent=indent, paint=paint, ink=Ink.STRONG)
        for notice in listed:
            yield from wrapped(sentence(notice.message), indent=max(indent, 2), label="-")
