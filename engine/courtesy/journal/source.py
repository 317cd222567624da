"""The file of a case as text with places, so that a change touches nothing but what it is about."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.journal.errors import UneditableFileError
from courtesy.loading.characters import decode
from courtesy.loading.source import read_tree
from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.spans import Span

_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\n|\r")
_REST_OF_LINE = re.compile(r"[^\r\n]*+")


class Edit(NamedTuple):
    """What stands between two offsets of a text becomes `text`; equal offsets insert."""

    start: int
    end: int
    text: str


class Source:
    """The text of a case with its tree. Raises InvalidInputError where it cannot be read.

    With `lists` it may be that of a list, which the tree then has under the key "".
    """

    def __init__(self, data: bytes, file: str, *, lists: bool = False) -> None:
        self.file = file
        self.marked = data.startswith(_MARK)
        self.text = decode(data, file)
        tree = read_tree(data, file)
        if lists and isinstance(tree, SequenceNode):
            tree = MappingNode({"": tree}, tree.span)
        if not isinstance(tree, MappingNode):
            raise UneditableFileError(file, "a mapping with the parts of a case")
        self.tree = tree
        self.is_json = _is_json(self.text)
        self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @property
    def newline(self) -> str:
        """What ends its lines."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def start(self, span: Span) -> int:
        """The offset at which a place begins."""
        return self._line_starts[span.line - 1] + span.column - 1

    def end(self, span: Span) -> int:
        """The offset behind the last character of a place."""
        return self._line_starts[span.end_line - 1] + span.end_column - 1

    def line_start(self, offset: int) -> int:
        """The offset of the line in which an offset lies."""
        return max(start for start in self._line_starts if start <= offset)

    def line_end(self, offset: int) -> int:
        """The offset of the end of that line, its comment included and its line break not."""
        rest = _REST_OF_LINE.match(self.text, offset)
        return rest.end() if rest else offset

    def indent(self, offset: int) -> str:
        """What a line begins with that is to begin where this offset lies: tabs stay tabs."""
        before = self.text[self.line_start(offset) : offset]
        return before if before.isspace() else " " * len(before)

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The bytes of the text with these edits, none of which overlap."""
        text = self.text
        for edit in sorted(edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return _MARK * self.marked + text.encode()


def _is_json(text: str) -> bool:
    """Whether a text is JSON, in which every word stands in quotation marks and nothing is a comment."""
    if text.lstrip()[:1] != "{":
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
