"""A worker's side of working together: it tells the others how it is, and the supervisor that it is alive."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from courtesy.serving.http.workers.board import Board, Entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from multiprocessing.connection import Connection

BEAT = b"."
"""What a worker sends when it is ready, and from then on every second."""
_SECONDS = 1.0
_LOOKS = 4
_KEEPS_EVERY = 3600


@dataclass(kw_only=True)
class Member:
    """One of the workers on a board; without a `line` to a supervisor it is the only one.

    `ready` is called once questions are answered.
    """

    number: int = 1
    starts: int = 1
    board: Board = field(default_factory=Board)
    line: Connection | None = None
    ready: Callable[[], None] | None = None
    _entry: Entry | None = field(default=None, init=False)

    @asynccontextmanager
    async def at_work(self, digest: Callable[[], str | None]) -> AsyncIterator[None]:
        """Be ready, by policies whose `digest` may change, until this is left."""
        self._entry = Entry(
            number=self.number,
            pid=os.getpid(),
            starts=self.starts,
            started=datetime.now(UTC).isoformat(timespec="seconds"),
            digest=digest(),
        )
        self.board.tell(self._entry)
        if self.ready is not None:
            self.ready()
        beating = asyncio.create_task(self._beat(digest))
        try:
            with _ended_with_supervisor(self.line):
                yield
        finally:
            beating.cancel()
            self._entry = None
            self.board.forget(self.number)

    def tell(self, digest: str | None) -> None:
        """Let all know where other policies have come to hold; what cannot be told now is told the next time."""
        if self._entry is None or self._entry.digest == digest:
            return
        told = replace(self._entry, digest=digest)
        with suppress(OSError):
            self.board.tell(told)
            self._entry = told

    async def _beat(self, digest: Callable[[], str | None]) -> None:
        if self.line is not None:
            os.set_blocking(self.line.fileno(), False)  # where nobody reads, nothing has to wait
        for beat in count():
            if beat % _KEEPS_EVERY == 0:
                with suppress(OSError):
                    self.board.keep()
            if self.line is not None:
                with suppress(BlockingIOError, BrokenPipeError):
                    self.line.send_bytes(BEAT)
            for _ in range(_LOOKS):
                self.tell(digest())
                await asyncio.sleep(_SECONDS / _LOOKS)


@contextmanager
def _ended_with_supervisor(line: Connection | None) -> Iterator[None]:
    """Where the supervisor is gone, so is the reason to go on: what has been asked is answered, and that is all."""
    supervisor = multiprocessing.parent_process()
    if line is None or supervisor is None:
        yield
        return
    loop, gone = asyncio.get_running_loop(), supervisor.sentinel

    def end() -> None:
        loop.remove_reader(gone)
        os.kill(os.getpid(), signal.SIGTERM)

    loop.add_reader(gone, end)
    try:
        yield
    finally:
        loop.remove_reader(gone)
