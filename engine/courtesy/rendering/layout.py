"""Text in lines of at most 80 columns, with labels and hanging indents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink, Paint, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDE = frozenset({"W", "F"})
_NARROWEST = frozenset({"Mn", "Me", "Cf"})
_JOINERS = "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"
_FIRST_JOINED = "\N{HEBREW ACCENT ETNAHTA}"
"""The scripts before it, in the order of Unicode, have no use for joiners."""
_VIRAMA = 9
"""The combining class of signs that take a letter's vowel."""
_REPLACED = "\N{REPLACEMENT CHARACTER}"

WIDTH = 80
"""Columns of a line. Longer only where one word (an address, a path) is longer."""


def printable(text: str) -> str:
    """The text without control characters, which could move the reader's cursor, turn the text, or hide in it.

    A single joiner stays between letters of scripts that are written with it, and between emoji.
    """
    if text.isprintable():
        return text
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return "".join(
        one if one.isprintable() or (one in _JOINERS and _joined(before, after)) else _REPLACED
        for before, one, after in around
    )


def _joined(before: str, after: str) -> bool:
    """Whether a joiner may stand between the two: no letter of Latin, Greek or Cyrillic changes by one.

    After the sign that takes a letter's vowel it may also end a word.
    """
    from unicodedata import category, combining  # noqa: PLC0415  cold start: English needs none of it

    joining = [one >= _FIRST_JOINED and category(one)[0] in "LMS" for one in (before, after)]
    return all(joining) or combining(before) == _VIRAMA


def one_line(text: str) -> str:
    """The text on one line, fit to print."""
    return printable(" ".join(text.split()))


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # noqa: PLC0415  cold start: English needs none of it

    return sum(0 if category(c) in _NARROWEST else 2 if east_asian_width(c) in _WIDE else 1 for c in text)


def _filled(text: str, room: int) -> list[str]:
    """Lines of at most `room` columns. Words stay whole, but for those in scripts without spaces."""
    lines, line, used = [], "", 0
    for number, word in enumerate(text.split(" ")):
        for place, piece in enumerate(_pieces(word, room)):
            gap = " " if number and not place else ""
            if line and used + len(gap) + columns(piece) > room:
                lines.append(line)
                line, used, gap = "", 0, ""
            line, used = line + gap + piece, used + len(gap) + columns(piece)
    return [*lines, line]


def _pieces(word: str, room: int) -> list[str]:
    """The word, or where it is too long for a line and has wide characters, what may stand on lines of its own."""
    if word.isascii() or columns(word) <= room:
        return [word]
    pieces, wide = [""], False
    for character in word:
        width = columns(character)
        if width and not pieces[-1].endswith(_JOINERS) and (width > 1 or wide):
            pieces.append(character)
        else:
            pieces[-1] += character
        wide = width > 1 if width else wide
    return [piece for piece in pieces if piece]


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
    hang = indent + max(label_width, columns(label) + 1 if label else 0)
    room = max(WIDTH - hang, 20)
    for number, line in enumerate(_filled(one_line(text), room)):
        shown = label if number == 0 else ""
        gap = " " * (hang - indent - columns(shown))
        head = paint(shown, label_ink) if shown and label_ink else shown
        body = paint(line, ink) if ink else line
        yield f"{' ' * indent}{head}{gap}{body}".rstrip()


def table(rows: Iterable[tuple[str, ...]], *, gap: int = 2, indent: int = 0) -> Iterator[str]:
    """Rows in aligned columns; the last column is wrapped, the others are as wide as their widest cell."""
    listed = [tuple(one_line(cell) for cell in row) for row in rows]
    if not listed:
        return
    widths = [max(map(columns, column)) + gap for column in zip(*listed, strict=True)]
    for row in listed:
        head = "".join(cell + " " * (width - columns(cell)) for cell, width in zip(row[:-1], widths[:-1], strict=True))
        yield from wrapped(row[-1], indent=indent, label=head.rstrip(), label_width=sum(widths[:-1]))


def block(lines: Iterable[str]) -> str:
    """The lines as one text that ends in a line break."""
    return "".join(f"{line}\n" for line in lines)
