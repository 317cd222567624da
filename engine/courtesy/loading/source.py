"""Any input to a tree: a YAML or JSON file, or plain Python data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.characters import decode, has_control_characters
from courtesy.loading.errors import LimitExceededError, NotTextError, UnreadableFileError, WrongTypeError
from courtesy.loading.limits import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from courtesy.loading.yaml_source import read_yaml
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span, Tree
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from pathlib import Path

_JSON_LIKE = re.compile(r'\s*(?:\{\s*["}]|\[\s*["\[{\]])')


def read_file(path: Path) -> bytes:
    """The bytes of a file; raises InvalidInputError where there is none, or it may not be read, or it is too long."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        missing, folder = isinstance(error, FileNotFoundError), isinstance(error, IsADirectoryError)
        found = "none" if missing else "a folder" if folder else "one that cannot be read"
        place = Span(str(path), 1, 1, 1, 1)
        near = nearest(path.name, _names_beside(path)) if missing else None
        hint = f"did you mean `{path.parent / near}`?" if near else None
        raise InvalidInputError([UnreadableFileError(place, "a file", found, hint)]) from None
    if len(data) > MAX_BYTES:
        place = Span(str(path), 1, 1, 1, 1)
        raise InvalidInputError([LimitExceededError(place, f"at most {MAX_BYTES:,} bytes", "more")])
    return data


def _names_beside(path: Path) -> list[str]:
    try:
        return [other.name for other in path.parent.iterdir() if other.suffix == path.suffix and other.is_file()]
    except OSError:
        return []


def read_tree(data: bytes, file: str) -> Tree:
    """The tree of a YAML or JSON file; `file` names it in errors and tells by `.json` which of the two it is.

    Raises InvalidInputError.
    """
    text = decode(data, file)
    kind = PurePath(file).suffix.lower()
    if kind != ".json" and not _JSON_LIKE.match(text):
        return read_yaml(text, file)
    from courtesy.loading.json_source import read_json  # noqa: PLC0415  cold start: most files are YAML

    try:
        return read_json(text, file)
    except InvalidInputError as not_json:
        if kind == ".json":
            raise
        try:
            return read_yaml(text, file)
        except InvalidInputError:
            if kind in {".yaml", ".yml"}:
                raise
            raise not_json from None


class _Converter:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.values = 0

    def place(self, path: str) -> Span:
        """A span that names the place by its path, for want of lines."""
        return Span(f"{self.file} {path}".rstrip(), 1, 1, 1, 1)

    def tree(self, data: object, path: str, depth: int) -> Tree:  # noqa: C901, PLR0911  one arm for each type
        self.values += 1
        span = self.place(path)
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            limit = f"{MAX_DEPTH} levels of nesting" if depth > MAX_DEPTH else f"{MAX_VALUES:,} values"
            raise InvalidInputError([LimitExceededError(span, f"at most {limit}", "more")])
        match data:
            case Scalar() | MappingNode() | SequenceNode():
                return data
            case str():
                if has_control_characters(data):
                    self.refuse(NotTextError(span, "text", "a control character", "remove it"))
                return Scalar(data, span)
            case bool():
                return Scalar("true" if data else "false", span, plain=True)
            case None:
                return Scalar("null", span, plain=True)
            case int() | float():
                return self.number(data, path)
            case date():
                return Scalar(data.isoformat(), span)
            case Mapping():
                return self.mapping(data, path, depth)
            case Sequence() | frozenset() | set() if not isinstance(data, bytes | bytearray | memoryview):
                items = sorted(data, key=str) if isinstance(data, frozenset | set) else data
                found = [self.tree(item, f"{path}[{place}]", depth + 1) for place, item in enumerate(items)]
                return SequenceNode(found, span)
            case _:
                self.refuse(
                    WrongTypeError(
                        span,
                        "text, a number, a truth value, a time, a list or a mapping",
                        f"an object of type `{type(data).__name__}`",
                    )
                )
                return Scalar("", span)

    def number(self, data: float, path: str) -> Scalar:
        limit = 10**18
        if not math.isfinite(data):
            self.refuse(WrongTypeError(self.place(path), "a finite number", f"`{data}`"))
        elif abs(data) >= limit:
            self.refuse(WrongTypeError(self.place(path), "a number below 10^18", "a larger one"))
            return Scalar("0", self.place(path), plain=True)
        return Scalar(str(int(data) if isinstance(data, int) else float(data)), self.place(path), plain=True)

    def mapping(self, data: Mapping[object, object], path: str, depth: int) -> MappingNode:
        items: dict[str, Tree] = {}
        spans: dict[str, Span] = {}
        for key, value in data.items():
            if isinstance(key, str) and not has_control_characters(key):
                inner = f"{path}.{key}" if path else str(key)
                items[str(key)] = self.tree(value, inner, depth + 1)
                spans[str(key)] = self.place(inner)
            else:
                self.refuse(WrongTypeError(self.place(path), "text as a key", f"`{key!r:.60}`"))
        return MappingNode(items, self.place(path), spans)

    def refuse(self, problem: Problem) -> None:
        self.problems.append(problem)


def tree_of(data: object, file: str = "<given>") -> Tree:
    """The tree of Python data: mappings, lists, sets, text, numbers, truth values, None, dates and datetimes.

    Raises InvalidInputError for anything else.
    """
    converter = _Converter(file)
    tree = converter.tree(data, "", 0)
    if converter.problems:
        raise InvalidInputError(converter.problems)
    return tree
