"""Checkpoints: how far a log had come, signed and kept apart from it, so that a tail that is cut off is missed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from courtesy.recording.errors import UnreadableLogError
from courtesy.recording.file import whole_lines_of
from courtesy.recording.keys import canonical, fits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.recording.keys import Keys


class Checkpoint(Struct, frozen=True):
    """That a log has `count` records, the last of which has this number and hash."""

    seq: int
    hash: str
    count: int


def beside(log: Path) -> Path:
    """Where the checkpoints of a log lie unless somebody says otherwise."""
    return log.with_name(f"{log.name}.checkpoints")


def line_of(checkpoint: Checkpoint, keys: Keys) -> bytes:
    """A checkpoint as it is written, with its signature."""
    told = asdict(checkpoint)
    return canonical({**told, "signature": keys.sealed(told)}) + b"\n"


def add(path: Path, checkpoint: Checkpoint, keys: Keys) -> None:
    """Write a checkpoint behind the others. Raises OSError."""
    with path.open("ab") as file:
        if file.tell() and _last_byte(path) != b"\n":  # somebody was interrupted
            file.write(b"\n")
        file.write(line_of(checkpoint, keys))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, keys: Keys) -> Iterator[tuple[int, Checkpoint | None]]:
    """The checkpoints of a file by their lines; None for what is none, or is not signed with this key.

    Raises UnreadableLogError.
    """
    try:
        data = whole_lines_of(path)
    except OSError as error:
        raise UnreadableLogError(path, (error.strerror or "it is refused").lower()) from None
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        yield number, _read(line, keys)


def last(path: Path, keys: Keys) -> Checkpoint | None:
    """The last one of a file that is signed with this key; None where there is none. Raises UnreadableLogError."""
    if not path.exists():
        return None
    return max((found for _, found in read(path, keys) if found is not None), key=lambda one: one.seq, default=None)


def _read(line: bytes, keys: Keys) -> Checkpoint | None:
    try:
        told = json.loads(line)
        checkpoint = Checkpoint(told["seq"], told["hash"], told["count"])
        written = line_of(checkpoint, keys) == line
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return checkpoint if written and fits(told["signature"], keys.sealed(asdict(checkpoint))) else None


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)
