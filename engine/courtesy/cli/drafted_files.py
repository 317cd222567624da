"""Writing several files of a policy: all of them, or none where the policy does not load with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.cli.case_writing import create_file, replace_file

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self


class DraftedFiles:
    """Files that are taken back where an error ends the block in which they are written."""

    def __init__(self) -> None:
        self.written: list[Path] = []
        self._before: list[tuple[Path, bytes, bytes]] = []
        self._new: list[Path] = []

    def create(self, path: Path, text: str) -> None:
        """Write a file that must not be there, and the folders that it needs. Raises UnwritableFileError."""
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir()
            self._new.append(folder)
        create_file(path, text.encode())
        self._new.append(path)
        self.written.append(path)

    def change(self, path: Path, before: bytes, after: bytes) -> None:
        """Put other bytes in place of those of a file. Raises ChangedMeanwhileError and UnwritableFileError."""
        replace_file(path, before, after)
        self._before.append((path, before, after))
        self.written.append(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            return
        for path, before, after in reversed(self._before):
            replace_file(path, after, before)
        for path in reversed(self._new):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
