"""A worker's place: who works there now, and when the next one begins after one has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.serving.http.workers.member import BEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.serving.http.workers.hired import Hired

STARTS_WITHIN = 120.0
HUNG_AFTER = 30.0
SETTLED_AFTER = 10.0
LONGEST_PAUSE = 30.0


class Place:
    """Has somebody work there, whatever happens to them. Times are seconds of a clock that only goes forward."""

    def __init__(
        self, name: str, hire: Callable[[int], Hired], say: Callable[[str], None], gone: Callable[[], None]
    ) -> None:
        """`hire` is told how often somebody has begun, `gone` is called when somebody has ended."""
        self.name, self._hire, self._say, self._gone = name, hire, say, gone
        self.process: Hired | None = None
        self.starts = 0
        self.ready = False
        self.replaces = False
        """Whether somebody else begins where one has ended."""
        self.failures = 0
        """How often in a row somebody has ended before they were settled."""
        self.reason = ""
        """How the last one ended, or what they said they ended for."""
        self._since = self._heard = self._next = 0.0

    def begin(self, now: float) -> None:
        """Have somebody begin."""
        self.starts += 1
        self.ready, self._since, self._heard = False, now, now
        try:
            self.process = self._hire(self.starts)
        except OSError as error:
            self.reason = f"no process can be started: {(error.strerror or 'no reason is given').lower()}"
            self._next_in(pause_after(max(self.failures, 1)), f"{self.name} does not begin ({self.reason})", now)

    def look(self, now: float) -> None:
        """See how they are: who has ended or hangs is replaced, at once or after a pause."""
        if self.process is None:
            if now >= self._next:
                self.begin(now)
            return
        reasons = self._hear(self.process.news(), now)
        told = self.process.ended()
        if told is None:
            self._hold_to_time(self.process, now)
            return
        self.reason = reasons[-1] if reasons else told
        self._replace(self.process, told, now)

    def due(self, now: float) -> float:
        """In how many seconds it has to be looked at again, though nothing has happened."""
        if self.process is None:
            return max(self._next - now, 0.0)
        return max(self._limit - now, 0.0)

    def tells(self) -> Sequence[Any]:
        """What tells that something has happened."""
        return () if self.process is None else self.process.tells

    @property
    def _limit(self) -> float:
        return self._heard + HUNG_AFTER if self.ready else self._since + STARTS_WITHIN

    def _hear(self, news: list[bytes], now: float) -> list[str]:
        if news:
            self._heard = now
        if BEAT in news and not self.ready:
            self.ready = True
            if self.replaces and self.process is not None:
                self._say(f"{self.name} (process {self.process.pid}) is ready")
        if self.ready and now - self._since >= SETTLED_AFTER:
            self.failures = 0
        return [one.decode() for one in news if one != BEAT]

    def _hold_to_time(self, process: Hired, now: float) -> None:
        if now >= self._limit:
            did = "has not moved for" if self.ready else "was not ready within"
            seconds = HUNG_AFTER if self.ready else STARTS_WITHIN
            self._say(f"{self.name} (process {process.pid}) {did} {seconds:g} seconds and is ended")
            process.kill()
            self._heard = self._since = now

    def _replace(self, process: Hired, told: str, now: float) -> None:
        self.process, self.ready = None, False
        process.close()
        self._gone()
        self._next_in(pause_after(self.failures), f"{self.name} (process {process.pid}) {told}", now)

    def _next_in(self, pause: float, why: str, now: float) -> None:
        self.failures += 1
        self._next = now + pause
        if self.replaces:
            when = f" in {pause:g} seconds" if pause > 1 else " in 1 second" if pause else ""
            self._say(f"{why}; another one takes its place{when}")


def pause_after(failures: int) -> float:
    """How many seconds nobody begins after so many have failed in a row before the one that has just ended."""
    return 0.0 if failures == 0 else min(2.0 ** (failures - 1), LONGEST_PAUSE)
