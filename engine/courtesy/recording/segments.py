"""A folder of logs: each process writes one of its own, and together they are the log of all."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from courtesy.recording import checkpoints
from courtesy.recording.errors import LogInUseError, LogNotWrittenError, UnreadableLogError
from courtesy.recording.log import Log

if TYPE_CHECKING:
    import os

SUFFIX = ".jsonl"
LARGEST = 1 << 26
"""Bytes of a log in a folder, after which another one is begun."""
_CHECKPOINTS = f"{SUFFIX}.checkpoints"


def open_segment(folder: str | os.PathLike[str], *, key: bytes, largest: int = LARGEST, **options: Any) -> Log:
    """The first log of a folder that nobody writes and that is not full, or a new one; `options` are those of `Log`.

    A log of which only the checkpoints are left is not begun anew.

    Full is what has `largest` bytes. The folder is made where there is none. Raises as `Log` does, but never
    LogInUseError.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = "it is no folder" if place.exists() else (error.strerror or "it is refused").lower()
        raise LogNotWrittenError(place, why) from None
    for number in count(1):
        path = place / f"segment-{number}{SUFFIX}"
        if _is_over(path, largest):
            continue
        with suppress(LogInUseError):
            return Log(path, key=key, **options)
    raise AssertionError  # there is always one more


def _is_over(path: Path, largest: int) -> bool:
    """Whether a log is full, or was taken away while its checkpoints were not, which is told by whoever verifies."""
    if path.exists():
        return path.stat().st_size >= largest
    return checkpoints.beside(path).exists()


def logs_in(folder: Path) -> tuple[Path, ...]:
    """The logs of a folder, by their names. Raises UnreadableLogError where it has none."""
    try:
        found = [path for path in folder.iterdir() if path.name.endswith(SUFFIX)]
    except OSError as error:
        raise UnreadableLogError(folder, (error.strerror or "it is refused").lower()) from None
    if not found:
        raise UnreadableLogError(folder, f"no file in it is called `...{SUFFIX}`")
    return tuple(sorted(found, key=lambda path: (len(path.name), path.name)))


def lost_logs_in(folder: Path, checkpoints: Path) -> tuple[str, ...]:
    """The names of logs of which only the checkpoints are left."""
    names = (path.name.removesuffix(".checkpoints") for path in checkpoints.iterdir() if _is_of_log(path))
    return tuple(sorted(name for name in names if not (folder / name).exists()))


def _is_of_log(path: Path) -> bool:
    return path.name.endswith(_CHECKPOINTS)
