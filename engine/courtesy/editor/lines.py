"""Where in a text a line and column are: those of the loader, and those of an editor."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courtesy.spans import Span

_END = re.compile(r"\r\n|\n|\r")
_LARGEST_OF_ONE_UNIT = 0xFFFF  # of UTF-16
_MARK = "\ufeff"


class Lines:
    """The lines of a text as an editor has it.

    Offsets count characters. Places of the loader count lines and columns from 1, without a mark at the beginning of
    the text. Places of an editor count from 0, columns in units of `encoding`: `utf-8`, `utf-16` or `utf-32`.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text, self._encoding = text, encoding
        self._starts = [0, *(found.end() for found in _END.finditer(text))]

    def offsets(self, span: Span) -> tuple[int, int]:
        """From where to where a place of the loader reaches, as far as the text does."""
        start = self._offset(span.line, span.column)
        return start, max(start, self._offset(span.end_line, span.end_column))

    def _offset(self, line: int, column: int) -> int:
        if line < 1:
            return 0
        if line > len(self._starts):
            return len(self.text)
        begin, end = self._bounds(line - 1)
        mark = 1 if line == 1 and self.text.startswith(_MARK) else 0
        return max(begin, min(begin + column - 1 + mark, end))

    def offset(self, line: int, column: int) -> int:
        """The offset of a place of an editor; what lies beyond a line or the text is the end of it."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        begin, end = self._bounds(line)
        if self._encoding == "utf-32" or self.text[begin:end].isascii():
            return min(begin + max(column, 0), end)
        left = column
        for at in range(begin, end):
            width = self._width(self.text[at])
            if left < width:
                return at
            left -= width
        return end

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column by which an editor knows an offset."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return line, len(before) if before.isascii() else sum(map(self._width, before))

    def line_of(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset begins and ends, without what ends it."""
        return self._bounds(bisect_right(self._starts, max(0, min(offset, len(self.text)))) - 1)

    def _bounds(self, line: int) -> tuple[int, int]:
        begin = self._starts[line]
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        return begin, begin + len(self.text[begin:end].rstrip("\r\n"))

    def _width(self, character: str) -> int:
        if self._encoding == "utf-32":
            return 1
        if self._encoding == "utf-16":
            return 2 if ord(character) > _LARGEST_OF_ONE_UNIT else 1
        return len(character.encode("utf-8", "surrogatepass"))
