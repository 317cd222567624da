"""Exit codes: contract, the same under every flag."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from courtesy.model.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """What a run of `courtesy` came to."""

    PERMITTED = 0
    REFUSED = 1
    USAGE = 2
    INVALID_INPUT = 3
    UNDETERMINED = 4
    FAULT = 5


INTERRUPTED = 130
"""What shells expect of a program that was stopped by Ctrl-C."""

_GRAVEST_FIRST = (
    ExitCode.FAULT,
    ExitCode.INVALID_INPUT,
    ExitCode.USAGE,
    ExitCode.REFUSED,
    ExitCode.UNDETERMINED,
    ExitCode.PERMITTED,
)


def for_outcome(outcome: Outcome) -> ExitCode:
    """The exit code of one verdict."""
    if outcome.refused:
        return ExitCode.REFUSED
    return ExitCode.UNDETERMINED if outcome is Outcome.UNDETERMINED else ExitCode.PERMITTED


def gravest(codes: Iterable[ExitCode]) -> ExitCode:
    """The exit code of a run in which each of `codes` occurred."""
    return min(codes, key=_GRAVEST_FIRST.index, default=ExitCode.PERMITTED)
