"""A bundle as one file: a compressed archive whose bytes depend on nothing but what is in it."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from courtesy.serving.store import limits
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.names import check_names, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLOCK = 1024  # what an archive adds to each file: its head, and what fills the last block
_MOST_READ = limits.TOTAL + limits.MANIFEST + _BLOCK * 2 * limits.FILES


def packed(contents: Mapping[str, bytes]) -> bytes:
    """The files as an archive: the same bytes for the same files. Who made it, and when, is not in it."""
    found = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", 9, found, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in sorted(contents):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(contents[name]), 0o644
            archive.addfile(member, io.BytesIO(contents[name]))
    return found.getvalue()


def unpacked(place: str, data: bytes) -> dict[str, bytes]:
    """The files in an archive, by name; nothing is written anywhere.

    Raises BadBundleError for what is no whole archive, leads out of it, is no plain file, or is larger than the limits.
    """
    stream = _Bounded(place, gzip.GzipFile(fileobj=io.BytesIO(data)))
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            found = _read(place, archive)
        while stream.read(_BLOCK):  # the check of the whole stands at its end
            pass
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, OverflowError):
        raise BadBundleError(place, "a whole archive, `.tar.gz`", "one that is cut, or is none") from None
    return found


def _read(place: str, archive: tarfile.TarFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    names: list[str] = []
    left = limits.TOTAL
    for member in archive:
        name = member.name.removeprefix("./")
        if member.isdir():
            continue
        if member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE} or member.issparse():
            raise BadBundleError(place, "plain files", f"`{shown(name)}`, which is a link or a device")
        if member.size > limits.FILE:
            raise BadBundleError(place, f"files of at most {limits.FILE:,} bytes", f"`{shown(name)}`, which is larger")
        left -= member.size
        if left < 0:
            raise BadBundleError(place, f"at most {limits.TOTAL:,} bytes in all", "more")
        names.append(name)
        if len(names) > limits.FILES:
            raise BadBundleError(place, f"at most {limits.FILES:,} files", "more")
        held = archive.extractfile(member)
        found[name] = b"" if held is None else held.read()
    check_names(place, names)
    return found


class _Bounded(io.RawIOBase, BinaryIO):
    """Reads no more than a bundle may hold, however much its compressed bytes become."""

    def __init__(self, place: str, stream: gzip.GzipFile) -> None:
        self._place, self._stream, self._left = place, stream, _MOST_READ

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(found)
        if self._left < 0:
            raise BadBundleError(self._place, f"at most {limits.TOTAL:,} bytes in all", "more")
        return found
