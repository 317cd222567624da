"""What threads and forks of a process share.

In the child of a fork a lock that another thread held is never given back, and whether one was held cannot be asked
safely at that moment: whoever owns a lock is made whole there, always.
"""

from __future__ import annotations

import os
import weakref
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


class Forked(Protocol):
    """Something that threads share, with a lock of its own."""

    def after_fork(self) -> None:
        """Drop what another thread may have left half done; in the child there is no other thread yet."""


_shared: weakref.WeakSet[Forked] = weakref.WeakSet()


def repaired_after_fork(shared: Forked) -> None:
    """Have `after_fork` of `shared` called in the child of every fork, as long as `shared` lives."""
    _shared.add(shared)


def _repair() -> None:
    for shared in tuple(_shared):
        shared.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_repair)


class SharedLock:
    """A lock for `with` that is free in the child of every fork."""

    def __init__(self) -> None:
        self._lock = Lock()
        repaired_after_fork(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def after_fork(self) -> None:
        """Whoever held it is not here."""
        self._lock = Lock()


class lazily(Generic[_T]):  # noqa: N801  a decorator, used like a function
    """A property that is found once. A race finds it twice, to the same effect.

    `functools.cached_property` of Python 3.11 holds a lock meanwhile, on which the child of a fork would wait for ever.
    """

    def __init__(self, find: Callable[[Any], _T]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __get__(self, owner: Any, _: type | None = None) -> _T:
        found = self._find(owner)
        owner.__dict__[self._find.__name__] = found  # the next time it is an ordinary attribute
        return found
