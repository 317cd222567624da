"""A question may be given so much time: whoever works on it in a loop looks at the clock, and stops when it is over."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Iterator


class DeadlineExceededError(CourtesyError):
    """An answer was not found in the time that it was given; nothing is permitted."""

    code = "deadline-exceeded"
    way_out = "allow more time, or ask about fewer actions, touches or days"

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def __str__(self) -> str:
        return f"no answer within {self.seconds:g} seconds; treat the action as not permitted"

    def help(self) -> str:
        """What to do about it."""
        return "give it more time, or ask about fewer actions, touches or days"


class _Deadline(NamedTuple):
    """When an answer is due, by a clock that only goes forward, and how long that was to take."""

    due: float
    seconds: float


_CURRENT: ContextVar[_Deadline | None] = ContextVar("_CURRENT", default=None)
"""That of the question being answered: each thread and each task has its own."""


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Do what stands inside within so many seconds; None: in whatever time it takes, or an outer deadline leaves.

    It ends at the next look at the clock after them, with DeadlineExceededError.
    """
    if seconds is None:
        yield
        return
    outer, due = _CURRENT.get(), monotonic() + seconds
    token = _CURRENT.set(outer if outer is not None and outer.due <= due else _Deadline(due, seconds))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def look_at_the_clock() -> None:
    """Go on while there is time. Raises DeadlineExceededError where there is none left."""
    deadline = _CURRENT.get()
    if deadline is not None and monotonic() >= deadline.due:
        raise DeadlineExceededError(deadline.seconds)
