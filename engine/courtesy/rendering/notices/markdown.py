"""Notices as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.notices import HEADING
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.verdict import Notice


def lines(notices: Iterable[Notice], *, level: int = 2) -> Iterator[str]:
    """What to note under a heading of that level; nothing where there is nothing."""
    if listed := list(notices):
        yield from (
            f"{'#' * level} {HEADING}",
            "",
            *(f"- {escaped(sentence(notice.message))}" for notice in listed),
            "",
        )
