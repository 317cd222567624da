"""Where answers are looked for that take long: processes of their own, so that checks need not wait for them.

At most so many wait for a free one; who comes then is told to come again.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from courtesy.serving.http.asking import Asking
from courtesy.serving.http.problems import RejectedError, rejected
from courtesy.serving.http.questions import ANSWERS

if TYPE_CHECKING:
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]
_GRACE = 2.0
_shelf: Shelf | None = None


class Searches:
    """Answers one question in each process at a time. With no processes it uses one thread of this one."""

    def __init__(self, shelf: Shelf | None, processes: int, waiting: int) -> None:
        self._shelf, self._processes, self._most_waiting = shelf, processes, waiting
        self._free = asyncio.Semaphore(max(processes, 1))
        self.waiting = 0
        """How many wait for a free process."""
        self._executor = self._started()

    def _started(self) -> Executor:
        if not self._processes:
            return ThreadPoolExecutor(1)
        # A process that has threads must not be forked.
        fresh = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._processes, fresh, initializer=_begin, initargs=(self._shelf,))

    async def warm_up(self) -> None:
        """Start the processes, so that the first question need not wait for them. Raises BrokenProcessPool."""
        loop = asyncio.get_running_loop()
        await asyncio.gather(*[loop.run_in_executor(self._executor, _ready) for _ in range(self._processes)])

    async def answer(self, kind: str, request: Json, asking: Asking) -> Json:
        """The answer to a question. Raises RejectedError: 503 where too many wait, 504 where it takes too long."""
        if self._free.locked() and self.waiting >= self._most_waiting:
            what = f"{self.waiting} questions are waiting already; treat the action as not permitted"
            raise RejectedError(503, "too-busy", what, fix="ask again in a moment", headers={"Retry-After": "1"})
        left = asking.left()
        self.waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), left)
        except TimeoutError:
            raise _too_late(asking) from None
        finally:
            self.waiting -= 1
        return await self._run(kind, request, asking)

    async def _run(self, kind: str, request: Json, asking: Asking) -> Json:
        """Run in a process that is free. It stays taken until the search has ended, whether or not somebody waits."""
        loop, executor = asyncio.get_running_loop(), self._executor
        shelf = None if self._processes else asking.shelf
        try:
            left = asking.left()
            job = loop.run_in_executor(executor, _answer, shelf, kind, request, asking.limits, asking.now, left)
        except BaseException:
            self._free.release()
            raise
        job.add_done_callback(lambda _: self._free.release())
        try:
            found = await asyncio.wait_for(asyncio.shield(job), left + _GRACE)
        except TimeoutError:
            job.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise _too_late(asking) from None
        except BrokenProcessPool:
            if self._executor is executor:
                self._executor = self._started()
            what = "the process that looked for the answer has ended; treat the action as not permitted"
            raise RejectedError(500, "internal-error", what) from None
        if isinstance(found, RejectedError):
            raise found
        return found

    def close(self) -> None:
        """End the processes; what they still work on is not waited for."""
        self._executor.shutdown(wait=False, cancel_futures=True)


def _too_late(asking: Asking) -> RejectedError:
    what = f"no answer within {asking.seconds:g} seconds; treat the action as not permitted"
    return RejectedError(504, "deadline-exceeded", what, fix="ask about fewer actions, touches or days")


def _begin(shelf: Shelf | None) -> None:
    """Make a new process ready; it is the server that is told to end, not each of its processes."""
    global _shelf  # noqa: PLW0603  what a process begins with has nowhere else to be
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    _shelf = shelf


def _ready() -> bool:
    return _shelf is not None


def _answer(shelf: Shelf | None, kind: str, request: Json, *rest: Any) -> Json | RejectedError:
    """The answer, or why there is none, which comes back from another process better than an exception."""
    limits, now, seconds = rest
    used = shelf or _shelf
    try:
        assert used is not None  # noqa: S101  every process begins with it
        return ANSWERS[kind](Asking(shelf=used, limits=limits, now=now, seconds=seconds), request)
    except Exception as error:  # noqa: BLE001  whoever asks is told
        return rejected(error)
