"""Writing the file of a case: whole or not at all, and never over what somebody else has written meanwhile."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Iterator


class ChangedMeanwhileError(CourtesyError):
    """A file was changed by somebody else between reading and writing."""

    code: ClassVar[str] = "changed-meanwhile"
    way_out: ClassVar[str] = "run the command again: it reads the file anew"

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def __str__(self) -> str:
        return f"`{self.file}` was changed while this command ran, and nothing was written"

    def help(self) -> str:
        """What to do."""
        return "run the command again"


class UnwritableFileError(CourtesyError):
    """The system would not take a file."""

    code: ClassVar[str] = "unwritable-file"
    way_out: ClassVar[str] = "check that you may write into the folder, and that there is room"

    def __init__(self, file: str, error: OSError) -> None:
        super().__init__()
        self.file, self.reason = file, (error.strerror or "it is refused").lower()

    def __str__(self) -> str:
        return f"cannot write `{self.file}`: {self.reason}"


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Put `after` in place of a file that still holds `before`. Links are followed, owner and permissions kept.

    Whoever reads the file sees one or the other, whenever the machine stops. Raises ChangedMeanwhileError and
    UnwritableFileError.
    """
    target = Path(os.path.realpath(path))
    try:
        temporary = _written(target, after)
        try:
            with _alone(target.parent):
                _hold_unchanged(target, before, path)
                _take_after(target, temporary)
                temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _keep(target.parent)
    except OSError as error:
        raise UnwritableFileError(str(path), error) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other run of this command write into the folder meanwhile, where the system has such locks."""
    try:
        import fcntl  # noqa: PLC0415  not on Windows

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):  # some file systems have none
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _take_after(target: Path, temporary: Path) -> None:
    """Give a file the owner and the permissions of another. Raises OSError where that one may not be written."""
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    known = target.stat()
    with suppress(OSError, AttributeError):  # for root alone, and not on Windows
        os.chown(temporary, known.st_uid, known.st_gid)
    temporary.chmod(known.st_mode & 0o7777)


def _hold_unchanged(target: Path, before: bytes, path: Path) -> None:
    if target.read_bytes() != before:
        raise ChangedMeanwhileError(str(path))


def create_file(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file that must not be there yet; `mode` is who may read and write it. Raises UnwritableFileError."""
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            _put(file, data)
        _keep(path.parent)
    except OSError as error:
        raise UnwritableFileError(str(path), error) from None


def put_file(path: Path, data: bytes) -> None:
    """Write a file, in place of one that is there: whole, or not at all. Raises UnwritableFileError."""
    try:
        temporary = _written(path, data)
        try:
            if path.exists():
                _take_after(path, temporary)
            else:
                temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _keep(path.parent)
    except OSError as error:
        raise UnwritableFileError(str(path), error) from None


def _written(beside: Path, data: bytes) -> Path:
    """A new file with this data in the same folder, on disk."""
    handle, name = tempfile.mkstemp(prefix=f".{beside.name}.", suffix=".tmp", dir=beside.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _put(file, data)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _put(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _keep(folder: Path) -> None:
    """Have the system keep the new name of a file; some cannot be asked."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
