"""Scalars, and what stands between brackets, in a YAML or JSON text that may be unfinished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.spans import Path

    Add = Callable[[Path, str, str, int, int], None]

_NEWLINE = re.compile(r"\r\n|\r|\n")
_PLAIN_END = re.compile(r"[ \t]+#|[\r\n]|$")
_FLOW_END = re.compile(r"[ \t]+#|[\r\n,\[\]{}]|:(?=[ \t\r\n,\[\]{}\ue000]|$)|$")
_COLON = re.compile(r"[ \t]*:(?=[ \t\r\n,\[\]{}\ue000]|$)")
_COLON_BEHIND_QUOTES = re.compile(r"[ \t]*:")
_INDENT = re.compile(r"[ \t]*")
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t"}
_MOST_BRACKETS = 100


def read_scalar(text: str, at: int, end: int, *, column: int | None = None) -> tuple[str, int]:
    """The scalar that begins there and where it ends: `end` is that of the line.

    One in quotes may go on over lines that are indented further than `column`; where its closing quote is missing it
    ends with its line.
    """
    if text[at] not in "\"'":
        found = _PLAIN_END.search(text, at, end)
        behind = found.start() if found else end
        said = text[at:behind].rstrip()
        return said, at + len(said)
    closing = _closing(text, at)
    if closing is None or (closing > end and not _indented(text, end, closing, column)):
        return text[at + 1 : end].rstrip(), end
    return _unquoted(text[at:closing]), closing


def _quoted(text: str, at: int, column: int) -> tuple[str, int]:
    """The text in quotes that begins between brackets."""
    closing = _closing(text, at)
    line_end = _NEWLINE.search(text, at, len(text) if closing is None else closing)
    if closing is not None and (line_end is None or _indented(text, line_end.start(), closing, column)):
        return _unquoted(text[at:closing]), closing
    end = line_end.start() if line_end else len(text)
    return text[at + 1 : end].rstrip(), end


def _closing(text: str, at: int) -> int | None:
    """Where the text in quotes that begins there ends."""
    quote, here = text[at], at + 1
    while here < len(text):
        if text[here] == "\\" and quote == '"':
            here += 2
            continue
        if text[here] == quote:
            if quote == "'" and text[here + 1 : here + 2] == "'":
                here += 2
                continue
            return here + 1
        here += 1
    return None


def _indented(text: str, start: int, end: int, column: int | None) -> bool:
    """Whether all lines from there up to `end` are empty or indented further than a column."""
    if column is None:
        return False
    for found in _NEWLINE.finditer(text, start, end):
        indent = _INDENT.match(text, found.end())
        first = indent.end() if indent else found.end()
        if text[first : first + 1] not in {"\r", "\n"} and first - found.end() <= column:
            return False
    return True


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if text[0] == "'":
        return inner.replace("''", "'")
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[0]), inner)


class _Bracket:
    __slots__ = ("index", "key", "mapping", "path")

    def __init__(self, path: Path, *, mapping: bool) -> None:
        self.path, self.mapping = path, mapping
        self.index = 0
        self.key: str | None = None

    @property
    def inner(self) -> Path:
        """The path of the value that is to come."""
        if self.mapping:
            return (*self.path, self.key or "")
        path = (*self.path, self.index)
        return path if self.key is None else (*path, self.key)


def read_flow(  # noqa: C901  one arm for each mark
    text: str, at: int, path: Path, column: int, add: Add
) -> int:
    """Tell the words of the mapping or list in brackets that begins there, whose value `path` leads to.

    Gives where it ends: behind its last bracket, or where one is missing at the end of the line before the first that
    is not indented further than `column`.
    """
    open_: list[_Bracket] = []
    size = len(text)
    while at < size:
        mark = text[at]
        if mark in " \t":
            at += 1
        elif mark in "\r\n":
            following = _next_entry(text, at, column)
            if following is None:
                return at
            at = following
        elif mark == "#" and text[at - 1 : at] in {" ", "\t", "\n", "\r"}:
            found = _NEWLINE.search(text, at)
            at = found.start() if found else size
        elif mark in "{[":
            inner = open_[-1].inner if open_ else path
            if len(open_) >= _MOST_BRACKETS:
                return size
            open_.append(_Bracket(inner, mapping=mark == "{"))
            at += 1
        elif mark in "}]":
            if open_:
                open_.pop()
            at += 1
            if not open_:
                return at
        elif mark == ",":
            open_[-1].index += 1
            open_[-1].key = None
            at += 1
        else:
            at = _word(text, at, open_[-1], column, add)
    return at


def _word(text: str, at: int, bracket: _Bracket, column: int, add: Add) -> int:
    """Tell the key or value that begins there."""
    quoted = text[at] in "\"'"
    if quoted:
        said, end = _quoted(text, at, column)
    else:
        found = _FLOW_END.search(text, at + 1)
        end = found.start() if found else len(text)
        said = text[at:end].rstrip()
        end = at + len(said)
    colon = (_COLON_BEHIND_QUOTES if quoted else _COLON).match(text, end)
    if colon and bracket.key is None:
        bracket.key = said
        add(bracket.inner, "KEY", said, at, end)
        return colon.end()
    if bracket.mapping and bracket.key is None:
        add((*bracket.path, said.replace("\ue000", "")), "BARE", said, at, end)
    else:
        add(bracket.inner, "VALUE", said, at, end)
    return max(end, at + 1)


def _next_entry(text: str, at: int, column: int) -> int | None:
    """Where the next line with anything on it begins; None where that no longer belongs between the brackets."""
    while (found := _NEWLINE.match(text, at)) is not None:
        indent = _INDENT.match(text, found.end())
        at = indent.end() if indent else found.end()
        mark = text[at : at + 1]
        if mark and mark not in "\r\n":
            return None if mark not in "]}#" and at - found.end() <= column else at
    return at
