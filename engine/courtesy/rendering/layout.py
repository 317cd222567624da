"""Text in lines of at most 80 columns, with labels and hanging indents."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink, Paint, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 80
"""Columns of a line. Longer only where one word (an address, a path) is longer."""


def printable(text: str) -> str:
    """The text without control characters, which could move the reader's cursor or change colours."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def one_line(text: str) -> str:
    """The text on one line, fit to print."""
    return printable(" ".join(text.split()))


def wrapped(
    text: str,
    *,
    indent: int = 0,
    label: str = "",
    label_width: int = 0,
    paint: Paint = plain,
    ink: Ink | None = None,
    label_ink: Ink | None = None,
) -> Iterator[str]:
    """The lines of a paragraph, `label` standing before the first and room for it before the others."""
    hang = indent + max(label_width, len(label) + 1 if label else 0)
    room = max(WIDTH - hang, 20)
    lines = textwrap.wrap(one_line(text), room, break_long_words=False, break_on_hyphens=False) or [""]
    for number, line in enumerate(lines):
        shown = label if number == 0 else ""
        gap = " " * (hang - indent - len(shown))
        head = paint(shown, label_ink) if shown and label_ink else shown
        body = paint(line, ink) if ink else line
        yield f"{' ' * indent}{head}{gap}{body}".rstrip()


def table(rows: Iterable[tuple[str, ...]], *, gap: int = 2, indent: int = 0) -> Iterator[str]:
    """Rows in aligned columns; the last column is wrapped, the others are as wide as their widest cell."""
    listed = [tuple(one_line(cell) for cell in row) for row in rows]
    if not listed:
        return
    widths = [max(map(len, column)) + gap for column in zip(*listed, strict=True)]
    for row in listed:
        head = "".join(cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True))
        yield from wrapped(row[-1], indent=indent, label=head.rstrip(), label_width=sum(widths[:-1]))


def block(lines: Iterable[str]) -> str:
    """The lines as one text that ends in a line break."""
    return "".join(f"{line}\n" for line in lines)
