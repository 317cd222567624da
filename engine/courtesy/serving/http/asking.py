"""What every question is answered in: the policies, the time, and what an answer may cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.http.notes import Notes

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.serving.http.held import HeldCases
    from courtesy.serving.http.limits import Limits
    from courtesy.serving.shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One question's setting: its policies, its time, and `seconds` in which all of it is answered.

    `notes` take what is decided. `held` are the cases of the ledger that it names; None where the server has none.
    """

    shelf: Shelf
    limits: Limits
    now: datetime
    seconds: float
    notes: Notes = field(default_factory=Notes)
    held: HeldCases | None = None
    due: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "due", time.monotonic() + self.seconds)

    @property
    def waiting(self) -> float:
        """For how many seconds an answer is waited for, which may be none."""
        return max(self.due - time.monotonic(), 0.0)

    def left(self) -> float:
        """The seconds that are left. Raises DeadlineExceededError where none are."""
        left = self.waiting
        if left <= 0:
            raise courtesy.DeadlineExceededError(self.seconds)
        return left
