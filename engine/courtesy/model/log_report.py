"""What is found in a log of decisions when it is verified."""

from __future__ import annotations

from msgspec import Struct

from courtesy.model.shown import Shown
from courtesy.values import Word


class FlawKind(Word):
    """What is wrong with a log, or with its checkpoints."""

    CHANGED = "changed"
    MISSING = "missing"
    DUPLICATED = "duplicated"
    MOVED = "moved"
    FOREIGN = "foreign"
    TORN = "torn"
    CUT = "cut"
    CHECKPOINT = "checkpoint"


class LogFlaw(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: what, with which record, and on which line; None where there is none of them.

    `segment` is the name of the log that it is in, where that is one of a folder.
    """

    kind: FlawKind
    message: str
    seq: int | None = None
    line: int | None = None
    segment: str | None = None


class LogReport(Shown, frozen=True, kw_only=True):
    """A log as it was found: how many records it has, what is wrong, and how far its checkpoints reach.

    `checked` is the number of the last record that a checkpoint knows of; None where there are no checkpoints, so that
    nobody can tell whether records were cut off at its end. Of a folder all of it is the sum of its logs, whose names
    are the `segments`.
    """

    path: str
    records: int
    decisions: int
    flaws: tuple[LogFlaw, ...] = ()
    checked: int | None = None
    segments: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws
