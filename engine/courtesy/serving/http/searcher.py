"""A process that searches: one question at a time, by the policies that the question was asked with.

Policies are sent once, and kept by their digest; who asks with others that this process does not have is told so.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import OrderedDict
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Any

from courtesy.serving.http.asking import Asking
from courtesy.serving.http.notes import Notes
from courtesy.serving.http.problems import RejectedError, rejected
from courtesy.serving.http.questions import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.serving.http.limits import Limits
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]
_KEPT = 3
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_held: OrderedDict[str, Shelf] = OrderedDict()


class Searcher:
    """One such process, or a thread of this one."""

    def __init__(self, *, process: bool) -> None:
        self.pid: int | None = None
        """Of the process, once it has started."""
        self._executor = _of_its_own() if process else ThreadPoolExecutor(1, "search")

    def start(self, shelf: Shelf | None) -> Future[int]:
        """Start it with these policies at hand. The future raises BrokenProcessPool where it cannot."""
        started = self._submit(_begun, *((None, None) if shelf is None else (shelf.digest, _packed(shelf))))
        started.add_done_callback(self._started)
        return started

    def ask(self, kind: str, request: Json, asking: Asking, seconds: float, *, send: bool) -> Future[Answer]:
        """Ask a question, and `send` the policies with it. The future raises BrokenProcessPool where it has ended.

        Its result, with what was decided, is None where it does not have them.
        """
        shelf = asking.shelf
        packed = _packed(shelf) if send else None
        rest = asking.limits, asking.now, seconds, asking.notes
        return self._submit(_answer, shelf.digest, packed, kind, request, *rest)

    def end(self) -> None:
        """End it, whatever it works on."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        if self.pid is not None and self.pid != os.getpid():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _submit(self, work: Any, *given: Any) -> Future[Any]:
        with _signals_later():
            return self._executor.submit(work, *given)

    def _started(self, done: Future[int]) -> None:
        if not done.cancelled() and done.exception() is None:
            self.pid = done.result()


Answer = tuple[Json, Notes] | RejectedError | None


def _of_its_own() -> Executor:
    # A process that has threads must not be forked.
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_begin)


@contextmanager
def _signals_later() -> Iterator[None]:
    """Take no signals meanwhile: a process that starts takes over which ones its parent takes."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@lru_cache(maxsize=2)
def _packed(shelf: Shelf) -> bytes:
    return pickle.dumps(shelf)


# ---------------------------------------------------------------- in the process


def _begin() -> None:
    """Make a new process ready. It is the server that is told to end, and without the server there is nothing to do."""
    for told in _SIGNALS:
        signal.signal(told, signal.SIG_IGN)
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(server: Any) -> None:
    server.join()
    os._exit(1)


def _begun(digest: str | None, packed: bytes | None) -> int:
    if digest is not None:
        _shelf(digest, packed)
    return os.getpid()


def _shelf(digest: str, packed: bytes | None) -> Shelf | None:
    """The policies of that digest, kept or as they were sent; None where they are neither."""
    shelf = _held.pop(digest, None)
    if shelf is None and packed is not None:
        shelf = pickle.loads(packed)  # noqa: S301  the server has sent it
    if shelf is not None:
        _held[digest] = shelf
    while len(_held) > _KEPT:
        _held.popitem(last=False)
    return shelf


def _answer(digest: str, packed: bytes | None, kind: str, request: Json, *rest: Any) -> Answer:
    """The answer, or why there is none, which comes back from another process better than an exception."""
    limits: Limits
    now: datetime
    notes: Notes
    limits, now, seconds, notes = rest
    try:
        shelf = _shelf(digest, packed)
        if shelf is None:
            return None
        asking = Asking(shelf=shelf, limits=limits, now=now, seconds=seconds, notes=notes.anew())
        return ANSWERS[kind](asking, request), asking.notes
    except Exception as error:  # noqa: BLE001  whoever asks is told
        return rejected(error)
