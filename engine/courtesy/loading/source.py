"""A YAML or JSON file to a tree."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from courtesy.bounds import MAX_BYTES
from courtesy.errors import InvalidInputError
from courtesy.loading.characters import decode
from courtesy.loading.errors import LimitExceededError, UnreadableFileError
from courtesy.loading.yaml_source import read_yaml
from courtesy.spans import SourceName, Span
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from courtesy.spans import Tree

    Unsaved = Mapping[Path, bytes]
    """The files that somebody edits, by their resolved paths, with what stands in them now."""

_JSON_LIKE = re.compile(r'\s*(?:\{\s*["}]|\[\s*["\[{\]])')


def read_file(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file; raises InvalidInputError where there is none, or it may not be read, or it is too long."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        missing, folder = isinstance(error, FileNotFoundError), isinstance(error, IsADirectoryError)
        found = "none" if missing else "a folder" if folder else "one that cannot be read"
        place = Span(str(path), 1, 1, 1, 1)
        near = nearest(path.name, _names_beside(path)) if missing else None
        hint = f"did you mean `{path.parent / near}`?" if near else None
        raise InvalidInputError([UnreadableFileError(place, "a file", found, hint)]) from None
    if len(data) > most:
        place = Span(str(path), 1, 1, 1, 1)
        raise InvalidInputError([LimitExceededError(place, f"at most {most:,} bytes", "more")])
    return data


def content_of(path: Path, unsaved: Unsaved) -> bytes:
    """The bytes of a file as somebody edits it, or else as it lies on the disk. Raises as `read_file` does."""
    typed = unsaved.get(path.resolve()) if unsaved else None
    return read_file(path) if typed is None else typed


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
    source = SourceName(file, text)
    kind = PurePath(file).suffix.lower()
    if kind != ".json" and not _JSON_LIKE.match(text):
        return read_yaml(text, source)
    from courtesy.loading.json_source import read_json  # noqa: PLC0415  cold start: most files are YAML

    try:
        return read_json(text, source)
    except InvalidInputError as not_json:
        if kind == ".json":
            raise
        try:
            return read_yaml(text, source)
        except InvalidInputError:
            if kind in {".yaml", ".yml"}:
                raise
            raise not_json from None
