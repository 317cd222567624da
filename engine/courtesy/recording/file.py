"""The file of a log: one writer, whole lines only, and on disk before anybody goes by them."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, BinaryIO, Literal

from courtesy.recording.errors import LogInUseError, LogNotWrittenError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Fsync = Literal["record", "never"]
_BLOCK = 1 << 16
_A_LINE = 1 << 12
"""Bytes of a usual line."""
_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
"""What systems say where somebody else holds the lock."""


class LogFile:
    """A log that is open for writing, and locked until it is closed."""

    def __init__(self, path: Path, fsync: Fsync) -> None:
        """Open the file, and lock it. Raises LogInUseError, LogNotWrittenError."""
        self.path, self._fsync = path, fsync
        try:
            new = not path.exists()
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise LogNotWrittenError(path, _why(error)) from None
        self._owner = os.getpid()
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            if error.errno in _TAKEN:
                raise LogInUseError(path) from None
            raise LogNotWrittenError(path, f"it cannot be locked: {_why(error)}") from None
        self._size = path.stat().st_size
        if new:
            keep_folder(path)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self._size

    @property
    def is_in_place(self) -> bool:
        """Whether its path still leads to it: what is written into a file that was taken away is lost."""
        try:
            return os.path.samestat(self.path.stat(), os.fstat(self._file.fileno()))
        except (OSError, ValueError):  # a file that is closed leads nowhere
            return False

    def last_line(self) -> bytes:
        """The last whole line, with its end; empty where there is none."""
        return next(self.lines_backwards(), b"")

    def lines_backwards(self) -> Iterator[bytes]:
        """The whole lines that there are now, each with its end, the last one first."""
        begin = self._size - len(self.torn())
        found = b""
        while begin:
            block = max(0, begin - _BLOCK)
            found, begin = self._read(block, begin) + found, block
            if begin == 0 or b"\n" in found[:-1]:
                first, *whole = found.splitlines(keepends=True)
                yield from reversed(whole if begin else [first, *whole])
                found = first

    def torn(self) -> bytes:
        """What stands behind the last line end: the beginning of a line whose writer was interrupted."""
        begin, found = self._size, b""
        while begin and b"\n" not in found:
            begin = max(0, begin - _BLOCK)
            found = self._read(begin, self._size)
        return found.rpartition(b"\n")[2]

    def move_torn_aside(self) -> Path | None:
        """Put the beginning of a line into a file of its own; None where there is none. Raises LogNotWrittenError."""
        torn = self.torn()
        if not torn:
            return None
        names = (self.path.with_name(f"{self.path.name}.torn-{number}") for number in count(1))
        aside = next(name for name in names if not name.exists())
        try:
            with aside.open("xb") as file:
                file.write(torn)
                file.flush()
                os.fsync(file.fileno())
            keep_folder(aside)
            self._cut(self._size - len(torn))
        except OSError as error:
            raise LogNotWrittenError(self.path, _why(error)) from None
        return aside

    def append(self, line: bytes) -> None:
        """Write a line that ends with a line end, whole or not at all. Raises LogNotWrittenError, LogInUseError."""
        if os.getpid() != self._owner:
            raise LogInUseError(self.path, "was opened by the process that this one was forked from")
        if self._file.closed:
            raise LogNotWrittenError(self.path, "it is closed")
        try:
            if not os.path.samestat(self.path.stat(), os.fstat(self._file.fileno())):
                raise LogNotWrittenError(self.path, "another file lies there now")
            self._cut(self._size)  # what an earlier failure has left
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
            if self._fsync == "record":
                os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._cut(self._size)
            raise LogNotWrittenError(self.path, _why(error)) from None
        self._size += len(line)

    def probe(self) -> None:
        """Make sure that a line could be written now; the file stays as it is. Raises as `append` does."""
        size = self._size
        self.append(b" " * _A_LINE)
        try:
            self._cut(size)
        except OSError as error:
            raise LogNotWrittenError(self.path, _why(error)) from None

    def close(self) -> None:
        """Put everything on disk, and let others write."""
        if not self._file.closed:
            with suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()

    def _read(self, begin: int, end: int) -> bytes:
        self._file.seek(begin)
        found = b""
        while len(found) < end - begin and (piece := self._file.read(end - begin - len(found))):
            found += piece
        return found

    def _cut(self, size: int) -> None:
        if os.fstat(self._file.fileno()).st_size != size:
            os.ftruncate(self._file.fileno(), size)
        self._size = size


def whole_lines_of(path: Path) -> bytes:
    """What a file has, up to the end of a line where somebody is just writing one. Raises OSError."""
    data = path.read_bytes()
    while not data.endswith(b"\n") and len(again := path.read_bytes()) > len(data):
        data = again
    return data


def keep_folder(path: Path) -> None:
    """Put on disk that a file is there, where the system can."""
    with suppress(OSError):
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _why(error: OSError) -> str:
    return (error.strerror or "it is refused").lower()


def _lock(file: BinaryIO) -> None:
    """Keep other writers out. Raises OSError where there is one."""
    try:
        import fcntl  # noqa: PLC0415  not on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415  only on Windows

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # likewise
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
