"""How much a piece of Python does, counted instead of timed: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Work:
    """What has been done so far: calls of functions, Python's and C's alike."""

    def __init__(self, at_most: int | None) -> None:
        self.at_most = at_most
        self.calls = 0

    def _profile(self, _frame: object, event: str, _what: object) -> None:
        if not event.endswith("call"):
            return
        self.calls += 1
        if self.calls == self.at_most:
            raise _EndlessError


class _EndlessError(BaseException):
    """More than is permitted. Nothing that catches every Exception can stop it."""


@contextmanager
def counted(at_most: int | None = None) -> Iterator[Work]:
    """Count the calls of what is done within; beyond `at_most` it ends with AssertionError, so nothing hangs."""
    work = Work(at_most)
    before = sys.getprofile()
    sys.setprofile(work._profile)
    try:
        yield work
    except _EndlessError:
        message = f"more than {at_most:,} calls: it hangs, or its work grows faster than its input"
        raise AssertionError(message) from None
    finally:
        sys.setprofile(before)


def calls_of(do: Callable[[], Any], at_most: int | None = None) -> int:
    """How many calls a function makes; AssertionError beyond `at_most`."""
    with counted(at_most) as work:
        do()
    return work.calls
