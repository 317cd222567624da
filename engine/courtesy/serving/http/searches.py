"""Where answers are looked for that take long: processes of their own, so that checks need not wait for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.http.problems import RejectedError, rejected, too_late
from courtesy.serving.http.searcher import EndedError, Searcher
from courtesy.serving.http.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from courtesy.serving.http.asking import Asking
    from courtesy.serving.http.notes import Notes
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]
_GRACE = 0.5
_HUNG_AFTER = 10.0
_TRIES = 2
_PAUSE = 1.0
"""Seconds before another process begins by itself: one that ends at once, again and again, must not keep us busy."""


class Searches:
    """Answers one question in each process at a time. With no processes it uses one thread of this one.

    Where a process ends, another one takes its place, and its question.
    """

    def __init__(self, processes: int, waiting: int, tell: Callable[[int], None]) -> None:
        self._turns, self._in_processes = Turns(max(processes, 1), waiting, tell), processes > 0
        self._all = {Searcher(process=self._in_processes) for _ in range(max(processes, 1))}
        self._idle = list(self._all)
        self._jobs: set[asyncio.Task[tuple[Json, Notes] | RejectedError]] = set()
        self._closed = False
        self._shelf: Shelf | None = None

    @property
    def waiting(self) -> int:
        """How many wait for a free process."""
        return self._turns.waiting

    async def warm_up(self, shelf: Shelf | None) -> None:
        """Start the processes with the policies that hold now, so that the first question need not wait for them.

        Raises EndedError.
        """
        self._shelf = shelf
        await asyncio.gather(*(asyncio.wrap_future(self._start(one)) for one in self._all))

    def _start(self, searcher: Searcher) -> Future[object]:
        started = searcher.start(self._shelf)
        if searcher.sentinel is not None:
            asyncio.get_running_loop().add_reader(searcher.sentinel, self._look_after, searcher)
        return started

    def _look_after(self, searcher: Searcher) -> None:
        """One has ended: another one begins soon, or before, when the next question finds that it has."""
        assert searcher.sentinel is not None  # noqa: S101  it has started
        loop = asyncio.get_running_loop()
        loop.remove_reader(searcher.sentinel)
        loop.call_later(_PAUSE, self._replace_idle, searcher)

    def _replace_idle(self, searcher: Searcher) -> None:
        if searcher in self._idle and not self._closed:
            self._idle.remove(searcher)
            self._replace(searcher)

    async def answer(self, kind: str, request: Json, asking: Asking) -> Json:
        """The answer to a question. Raises RejectedError: 503 where too many wait, 504 where it takes too long."""
        self._shelf = asking.shelf
        await self._turns.take(asking)
        # It goes on though nobody waits any more: a process is free when its search has ended.
        job = asyncio.create_task(self._answered(kind, request, asking))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        try:
            found = await asyncio.wait_for(asyncio.shield(job), asking.waiting + _GRACE)
        except TimeoutError:
            raise too_late() from None
        if isinstance(found, RejectedError):
            raise found
        answer, notes = found
        asking.notes.add(notes)
        return answer

    async def _answered(self, kind: str, request: Json, asking: Asking) -> tuple[Json, Notes] | RejectedError:
        try:
            for _ in range(_TRIES):
                if self._closed:
                    break
                searcher = self._idle.pop()
                try:
                    async with asyncio.timeout(asking.left() + _HUNG_AFTER):
                        found = await _asked(searcher, kind, request, asking)
                except (EndedError, TimeoutError):
                    self._replace(searcher)
                except courtesy.DeadlineExceededError as error:
                    self._idle.append(searcher)
                    return rejected(error)
                else:
                    self._idle.append(searcher)
                    return found
        finally:
            self._turns.end()
        what = "the processes that looked for the answer have ended; treat the action as not permitted"
        return RejectedError(500, "internal-error", what)

    def _replace(self, searcher: Searcher) -> None:
        """Have another one in the place of one that has ended, or never will."""
        if searcher.sentinel is not None:
            asyncio.get_running_loop().remove_reader(searcher.sentinel)
        searcher.end()
        self._all.discard(searcher)
        if self._closed:
            return
        another = Searcher(process=self._in_processes)
        self._start(another)
        self._all.add(another)
        self._idle.append(another)

    def close(self) -> None:
        """End the processes; what they still work on is not waited for."""
        self._closed = True
        for one in self._all:
            if one.sentinel is not None:
                asyncio.get_running_loop().remove_reader(one.sentinel)
            one.end()


async def _asked(searcher: Searcher, kind: str, request: Json, asking: Asking) -> tuple[Json, Notes] | RejectedError:
    """What one of them answers: it is sent the policies where it does not have them yet."""
    for send in (False, True):
        asked = searcher.ask(kind, request, asking, asking.left(), send=send)
        found = await asyncio.wrap_future(asked)
        if found is not None:
            return found
    raise AssertionError  # it was sent what it did not have
