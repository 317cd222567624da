"""A process that works for a server, as its supervisor sees it."""

from __future__ import annotations

import multiprocessing
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from courtesy.serving.listening import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

_FRESH = multiprocessing.get_context("spawn")


class Hired:
    """A process that runs `work` with what `given` makes of the line on which it tells how it is."""

    def __init__(self, work: Callable[[Any], None], given: Callable[[Connection], Any]) -> None:
        self._line, theirs = _FRESH.Pipe(duplex=False)
        self._process = _FRESH.Process(target=work, args=(given(theirs),))
        with signals_later():
            self._process.start()
        theirs.close()
        self.pid = self._process.pid or 0
        """The id of the process."""

    @property
    def tells(self) -> tuple[Any, ...]:
        """What `multiprocessing.connection.wait` takes: something has been sent, or the process has ended."""
        return (self._process.sentinel,) if self._line.closed else (self._process.sentinel, self._line)

    def news(self) -> list[bytes]:
        """What it has sent since it was last asked."""
        found: list[bytes] = []
        with suppress(EOFError, OSError):
            while self._line.poll():
                found.append(self._line.recv_bytes())
            return found
        self._line.close()  # it has ended
        return found

    def ended(self) -> str | None:
        """How it has ended; None where it has not."""
        status = self._process.exitcode
        if status is None:
            return None
        return f"was ended by {_name_of(-status)}" if status < 0 else f"ended with status {status}"

    def tell_to_end(self) -> None:
        """Have it answer what it has been asked, and end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """Give back what is held of a process that has ended."""
        self._process.join()
        self._process.close()
        self._line.close()


def _name_of(number: int) -> str:
    known = {one.value: one.name for one in signal.Signals}
    return known.get(number, f"signal {number}")


@contextmanager
def signals_later() -> Iterator[None]:
    """Take no signals meanwhile: a process that starts takes over which ones its parent takes."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
