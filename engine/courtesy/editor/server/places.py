"""Files by the addresses that an editor has for them, and places in them in its units."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from courtesy.editor.lines import Lines

if TYPE_CHECKING:
    from courtesy.editor.desk import Desk
    from courtesy.editor.marks import Edit, Related


class Places:
    """Addresses and lines of the files on a desk."""

    def __init__(self, desk: Desk, encoding: str, addresses: dict[Path, str]) -> None:
        """`addresses` are those that the editor uses for the files that it has open."""
        self._desk, self._encoding, self._addresses = desk, encoding, addresses
        self._lines: dict[Path, Lines] = {}

    def lines(self, path: Path) -> Lines:
        """The lines of a file."""
        if path not in self._lines:
            self._lines[path] = Lines(self._desk.text(path) or "", self._encoding)
        return self._lines[path]

    def uri(self, path: Path) -> str:
        """The address of a file."""
        return self._addresses.get(path) or path.as_uri()

    def location(self, found: Related) -> types.Location:
        """A place in a file."""
        return types.Location(self.uri(found.path), self._range(found.path, found.start, found.end))

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit of a file."""
        return types.TextEdit(self._range(edit.path, edit.start, edit.end), edit.text)

    def _range(self, path: Path, start: int, end: int) -> types.Range:
        lines = self.lines(path)
        return types.Range(types.Position(*lines.place(start)), types.Position(*lines.place(end)))


def path_of(uri: str) -> Path | None:
    """The file of an address; None where it is none, as of a text that was never saved."""
    if not uri.startswith("file:"):
        return None
    try:
        found = to_fs_path(uri)
        return None if found is None or "\0" in found else Path(found).resolve()
    except (OSError, ValueError):
        return None
