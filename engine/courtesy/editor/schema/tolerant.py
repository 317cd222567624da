"""A file that is being edited, as far as it can be read at the moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from courtesy.errors import InvalidInputError
from courtesy.loading.source import read_file, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.errors import Problem
    from courtesy.spans import Tree

_BEGINNING = re.compile(rb"[^\s#]")
_KEY = re.compile(rb"([\w-]+) *:")


class ReadSoFar(NamedTuple):
    """What could be read: the tree (None where nothing could), and the top-level parts that could not.

    A part is named by its key; one of a list, or without a key, by nothing. `problem` is the first that was met.
    """

    tree: Tree | None
    lost: frozenset[str] = frozenset()
    problem: Problem | None = None


def read_so_far(path: Path) -> ReadSoFar:
    """The tree of a file without those of its top-level parts that cannot be read."""
    try:
        data = read_file(path)
    except InvalidInputError as error:
        return ReadSoFar(None, frozenset({""}), error.problems[0])
    whole = _read(data, path)
    if whole.problem is None:
        return whole
    lines = data.splitlines(keepends=True)
    first: Problem | None = None
    lost: set[str] = set()
    for start, end in _parts(lines):
        # Line numbers stay as they are.
        alone = _read(b"\n" * start + b"".join(lines[start:end]), path)
        if alone.problem is not None:
            first = first or alone.problem
            named = _KEY.match(lines[start])
            lost.add(named[1].decode() if named else "")
            lines[start:end] = [b"\n"] * (end - start)
    rest = _read(b"".join(lines), path)
    return rest if rest.problem is not None else ReadSoFar(rest.tree, frozenset(lost), first)


def _read(data: bytes, path: Path) -> ReadSoFar:
    try:
        return ReadSoFar(read_tree(data, str(path)))
    except InvalidInputError as error:
        return ReadSoFar(None, frozenset({""}), error.problems[0])


def _parts(lines: list[bytes]) -> Iterator[tuple[int, int]]:
    """The first line of each top-level part, and that behind its last one."""
    begins = [number for number, text in enumerate(lines) if _BEGINNING.match(text)]
    return zip(begins, [*begins[1:], len(lines)], strict=True)
