"""What each worker of a server tells the others of itself: a file each, in a folder that only they use."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One worker: the process, when it began and how often one has begun there, and the policies it answers by."""

    number: int
    pid: int
    starts: int
    started: str
    digest: str | None


class Board:
    """The entries of all workers. Without a folder there is one worker, which keeps its entry to itself."""

    def __init__(self, workers: int = 1, folder: Path | None = None) -> None:
        self.workers, self.folder = workers, folder
        self._alone: Entry | None = None

    def tell(self, entry: Entry) -> None:
        """Let all know of a worker that is ready."""
        if self.folder is None:
            self._alone = entry
            return
        beside = self.folder / f"worker-{entry.number}.new"
        beside.write_text(json.dumps(asdict(entry)), "utf-8")
        beside.replace(self._file(self.folder, entry.number))

    def forget(self, number: int) -> None:
        """Let all know that a worker is not ready any more."""
        self._alone = None
        if self.folder is not None:
            with suppress(FileNotFoundError):
                self._file(self.folder, number).unlink()

    def keep(self) -> None:
        """Make all that lies in the folder look new: files that look old may be cleared away with what is temporary."""
        if self.folder is not None:
            for path in (self.folder, *self.folder.iterdir()):
                with suppress(FileNotFoundError):
                    os.utime(path)

    def entries(self) -> tuple[Entry, ...]:
        """Those of the workers that are ready, by their numbers."""
        if self.folder is None:
            return () if self._alone is None else (self._alone,)
        found: list[Entry] = []
        for number in range(1, self.workers + 1):
            with suppress(FileNotFoundError):
                stated: dict[str, Any] = json.loads(self._file(self.folder, number).read_bytes())
                found.append(Entry(**stated))
        return tuple(found)

    def hindrances(self) -> tuple[str, ...]:
        """Why not every worker can be relied on, each as a sentence without a full stop."""
        entries = self.entries()
        if len(entries) < self.workers:
            return (f"{len(entries)} of {self.workers} workers are ready",)
        if len({one.digest for one in entries}) > 1:
            return ("the workers do not answer by the same policies yet",)
        return ()

    @staticmethod
    def _file(folder: Path, number: int) -> Path:
        return folder / f"worker-{number}.json"
