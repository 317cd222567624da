"""Who may work now: so many at a time, so many wait for their turn, and who comes then is told to come again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from courtesy.serving.http.problems import RejectedError, too_late

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.serving.http.asking import Asking


class Turns:
    """Turns at `places`, for which at most `waiting` questions wait; `tell` is told how many do whenever it changes."""

    def __init__(self, places: int, waiting: int, tell: Callable[[int], None]) -> None:
        self._free, self._most_waiting, self._tell = asyncio.Semaphore(places), waiting, tell
        self.waiting = 0
        """How many wait for their turn."""

    async def take(self, asking: Asking) -> None:
        """Wait for a turn, which is over with `end`. Raises RejectedError: 503 where too many wait, 504 too late."""
        if self._free.locked() and self.waiting >= self._most_waiting:
            what = f"{self.waiting} questions are waiting already; treat the action as not permitted"
            raise RejectedError(503, "too-busy", what, fix="ask again in a moment", headers={"Retry-After": "1"})
        left = asking.left()
        self._changed(1)
        try:
            await asyncio.wait_for(self._free.acquire(), left)
        except TimeoutError:
            raise too_late() from None
        finally:
            self._changed(-1)

    def end(self) -> None:
        """Let the next one have their turn."""
        self._free.release()

    def _changed(self, by: int) -> None:
        self.waiting += by
        self._tell(self.waiting)
