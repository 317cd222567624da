"""Bytes to text: UTF-8 without control characters, and where in the text a place is."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from courtesy.bounds import MAX_BYTES, MAX_REPORTED
from courtesy.errors import InvalidInputError
from courtesy.loading.errors import LimitExceededError, NotTextError
from courtesy.spans import SourceName, Span

# What belongs into text is listed by its complement, which is small and quick to compile.
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE = re.compile(r"\r\n|\n|\r")


class Places:
    """Turns offsets of a text into lines and columns."""

    __slots__ = ("_file", "_starts")

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in _LINE.finditer(text))]

    def span(self, start: int, end: int) -> Span:
        """The span from one offset up to another."""
        line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Span(
            self._file, line, start - self._starts[line - 1] + 1, end_line, end - self._starts[end_line - 1] + 1
        )


def has_control_characters(text: str) -> bool:
    """Whether the text holds characters (or halves of characters) that do not belong into text."""
    return _CONTROL.search(text) is not None


def source_of(data: bytes, file: str) -> SourceName:
    """The source of that name, with as much of its text as can be read."""
    return SourceName(file, data.decode("utf-8-sig", errors="replace"))


def decode(data: bytes, file: str) -> str:
    """The text of a file; raises InvalidInputError where it is too long or not clean UTF-8."""
    if len(data) > MAX_BYTES:
        raise InvalidInputError(
            [LimitExceededError(Span(file, 1, 1, 1, 1), f"at most {MAX_BYTES:,} bytes", f"{len(data):,}")]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        place = Places(before, source_of(data, file)).span(len(before), len(before))
        help_ = "save the file as UTF-8"
        raise InvalidInputError(
            [NotTextError(place, "text in UTF-8", f"the byte 0x{data[error.start]:02x}", help_)]
        ) from None
    if _CONTROL.search(text):
        places = Places(text, SourceName(file, text))
        raise InvalidInputError(
            NotTextError(
                places.span(match.start(), match.end()),
                "text",
                f"the control character U+{ord(match[0]):04X}",
                "remove it",
            )
            for match in islice(_CONTROL.finditer(text), MAX_REPORTED)
        )
    return text
