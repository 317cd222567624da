"""Files that people edit, read so that what comes of it was there at one time.

They are read when nothing has changed for a while, and read again: where the second look differs in anything from the
first, all is read anew.
"""

from __future__ import annotations

import stat
import time
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from courtesy.serving.found import found_by
from courtesy.serving.store import limits
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.names import check_names, shown
from courtesy.serving.store.place_errors import ChangingSourceError, UnreachableSourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_TRIES = 5
_NANO = 10**9
KINDS = frozenset({".yaml", ".yml", ".json", ".md", ".txt", ".eml", ".sig"})
"""How the names of files end that are taken from a folder; other files mean nothing to a policy."""


class Stamp(NamedTuple):
    """What the system says of a file, which is another one after every change. Times are in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


class Disk:
    """How files are looked at. Tests put themselves in its place, and change files between one look and the next."""

    settled = 1.0
    """For how many seconds nothing may have changed before anything is read."""

    def read(self, path: Path) -> bytes:
        """The bytes of a file; of one that is too large no more than tells so."""
        with path.open("rb") as file:
            return file.read(limits.SENT + 1)

    def stamp(self, path: Path) -> Stamp:
        """What the system says of a file. Raises BadBundleError where it is none."""
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise BadBundleError(str(path), "a plain file", "something else", "take it out of the folder")
        return Stamp(told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)

    def now(self) -> float:
        """The time by which files are stamped, in seconds."""
        return time.time()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


class QuickDisk(Disk):
    """For what is known by its digests, or is read because somebody says that it is done: a short rest is enough."""

    settled = 0.25


def read_settled(
    place: str, listed: Callable[[], Mapping[str, Path]], mark: str | None, disk: Disk, most: int = limits.FILE
) -> tuple[dict[str, bytes], str] | None:
    """The bytes of the files that are listed by name, and the mark of this state; None where the mark is of it.

    `most` is how many bytes a file may have.

    Raises ChangingSourceError where they change whenever they are read, UnreachableSourceError and BadBundleError.
    """
    missing = ""
    for attempt in range(_TRIES):
        if attempt:
            disk.wait(disk.settled)
        missing = ""
        try:
            files = listed()
            check_names(place, files)
            before = {name: disk.stamp(path) for name, path in files.items()}
            here = _mark(before)
            if here == mark:
                return None
            if not _is_settled(before, disk):
                continue
            _check_sizes(place, before, most)
            found = {name: disk.read(path) for name, path in files.items()}
            again = {name: disk.read(path) for name, path in files.items()}
            after = listed()
            if found == again and after == files and {name: disk.stamp(path) for name, path in after.items()} == before:
                return found, here
        except FileNotFoundError as error:  # it may have been replaced just now
            missing = shown(Path(error.filename or place).name)
        except OSError as error:
            raise UnreachableSourceError(str(error.filename or place), found_by(error)) from None
    if missing:
        raise UnreachableSourceError(place, f"no `{missing}`")
    raise ChangingSourceError(place)


def files_below(root: Path, folders: Iterable[Path] | None = None) -> dict[str, Path]:
    """The files of a folder that policies may consist of, by their names from there. What is hidden is left out.

    `folders` are those inside it to which it is limited. Links are followed as long as they stay inside.
    Raises BadBundleError and OSError.
    """
    top = root.resolve()
    found: dict[str, Path] = {}
    for folder in (top,) if folders is None else folders:
        inside = folder.relative_to(top).as_posix()
        below = _below(root / inside, top, "" if inside == "." else f"{inside}/")
        found |= islice(below, limits.FILES + 1)  # with one more than may be, it is known that there are too many
    return dict(sorted(found.items()))


def _below(folder: Path, top: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    if prefix.count("/") > limits.DEPTH:
        fix = "name the folder of the policies, and look for a link that leads back into it"
        raise BadBundleError(str(top), f"at most {limits.DEPTH} folders in each other", "more", fix)
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not entry.resolve().is_relative_to(top):
            fix = "put a copy of it into the folder"
            raise BadBundleError(str(top), "links that stay inside", f"`{shown(prefix + entry.name)}`", fix)
        if entry.is_dir():
            yield from _below(entry, top, f"{prefix}{entry.name}/")
        elif entry.suffix.lower() in KINDS:
            yield prefix + entry.name, entry


def _check_sizes(place: str, stamps: Mapping[str, Stamp], most: int) -> None:
    for name, one in stamps.items():
        if one.size > most:
            what, fix = f"`{shown(name)}`, which is larger", None if most > limits.FILE else "take it out of the folder"
            raise BadBundleError(place, f"files of at most {most:,} bytes", what, fix)
    if sum(one.size for one in stamps.values()) > limits.TOTAL:
        raise BadBundleError(place, f"at most {limits.TOTAL:,} bytes in all", "more", "name the folder of the policies")


def _is_settled(stamps: Mapping[str, Stamp], disk: Disk) -> bool:
    latest = max((max(one.modified, one.changed) for one in stamps.values()), default=0)
    return abs(disk.now() - latest / _NANO) >= disk.settled


def _mark(stamps: Mapping[str, Stamp]) -> str:
    return sha256(repr(sorted(stamps.items())).encode("utf-8", "surrogatepass")).hexdigest()
