"""How much a piece of Python does, counted instead of timed: the same on a busy machine as on an idle one.

The profiler that is written in C counts, which takes a small part of what a hook in Python would.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from contextlib import contextmanager
from cProfile import Profile
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_PYTHON = ctypes.PyDLL(None)
"""Opened once: who watches what is opened sees nothing of the counting."""


class Work:
    """What is done: calls of functions, Python's and C's alike; known when it has ended."""

    def __init__(self) -> None:
        self.calls = 0


class _EndlessError(BaseException):
    """More than is permitted. Nothing that catches every Exception can stop it."""


class _Ticks:
    """A clock for the profiler that goes until so many calls have begun and ended, and then ends what is profiled.

    What a clock raises cannot leave the profiler, which hands it to `sys.unraisablehook`. There the thread is told to
    raise: by C alone, as a hook in Python would be what is ended.
    """

    def __init__(self, calls: int) -> None:
        self.next = repeat(0, 2 * calls).__next__
        self._before = sys.unraisablehook
        self._raise = _PYTHON["PyThreadState_SetAsyncExc"]
        self._raise.argtypes = (ctypes.c_ulong, self)

    def __enter__(self) -> None:
        sys.unraisablehook = partial(self._raise, threading.get_ident())

    def __exit__(self, *_: object) -> None:
        sys.unraisablehook = self._before

    def from_param(self, what: Any) -> ctypes.py_object[Any]:
        """What the thread is to raise for something that could not be raised: only the end of the clock counts."""
        if what.exc_type is StopIteration:
            sys.unraisablehook = id  # does nothing: once is enough
            return ctypes.py_object(_EndlessError)
        self._before(what)
        return ctypes.py_object()


@contextmanager
def counted(at_most: int | None = None) -> Iterator[Work]:
    """Count the calls of what is done within; beyond `at_most` it ends with AssertionError, so nothing hangs."""
    work = Work()
    bound = sys.maxsize // 2 if at_most is None else at_most
    ticks = _Ticks(bound)
    profile = Profile(ticks.next)
    try:
        with ticks:
            profile.enable()
            try:
                yield work
            finally:
                profile.disable()
    except _EndlessError:
        work.calls = bound + 1
    else:
        work.calls = sum(entry.callcount for entry in profile.getstats())
    finally:
        profile.disable()
    if work.calls > bound:
        message = f"more than {at_most:,} calls: it hangs, or its work grows faster than its input"
        raise AssertionError(message) from None


def calls_of(do: Callable[[], Any], at_most: int | None = None) -> int:
    """How many calls a function makes; AssertionError beyond `at_most`."""
    with counted(at_most) as work:
        do()
    return work.calls
