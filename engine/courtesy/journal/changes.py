"""Changes to a file: text in, text out, and nothing in it changes but what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from courtesy.errors import InvalidInputError
from courtesy.journal.edits import appended, with_key
from courtesy.journal.errors import UneditableFileError
from courtesy.journal.source import Source
from courtesy.loading.characters import decode
from courtesy.spans import MappingNode, dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.journal.layout import Entry, Value
    from courtesy.journal.source import Edit
    from courtesy.spans import Path


class NewTouch(Struct, frozen=True):
    """One touch more at the end of the history."""

    touch: Entry


class NewValue(Struct, frozen=True):
    """A key of a touch or an action gets a value. `first` puts a key that is new at the front."""

    path: Path
    key: str
    value: Value
    first: bool = False


class NewEntry(Struct, frozen=True):
    """One entry more at the end of the list under a key, which is made where there is none.

    The key "" is that of a file that is a list.
    """

    key: str
    entry: Entry | str


Change = NewTouch | NewValue | NewEntry


def changed(data: bytes, file: str, changes: Iterable[Change]) -> bytes:
    """The bytes of a file after these changes, one after the other; `file` names it and tells JSON by its ending.

    Comments, order, layout, line ends and a byte order mark stay as they are. Raises InvalidInputError where the file
    cannot be read, and UneditableFileError where its layout does not let a change be made by itself.
    """
    for change in changes:
        data = _changed(Source(data, file, lists=_of_a_list(change)), change)
    return data


def _of_a_list(change: Change) -> bool:
    return isinstance(change, NewEntry) and not change.key


def _changed(source: Source, change: Change) -> bytes:
    result = source.edited(_edits(source, change))
    decode(result, source.file)  # which tells of too many bytes
    # INVARIANT (nothing else changes): whatever layout was not foreseen ends here, and not in somebody's file.
    try:
        found = _plain(Source(result, source.file, lists=_of_a_list(change)).tree)
    except InvalidInputError:
        found = None
    if found != _expected(source.tree, change):
        raise UneditableFileError(source.file, f"`{_place(change)}` written out in place")
    return result


def _place(change: Change) -> str:
    match change:
        case NewTouch():
            return "history"
        case NewEntry(key):
            return key or "rules"
        case NewValue(path):
            return dotted(path)


def _edits(source: Source, change: Change) -> Iterator[Edit]:
    match change:
        case NewTouch(touch):
            return appended(source, "history", touch)
        case NewEntry(key, entry):
            return appended(source, key, entry)
        case NewValue(path, key, value, first):
            node: Any = source.tree
            for step in path:
                node = node[step]
            if not isinstance(node, MappingNode):
                raise UneditableFileError(source.file, f"a mapping under `{dotted(path)}`")
            return with_key(source, node, key, value, first=first)


def _expected(tree: MappingNode, change: Change) -> Any:
    expected = _plain(tree)
    match change:
        case NewTouch(touch):
            expected.setdefault("history", []).append(_plain(touch))
        case NewEntry(key, entry):
            expected.setdefault(key, []).append(_plain(entry))
        case NewValue(path, key, value):
            node = expected
            for step in path:
                node = node[step]
            node[key] = _plain(value)
    return expected


def _plain(value: object) -> Any:
    """A value in which texts are compared by what they say, however they are written."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return ("false", "true")[value] if isinstance(value, bool) else str(value)
