"""What takes part in the comparison: it is timed over all checks, and tells the rules that each breaks."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Collection

SHEETS, CASES = "fact sheets", "case and history"
ALL_ACTS, WITHOUT_TEXT = "all", "without text"


class Contestant(ABC):
    """One way to do the checks, made ready outside the timing as far as its interface allows.

    `given` says what it starts from, and so which table it belongs to; `form` how it was asked.
    """

    name: ClassVar[str]
    given: ClassVar[str] = SHEETS
    acts: str = ALL_ACTS
    """Which of the checks it does."""
    count: int
    """How many checks it does each time."""
    form: ClassVar[str]

    @property
    def title(self) -> str:
        """How it is called in the table."""
        return self.name

    @property
    def is_peer(self) -> bool:
        """Whether it is another engine."""
        return True

    @abstractmethod
    def answers(self) -> list[Collection[str]]:
        """The ids of the broken rules of every check."""

    def seconds(self) -> float:
        """How long all checks take once."""
        start = time.perf_counter()
        self.answers()
        return time.perf_counter() - start

    def close(self) -> None:  # noqa: B027  most hold nothing
        """Let go of what it holds."""
