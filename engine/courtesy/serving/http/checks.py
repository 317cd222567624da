"""Where checks are answered: threads of this process, so that one that takes long keeps nobody else from an answer.

A thread costs a check about 0.1 ms; without it every other question would wait for the longest one.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from courtesy.serving.http.problems import too_late
from courtesy.serving.http.questions import ANSWERS
from courtesy.serving.http.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.serving.http.asking import Asking

Json = dict[str, Any]
_GRACE = 0.1


class Checks:
    """Answers so many checks at a time, each in a thread, and besides one that is large.

    Several large ones at a time would take their time from each other, until none of them is answered in time.
    """

    def __init__(self, threads: int, waiting: int, tell: Callable[[int], None]) -> None:
        def changed(_: int) -> None:
            tell(self.waiting)

        self._turns, self._of_large = Turns(threads, waiting, changed), Turns(1, waiting, changed)
        self._threads = ThreadPoolExecutor(threads + 1, "check")

    @property
    def waiting(self) -> int:
        """How many wait for a thread."""
        return self._turns.waiting + self._of_large.waiting

    async def answer(self, kind: str, request: Json, asking: Asking, *, large: bool = False) -> Json:
        """The answer to a question.

        Raises RejectedError: 503 where too many wait, 504 where it takes too long; and what the engine raises.
        """
        turns = self._of_large if large else self._turns
        await turns.take(asking)
        try:
            asking.left()
            job = asyncio.get_running_loop().run_in_executor(self._threads, ANSWERS[kind], asking, request)
        except BaseException:
            turns.end()
            raise
        job.add_done_callback(lambda _: turns.end())
        try:
            return await asyncio.wait_for(asyncio.shield(job), asking.waiting + _GRACE)
        except TimeoutError:  # the thread looks at the clock, too, and ends soon
            job.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise too_late() from None

    def close(self) -> None:
        """Answer nothing more; what is still worked on is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
