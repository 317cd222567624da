"""The rules, tests and waivers of a file, with where each begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.editor.kinds import FileKind
from courtesy.editor.rule_places import rule_path
from courtesy.editor.sketch import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.editor.sheet import Sheet
    from courtesy.editor.sketch import Word
    from courtesy.spans import Path


_NAMED_BY = {"rule": "id", "waiver": "rule"}
_DETAIL = {"rule": "title", "test": "outcome", "waiver": "because"}


class Entry(Struct, frozen=True, kw_only=True):
    """Something in a file that has a name: from `start` to `end`, its name from `name_start` to `name_end`."""

    name: str
    detail: str
    kind: str
    start: int
    end: int
    name_start: int
    name_end: int


def outline(sheet: Sheet) -> tuple[Entry, ...]:
    """What a file consists of, in its order: rules, tests, waivers, or else its sections."""
    extents: dict[Path, list[int]] = {}
    for word in sheet.words:
        path = _entry_of(sheet.kind, word.path)
        if path is not None:
            extent = extents.setdefault(path, [word.start, word.end])
            extent[1] = max(extent[1], word.end)
    keys = {word.path: word for word in sheet.words if word.role is Role.KEY}
    values = {word.path: word for word in sheet.words if word.role is not Role.KEY}
    return tuple(_entry(sheet.kind, path, extent, keys, values) for path, extent in extents.items())


def _entry_of(kind: FileKind, path: Path) -> Path | None:
    """The path of the entry that a word is a part of; None where it is a part of none."""
    if (rule := rule_path(kind, path)) is not None:
        return rule
    match kind:
        case FileKind.WAIVERS:
            return path[:1] or None
        case FileKind.TESTS:
            return path[:2] if path[:1] == ("cases",) and len(path) > 1 else None
        case FileKind.RULES | FileKind.OTHER:
            return None
        case _:
            return path[:1] if path and isinstance(path[0], str) and path[0] != "rules" else None


def _entry(
    kind: FileKind, path: Path, extent: list[int], keys: Mapping[Path, Word], values: Mapping[Path, Word]
) -> Entry:
    what = _what(kind, path)
    named = values.get((*path, _NAMED_BY[what])) if what in _NAMED_BY else keys.get(path)
    detail = values.get((*path, _DETAIL.get(what, "")))
    start, end = extent
    at = (start, start) if named is None else (named.start, named.end)
    return Entry(
        name=named.text if named is not None and named.text.strip() else what,
        detail="" if detail is None else detail.text,
        kind=what,
        start=min(start, at[0]),
        end=max(end, at[1]),
        name_start=at[0],
        name_end=at[1],
    )


def _what(kind: FileKind, path: Path) -> str:
    if rule_path(kind, path) is not None:
        return "rule"
    return {FileKind.WAIVERS: "waiver", FileKind.TESTS: "test"}.get(kind, "section")
