"""Text as it is on a terminal, as HTML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRAME = "overflow-x: auto; white-space: pre; color: inherit; background: none; margin: 0; padding: 0.5em 0"
_FAINT, _BOLD = "opacity: 0.75", "font-weight: bold"
_BEGIN, _END = "\N{START OF TEXT}", "\N{END OF TEXT}"
_INKS = list(Ink)
_MARKED = re.compile(f"{_BEGIN}([0-9])([^{_BEGIN}{_END}]*){_END}")


def marked(text: str, ink: Ink) -> str:
    """A paint that leaves marks, which no text to read has."""
    return f"{_BEGIN}{_INKS.index(ink)}{text}{_END}"


def html_of_text(text: str) -> str:
    """The text with its marks as HTML, in the colours around it."""
    return f'<pre style="{_FRAME}">{"".join(_pieces(text))}</pre>\n'


def _pieces(text: str) -> Iterator[str]:
    at = 0
    for found in _MARKED.finditer(text):
        look = _FAINT if _INKS[int(found[1])] is Ink.FAINT else _BOLD
        yield from (_plain(text[at : found.start()]), f'<span style="{look}">{_plain(found[2])}</span>')
        at = found.end()
    yield _plain(text[at:])


def _plain(text: str) -> str:
    return escape("\n".join(map(printable, text.split("\n"))))
