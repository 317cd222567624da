"""The folder of a store: every content under its digest, and the pointer to the active one.

    store/
      pointer.json       which content is active; replaced whole
      status.json        what the last looks at the source came to; replaced whole
      lock               who changes the store holds it
      sha256-…/          the files of one content, never changed again

Whoever changes it holds the lock. Whoever reads takes the pointer, and locks the content while loading it, so that
it is not removed meanwhile. A content is complete before its name is there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from courtesy.serving.found import found_by
from courtesy.serving.store.manifest import content_of
from courtesy.serving.store.place_errors import BadStoreError
from courtesy.serving.store.pointer import POINTER, bytes_of, read_pointer
from courtesy.serving.store.report import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from courtesy.serving.store.pointer import Pointer
    from courtesy.serving.store.report import Report

_PREFIX = "sha256-"
_NEW, _OLD = ".new-", ".old-"


class Writes:
    """What changes a disk. Tests let it fail at each step, as a machine would that loses its power."""

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file, and have it on the disk."""
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def make(self, path: Path) -> None:
        """Make a folder."""
        path.mkdir(parents=True, exist_ok=True)

    def settle(self, folder: Path) -> None:
        """Have the names in a folder on the disk."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def move(self, old: Path, new: Path) -> None:
        """Give a file or folder another name, in one step; a file of that name is replaced."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Remove a file, or a folder with all that is in it."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


class StoreFolder:
    """A store on the disk. Nothing is made before something is put into it."""

    def __init__(self, path: Path, writes: Writes | None = None) -> None:
        self.path, self._writes = path, writes or Writes()

    @property
    def pointer(self) -> Pointer | None:
        """What is active; None where nothing was ever. Raises BadStoreError."""
        try:
            return read_pointer(self.path)
        except OSError as error:
            raise self._unusable(error) from None

    def place_of(self, content: str) -> Path:
        """Where a content lies, or would."""
        return self.path / content.replace(":", "-")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only one who changes the store. Raises BadStoreError where it cannot be written."""
        try:
            self._writes.make(self.path)
            held = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._unusable(error) from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)

    def keep(self, content: str, files: Mapping[str, bytes]) -> Path:
        """Put files under their digest, if they are not there yet; afterwards they are complete, and on the disk."""
        place = self.place_of(content)
        if is_whole(place, content):
            return place
        new = self.path / f"{_NEW}{place.name}"
        if new.exists():  # somebody was ended before it was complete
            self._writes.remove(new)
        folders = sorted({new, *((new / name).parent for name in files)})
        for folder in folders:
            self._writes.make(folder)
        for name, data in files.items():
            self._writes.write(new / name, data)
        for folder in reversed(folders):
            self._writes.settle(folder)
        if place.exists():  # it was changed by somebody else
            old = self.path / f"{_OLD}{place.name}"
            if old.exists():
                self._writes.remove(old)
            self._writes.move(place, old)
        self._writes.move(new, place)
        self._writes.settle(self.path)
        return place

    def point(self, pointer: Pointer) -> None:
        """Make other policies active, in one step."""
        self._replace(POINTER, bytes_of(pointer))

    def tell(self, report: Report) -> None:
        """Leave what the looks at the source came to for whoever asks."""
        self._replace(STATUS, bytes_of(report))

    def prune(self, pointer: Pointer) -> None:
        """Remove what cannot be gone back to, and what was left behind half done. What somebody loads stays."""
        kept = {self.place_of(one.content).name for one in pointer.kept}
        for one in list(self.path.iterdir()):
            if one.name.startswith(_PREFIX) and one.name not in kept:
                self._remove_unless_used(one)
            elif one.name.startswith((_NEW, _OLD)):
                self._writes.remove(one)

    def _remove_unless_used(self, place: Path) -> None:
        held = os.open(place, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._writes.remove(place)
        except BlockingIOError:
            pass
        finally:
            os.close(held)

    def _replace(self, name: str, data: bytes) -> None:
        new = self.path / f"{_NEW}{name}"
        self._writes.write(new, data)
        self._writes.move(new, self.path / name)
        self._writes.settle(self.path)

    def _unusable(self, error: OSError) -> BadStoreError:
        return BadStoreError(str(self.path), "a folder that can be read and written", found_by(error))


@contextmanager
def in_use(place: Path) -> Iterator[None]:
    """Keep a content from being removed. Raises FileNotFoundError where it is gone already."""
    held = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_SH)
        if not place.exists() or not os.path.samestat(os.fstat(held), place.stat()):
            raise FileNotFoundError(place)
        yield
    finally:
        os.close(held)


def is_whole(place: Path, content: str) -> bool:
    """Whether all files of a content are there, as they were."""
    try:
        found = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    except OSError:
        return False
    return bool(found) and content_of(found) == content
