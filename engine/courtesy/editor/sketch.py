"""The keys and values of a YAML or JSON text that may be unfinished, each with the path that leads to it.

The loader's parser refuses a text with one mistake in it; while somebody types there always is one. A sketch goes by
indentation, line by line, and is content with what it finds: a line that is wrong spoils no other. Of a text that the
parser accepts it says the same as the parser does.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from courtesy.editor.flow import read_flow, read_scalar

if TYPE_CHECKING:
    from courtesy.spans import Path

CURSOR = "\ue000"
"""Stands in a text where somebody types, so that there is a word in that place."""
_BLOCK_TEXT = re.compile(r"[|>][0-9+-]{0,2}[ \t]*(?:#.*)?$")
_KEY_END = re.compile(rf":(?=[ \t\r\n{CURSOR}]|$)")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)+(?=[^ \t\r\n])")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_MARKER = re.compile(r"(?:---|\.\.\.)[ \t]*(?:#.*)?$|%")
_DASH = re.compile(rf"-(?=[ \t\r\n{CURSOR}]|$)")
_MOST_LEVELS = 100


class Role(Enum):
    """What a word is in its place."""

    KEY = auto()
    """A key with its colon. The path leads to its value."""
    BARE = auto()
    """A word where a key of a mapping should stand, without a colon. The path ends with the word."""
    VALUE = auto()
    """A value behind its key or dash, or in brackets. The path leads to it."""
    NEW = auto()
    """A word alone where a value begins: it may be one, or become the first key or item of one."""


class Word(NamedTuple):
    """A key or a scalar: `text` without quotes, `start` and `end` with them, as offsets. `flow`: between brackets."""

    path: Path
    role: Role
    text: str
    start: int
    end: int
    flow: bool = False


class _Level:
    """An open mapping or list in block style: in which column its keys or dashes stand."""

    __slots__ = ("column", "filled", "last", "path", "sequence")

    def __init__(self, column: int, path: Path, *, sequence: bool) -> None:
        self.column, self.path, self.sequence = column, path, sequence
        self.last: str | int = -1 if sequence else ""
        self.filled = False

    @property
    def inner(self) -> Path:
        """The path of its latest value."""
        return (*self.path, self.last)


class _Sketcher:
    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = []
        self.levels: list[_Level] = []

    def read(self) -> list[Word]:
        at, size = 1 if self.text.startswith("\ufeff") else 0, len(self.text)
        while at < size:
            at = self._line(at)
        return self.words

    def _line(self, start: int) -> int:
        """Read the line that begins there, and whatever of the next ones belongs to it; give where to go on."""
        text, end = self.text, self._end_of_line(start)
        at = _skipped(text, start, end)
        if at >= end or text[at] == "#":
            return self._next_line(start)
        if at == start and _MARKER.match(text, at, end):
            return self._next_line(start)
        dashed = False
        while _DASH.match(text, at) and len(self.levels) < _MOST_LEVELS:
            self._dash(at - start)
            at, dashed = _skipped(text, at + 1, end), True
            if at >= end or text[at] == "#":
                return self._next_line(start)
        properties = _PROPERTIES.match(text, at, end)
        at = properties.end() if properties else at
        key = self._key(at, end)
        if key is None:
            return self._loose(at, at - start, start, dashed=dashed)
        word, behind = key
        level = self._mapping(at - start)
        level.last, level.filled = word.text, False
        self.words.append(word._replace(path=level.inner))
        at = _skipped(text, behind, end)
        if at >= end or text[at] == "#":
            return self._next_line(start)
        level.filled = True
        return self._value(at, level.inner, Role.VALUE, level.column, start)

    # -------------------------------------------------------------------------------------------- levels

    def _close_down_to(self, column: int) -> None:
        while self.levels and self.levels[-1].column > column:
            self.levels.pop()

    def _inner_path(self) -> Path:
        if not self.levels:
            return ()
        self.levels[-1].filled = True
        return self.levels[-1].inner

    def _dash(self, column: int) -> None:
        self._close_down_to(column)
        top = self.levels[-1] if self.levels else None
        if top is None or not (top.sequence and top.column == column):
            self.levels.append(_Level(column, self._inner_path(), sequence=True))
        top = self.levels[-1]
        top.last, top.filled = int(top.last) + 1, False

    def _mapping(self, column: int) -> _Level:
        self._close_down_to(column)
        while self.levels and self.levels[-1].sequence and self.levels[-1].column == column:
            self.levels.pop()
        if not self.levels or self.levels[-1].column < column:
            self.levels.append(_Level(column, self._inner_path(), sequence=False))
        return self.levels[-1]

    # -------------------------------------------------------------------------------------------- words

    def _key(self, at: int, end: int) -> tuple[Word, int] | None:
        """The key that begins there, and where its colon ends."""
        text = self.text
        if text[at] in "\"'":
            said, behind = read_scalar(text, at, end)
            colon = _skipped(text, behind, end)
            found = _KEY_END.match(text, colon, end) if behind < end else None
        elif text[at] in "{[}],#|>%@`" or _DASH.match(text, at):
            return None
        else:
            found = _KEY_END.search(text, at, end)
            behind = found.start() if found else at
            said = text[at:behind].rstrip()
            behind = at + len(said)
            if " #" in said:
                return None
        return (Word((), Role.KEY, said, at, behind), found.end()) if found else None

    def _loose(self, at: int, column: int, line: int, *, dashed: bool) -> int:
        """What stands alone: a value on a line of its own, or what is still to become a key."""
        if dashed:
            level = self.levels[-1]
            level.filled = True
            return self._value(at, level.inner, Role.NEW, level.column, line)
        self._close_down_to(column)
        while len(self.levels) > 1 and self.levels[-1].sequence and self.levels[-1].column == column:
            if self.levels[-2].column != column:
                break
            self.levels.pop()
        top = self.levels[-1] if self.levels else None
        if top is None:
            return self._value(at, (), Role.NEW, -1, line)
        if top.sequence and top.column == column:  # its dash is missing
            return self._value(at, (*top.path, int(top.last) + 1), Role.NEW, column, line)
        alone = self.text[at : self._end_of_line(line)].strip() == CURSOR
        if not top.sequence and (top.column == column or (alone and top.filled)):
            return self._value(at, (*top.path, ""), Role.BARE, top.column, line)
        role = Role.VALUE if top.filled else Role.NEW
        top.filled = True
        return self._value(at, top.inner, role, top.column, line)

    def _value(self, at: int, path: Path, role: Role, column: int, line: int) -> int:
        """Read the value that begins there, of a mapping or list in that column; give where the next line begins."""
        text, end = self.text, self._end_of_line(line)
        properties = _PROPERTIES.match(text, at, end)
        at = properties.end() if properties else at
        if at < end and text[at] in "{[":
            behind = read_flow(self.text, at, path, column, self._add_in_flow)
            return self._after(behind)
        if _BLOCK_TEXT.match(text, at, end):
            return self._block_text(at, path, column, line)
        said, behind = read_scalar(text, at, end, column=column)
        if role is Role.BARE:
            path = (*path[:-1], said.replace(CURSOR, ""))
        self.words.append(Word(path, role, said, at, behind))
        return self._after(behind)

    def _add_in_flow(self, path: Path, role: str, said: str, start: int, end: int) -> None:
        self.words.append(Word(path, Role[role], said, start, end, flow=True))

    def _block_text(self, at: int, path: Path, column: int, line: int) -> int:
        """Text of several lines behind `|` or `>`: all lines that are indented further."""
        text, begin = self.text, self._next_line(line)
        here = last = begin
        while here < len(text):
            end = self._end_of_line(here)
            first = _skipped(text, here, end)
            if first < end:
                if first - here <= column:
                    break
                last = end
            here = self._next_line(here)
        end = max(last, self._end_of_line(line))
        self.words.append(Word(path, Role.VALUE, text[begin:last], at, end))
        return max(here, begin)

    # -------------------------------------------------------------------------------------------- lines

    def _end_of_line(self, at: int) -> int:
        found = _LINE.match(self.text, at)
        line = found[0] if found else ""
        return at + len(line.rstrip("\r\n"))

    def _next_line(self, at: int) -> int:
        found = _LINE.match(self.text, at)
        return max(found.end() if found else at, at + 1)

    def _after(self, at: int) -> int:
        """The beginning of the next line behind a place."""
        return self._next_line(at)


def _skipped(text: str, at: int, end: int) -> int:
    """The first place from there on that is no space."""
    while at < end and text[at] in " \t":
        at += 1
    return at


def sketch(text: str) -> list[Word]:
    """The keys and scalars of a text, in its order."""
    return _Sketcher(text).read()
