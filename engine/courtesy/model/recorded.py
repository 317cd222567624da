"""What has come of things that were to be recorded in a case."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from courtesy.model.case import Case, Touch
from courtesy.spans import Path


class Writing(StrEnum):
    """What was done to the history."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Recorded(Struct, frozen=True, kw_only=True):
    """What has come of one thing.

    `path` leads to the touch in the file, `keys` are those that were written into it where it was there already.
    `source` is the file of a mail, None for what flags say; `reason` says why it was not simply added. `advice` is what
    else the case should perhaps say now.
    """

    writing: Writing
    source: str | None = None
    path: Path | None = None
    touch: Touch | None = None
    keys: tuple[str, ...] = ()
    reason: str | None = None
    advice: str | None = None


class Record(Struct, frozen=True, kw_only=True):
    """What has come of all that was to be recorded in one file; nothing is on disk with `dry_run`.

    `case` is what the file says now.
    """

    file: str
    case: Case
    entries: tuple[Recorded, ...]
    dry_run: bool = False

    @property
    def changes(self) -> bool:
        """Whether the file says something new."""
        return any(entry.writing is not Writing.UNCHANGED for entry in self.entries)
