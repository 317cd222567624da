"""A file that is being edited, as far as it can be read at the moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.errors import InvalidInputError
from courtesy.loading.source import read_file, read_tree

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.errors import Problem
    from courtesy.spans import Tree

_MOST = 20
"""Mistakes after which a file is given up."""
_BEGINNING = re.compile(rb"[^\s#]")
_KEY = re.compile(rb"([\w-]+) *:")


class ReadSoFar(NamedTuple):
    """What could be read: the tree (None where nothing could), and the top-level parts that could not.

    A part is named by its key; one of a list, or without a key, by nothing. `problem` is the first that was met.
    """

    tree: Tree | None
    lost: frozenset[str] = frozenset()
    problem: Problem | None = None


def read_so_far(path: Path, data: bytes | None = None) -> ReadSoFar:
    """The tree of a file without the top-level parts in which its syntax is wrong; `data` is what it holds by now."""
    try:
        lines = (read_file(path) if data is None else data).splitlines(keepends=True)
    except InvalidInputError as error:
        return ReadSoFar(None, frozenset({""}), error.problems[0])
    lost: set[str] = set()
    first: Problem | None = None
    for _ in range(_MOST):
        try:
            return ReadSoFar(read_tree(b"".join(lines), str(path)), frozenset(lost), first)
        except InvalidInputError as error:
            first = first or error.problems[0]
            start, end = _part(lines, error.problems[0].span.line - 1)
            if start == end:
                break
            named = _KEY.match(lines[start])
            lost.add(named[1].decode() if named else "")
            # Line numbers stay as they are.
            lines[start:end] = [b"\n"] * (end - start)
    return ReadSoFar(None, frozenset({""}), first)


def _part(lines: list[bytes], line: int) -> tuple[int, int]:
    """The lines of the top-level part around a line; none where there is no such part."""
    begins = [number for number, text in enumerate(lines) if _BEGINNING.match(text)]
    start = max((number for number in begins if number <= line), default=None)
    if start is None:
        return 0, 0
    return start, min((number for number in begins if number > start), default=len(lines))
