"""The log of a server: what was decided is on disk before anybody is told that it is permitted."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from courtesy.recording import LARGEST, LogNotWrittenError, Scribe, open_segment
from courtesy.serving.http import faults
from courtesy.serving.http.problems import RejectedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from courtesy.recording import Draft, Log

_LOG = logging.getLogger(__name__)
_PATIENCE = 10.0
"""Seconds until an answer is given up on whose record the disk does not take."""


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    """The folder in which each process writes logs of its own, their key, and the bytes after which another begins."""

    folder: Path
    key: bytes = field(repr=False)

    largest: int = LARGEST

    def check(self) -> None:
        """Make sure that decisions can be written. Raises UnusableKeyError, BrokenLogError, LogNotWrittenError."""
        self.open().close()

    def open(self) -> Log:
        """A log that nobody else writes. Raises likewise."""
        return open_segment(self.folder, key=self.key, largest=self.largest, drop_refusals=True)


class _Waiting(NamedTuple):
    drafts: Sequence[Draft]
    written: asyncio.Future[None]


class Recorder:
    """Writes the decisions of one process. What comes while the disk works is written together, with one wait for it.

    `tell_dropped` is told how many refusals were answered without being written.
    """

    def __init__(self, settings: LogSettings, tell_dropped: Callable[[int], None]) -> None:
        """Raises UnusableKeyError, BrokenLogError, LogNotWrittenError."""
        self._settings = settings
        self._log = settings.open()
        self.scribe = Scribe(settings.key)
        self._tell_dropped = tell_dropped
        self._thread = ThreadPoolExecutor(1, "log")
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._failed = False

    async def keep(self, drafts: Sequence[Draft]) -> None:
        """Write drafts. Where that fails, refusals are answered all the same, and counted.

        Raises RejectedError (503) where one of them permits something.
        """
        if not drafts:
            return
        mine = _Waiting(drafts, asyncio.get_running_loop().create_future())
        mine.written.add_done_callback(_look_at)
        self._waiting.append(mine)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        try:
            await asyncio.wait_for(asyncio.shield(mine.written), _PATIENCE)
        except TimeoutError:
            if any(draft.permits for draft in drafts):
                raise _not_written() from None
        except Exception:  # noqa: BLE001  whatever it is, nothing was written
            if not self._log.drop(drafts):
                raise _not_written() from None
            self._tell_dropped(len(drafts))

    async def hindrances(self) -> tuple[str, ...]:
        """Why decisions cannot be written, each as a sentence without a full stop; none where the last one could."""
        if self._failed and not await self._run(self._probe):
            await self._run(self._take, ())
        return ("decisions cannot be written down",) if self._failed else ()

    async def close(self) -> None:
        """Write what is waiting, and let others write."""
        while self._writing is not None:
            await asyncio.wait([self._writing])
        self._thread.shutdown()
        try:
            self._log.close()
        except LogNotWrittenError as error:
            _LOG.warning("%s", error)

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            error = await self._run(self._take, [draft for one in batch for draft in one.drafts])
            for one in batch:
                if one.written.done():
                    continue
                if error is None:
                    one.written.set_result(None)
                else:
                    one.written.set_exception(error)
        self._writing = None

    def _take(self, drafts: Sequence[Draft]) -> None:
        """Write drafts, all or none of them, into another log where this one is full. Raises LogNotWrittenError."""
        self._renew()
        self._log.take(drafts)

    def _probe(self) -> None:
        """Make sure that records could be written now. Raises LogNotWrittenError."""
        self._renew()
        self._log.probe()

    def _renew(self) -> None:
        """Begin another log where this one is full, or was taken away out of its folder. Raises LogNotWrittenError."""
        full = self._log.size >= self._settings.largest
        if full:
            self._log.close()
        elif self._log.is_in_place or not self._settings.folder.is_dir():
            return
        else:
            _LOG.warning("the log `%s` was taken away while it was written; another one is begun", self._log.path)
            with suppress(LogNotWrittenError):
                self._log.close()
        before, self._log = self._log, self._settings.open()
        self._log.take_over(before)

    async def _run(self, work: Callable[..., object], *given: object) -> Exception | None:
        """Have the disk do something; gives why it was not done."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)
        except Exception as error:  # noqa: BLE001  likewise
            if not self._failed:
                _LOG.warning("%s", error if isinstance(error, LogNotWrittenError) else faults.told(error))
            self._failed = True
            return error
        if self._failed:
            _LOG.warning("decisions are written down again")
        self._failed = False
        return None


def _look_at(written: asyncio.Future[None]) -> None:
    """Whoever asked may have gone: then nobody else looks at what has failed."""
    if not written.cancelled():
        written.exception()


def _not_written() -> RejectedError:
    return RejectedError(
        503,
        "log-not-written",
        "the decision could not be written down; treat the action as not permitted",
        fix="ask again in a moment",
        headers={"Retry-After": "1"},
    )
