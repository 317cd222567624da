"""A process that searches: one question at a time, by the policies that the question was asked with.

Policies are sent once, and kept by their digest; who asks with others that this process does not have is told so.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.serving.http.asking import Asking
from courtesy.serving.http.notes import Notes
from courtesy.serving.http.problems import RejectedError, rejected
from courtesy.serving.http.questions import ANSWERS
from courtesy.serving.http.workers.hired import signals_later
from courtesy.serving.listening import SIGNALS

if TYPE_CHECKING:
    from datetime import datetime
    from multiprocessing.connection import Connection

    from courtesy.serving.http.held import HeldCases
    from courtesy.serving.http.limits import Limits
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]
_KEPT = 3
_FRESH = multiprocessing.get_context("spawn")
"""A process that has threads must not be forked."""
_held: OrderedDict[str, Shelf] = OrderedDict()


class EndedError(Exception):
    """The process has ended, and with it the question."""


class Searcher:
    """One such process, or a thread of this one. A thread of this one waits for what it answers."""

    def __init__(self, *, process: bool) -> None:
        self._line, theirs = _FRESH.Pipe()
        self._process = _FRESH.Process(target=_search, args=(theirs,), daemon=True) if process else None
        self._theirs = theirs
        self._waiting = ThreadPoolExecutor(1, "search")

    @property
    def pid(self) -> int | None:
        """Of the process, once it has started."""
        return None if self._process is None else self._process.pid

    @property
    def sentinel(self) -> int | None:
        """What can be read from once the process has ended; None before it has started."""
        return None if self.pid is None or self._process is None else self._process.sentinel

    def start(self, shelf: Shelf | None) -> Future[object]:
        """Start it with these policies at hand. The future raises EndedError where it cannot."""
        if self._process is not None:
            try:
                with signals_later():
                    self._process.start()
            except OSError:  # too many processes, or no memory for another one
                self._line.close()
            self._theirs.close()
        return self._waiting.submit(self._told, Keep(None if shelf is None else _packed(shelf)))

    def ask(self, kind: str, request: Json, asking: Asking, seconds: float, *, send: bool) -> Future[Answer]:
        """Ask a question, and `send` the policies with it. The future raises EndedError where it has ended.

        Its result, with what was decided, is None where it does not have them.
        """
        shelf = asking.shelf
        packed = _packed(shelf) if send else None
        told = (asking.limits, asking.now, seconds, asking.notes.anew(), asking.held)
        return self._waiting.submit(self._told, Question(shelf.digest, packed, kind, request, *told))

    def end(self) -> None:
        """End it, whatever it works on."""
        self._waiting.shutdown(wait=False, cancel_futures=True)
        if self._process is not None and self._process.pid is not None:
            self._process.kill()
            self._process.join()

    def _told(self, question: Question | Keep) -> Any:
        if self._process is None:
            return _answered(question)
        try:
            self._line.send(question)
            return self._line.recv()
        except (EOFError, OSError):
            raise EndedError from None


Answer = tuple[Json, Notes] | RejectedError | None


class Keep(NamedTuple):
    """Policies to keep at hand."""

    packed: bytes | None


class Question(NamedTuple):
    """A question, the digest of the policies that it is asked with, and where they are sent the policies."""

    digest: str
    packed: bytes | None
    kind: str
    request: Json
    limits: Limits
    now: datetime
    seconds: float
    notes: Notes
    held: HeldCases | None


@lru_cache(maxsize=2)
def _packed(shelf: Shelf) -> bytes:
    return pickle.dumps(shelf)


# ---------------------------------------------------------------- in the process


def _search(line: Connection) -> None:
    """Answer what comes. It is the server that is told to end, and without the server there is nothing to do."""
    for told in SIGNALS:
        signal.signal(told, signal.SIG_IGN)
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    with suppress(EOFError, OSError):  # without the server nobody asks any more
        while True:
            line.send(_answered(line.recv()))


def _end_with(server: Any) -> None:
    server.join()
    os._exit(1)


def _answered(question: Question | Keep) -> Answer:
    """The answer, or why there is none, which comes back from another process better than an exception."""
    try:
        if isinstance(question, Keep):
            if question.packed is not None:
                _kept(pickle.loads(question.packed))  # noqa: S301  the server has sent it
            return None
        shelf = _held.get(question.digest)
        if shelf is None and question.packed is not None:
            shelf = pickle.loads(question.packed)  # noqa: S301  likewise
        if shelf is None:
            return None
        limits, now, seconds, notes = question.limits, question.now, question.seconds, question.notes
        asking = Asking(shelf=_kept(shelf), limits=limits, now=now, seconds=seconds, notes=notes, held=question.held)
        return ANSWERS[question.kind](asking, question.request), notes
    except Exception as error:  # noqa: BLE001  whoever asks is told
        return rejected(error)


def _kept(shelf: Shelf) -> Shelf:
    """These policies, which are the last that are let go."""
    _held[shelf.digest] = shelf
    _held.move_to_end(shelf.digest)
    while len(_held) > _KEPT:
        _held.popitem(last=False)
    return shelf
