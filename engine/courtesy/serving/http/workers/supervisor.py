"""Who keeps the workers of a server running, and ends them together."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from multiprocessing.connection import wait
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

import courtesy
from courtesy.serving.listening import signals_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from courtesy.serving.http.workers.place import Place

_GIVES_UP_AFTER = 5
_ENDS_WITHIN = 15.0


class NotStartedError(courtesy.CourtesyError):
    """A worker could not start, so that nothing is served."""

    code: ClassVar[str] = "worker-not-started"
    way_out: ClassVar[str] = "mend what is said above, and start the server again"

    def __init__(self, worker: str, reason: str) -> None:
        super().__init__()
        self.worker, self.reason = worker, reason

    def __str__(self) -> str:
        return f"{self.worker} could not start: {self.reason}"

    def help(self) -> str:
        """Where to look."""
        return "what is said above tells why"


class Supervisor:
    """Keeps somebody in every place until it is told to end."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places

    def run(self, ready: Callable[[], None], ending: Callable[[], None]) -> None:
        """Keep all of them running until a signal tells to end; then have them end, at a second signal at once.

        `ready` is called once all have started, `ending` before they are told to end. Raises NotStartedError where one
        of them cannot start, or later none of them can.
        """
        with _signals() as told:
            try:
                for place in self._places:
                    place.begin(monotonic())
                self._keep(told, ready)
            finally:
                ending()
                self._end(told)

    def _keep(self, told: _Told, ready: Callable[[], None]) -> None:
        started = False
        while not told.times:
            self._wait(told, min(place.due(monotonic()) for place in self._places))
            for place in self._places:
                place.look(monotonic())
            if not started:
                self._hold_start()
                if all(place.ready for place in self._places):
                    started = True
                    for place in self._places:
                        place.replaces = True
                    ready()
            elif all(place.failures >= _GIVES_UP_AFTER for place in self._places):
                raise NotStartedError(self._places[0].name, self._places[0].reason)

    def _hold_start(self) -> None:
        for place in self._places:
            if place.failures:
                raise NotStartedError(place.name, place.reason)

    def _end(self, told: _Told) -> None:
        left, over = [place.process for place in self._places if place.process], monotonic() + _ENDS_WITHIN
        for one in left:
            one.tell_to_end()
        while left and told.times < 2 and monotonic() < over:  # noqa: PLR2004  the second signal
            wait([told.socket, *(tell for one in left for tell in one.tells)], over - monotonic())
            told.read()
            for one in left:
                one.news()
            left = [one for one in left if one.ended() is None]
        for one in left:
            one.kill()
        for place in self._places:
            if place.process is not None:
                place.process.close()

    def _wait(self, told: _Told, seconds: float) -> None:
        wait([told.socket, *(tell for place in self._places for tell in place.tells())], seconds)
        told.read()


class _Told:
    """How often it has been told to end."""

    def __init__(self, listening: socket.socket) -> None:
        self.socket, self.times = listening, 0

    def read(self) -> None:
        """Take what made `wait` return."""
        try:
            while self.socket.recv(64):
                pass
        except BlockingIOError:
            return


@contextmanager
def _signals() -> Iterator[_Told]:
    """Count signals instead of ending by them, and wake up who waits."""
    waking, waiting = socket.socketpair()
    with waking, waiting:
        for end in (waking, waiting):
            end.settimeout(0)
        told = _Told(waiting)

        def count(*_: object) -> None:
            told.times += 1

        before = {one: signal.signal(one, count) for one in signals_taken()}
        waked = signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        try:
            yield told
        finally:
            signal.set_wakeup_fd(waked)
            for one, handler in before.items():
                signal.signal(one, handler)
