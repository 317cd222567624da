"""Questions that may be given a deadline."""

from __future__ import annotations

from functools import wraps
from math import isfinite
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from courtesy.api.errors import UnusableArgumentError
from courtesy.deadline import within

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_T = TypeVar("_T")


def in_time(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """Answer a question within the seconds of its keyword `deadline`; without it, in whatever time it takes.

    Raises DeadlineExceededError when they are over, and UnusableArgumentError where they are no time at all.
    """

    @wraps(question)
    def asked(*arguments: _P.args, **options: _P.kwargs) -> _T:
        seconds = options.get("deadline")
        if seconds is None:
            return question(*arguments, **options)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not (isfinite(seconds) and seconds > 0):
            raise UnusableArgumentError(f"`deadline` is {seconds!r}", "give a number of seconds above 0, or None")
        with within(seconds):
            return question(*arguments, **options)

    return asked
