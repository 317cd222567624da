"""What a caller of the API can do wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.loading.errors import WrongValueError, quoted

if TYPE_CHECKING:
    from datetime import date, datetime

    from courtesy.model.policy import PolicySource
    from courtesy.spans import Span


class OutsideValidityError(CourtesyError):
    """The action lies outside the dates for which the policy is valid."""

    code = "outside-validity"
    way_out = "name a version that is valid on the date of the action, or correct the date"

    def __init__(self, policy: PolicySource, day: date) -> None:
        super().__init__()
        self.policy_id, self.version, self.day = policy.id, policy.version, day
        self.valid_from, self.valid_until = policy.valid_from, policy.valid_until

    def __str__(self) -> str:
        return f"policy `{self.policy_id}@{self.version}` is not valid on {self.day.isoformat()}"

    def help(self) -> str:
        """For which dates it is."""
        bounds = []
        if self.valid_from:
            bounds.append(f"from {self.valid_from.isoformat()}")
        if self.valid_until:
            bounds.append(f"until the day before {self.valid_until.isoformat()}")
        return f"it is valid {' '.join(bounds)}; name another version or check the date"


class UnusableArgumentError(CourtesyError, ValueError):
    """A caller gave something that cannot be used."""

    code = "unusable-argument"
    way_out = "give what the help of the error says"

    def __init__(self, what: str, fix: str) -> None:
        super().__init__()
        self.what, self.fix = what, fix

    def __str__(self) -> str:
        return self.what

    def help(self) -> str:
        """What to give instead."""
        return self.fix


class FutureTouchError(WrongValueError):
    """A touch of the history that lies after the time of the question: a history is what has happened."""

    code = "future-touch"
    way_out = "correct the time, propose the action under `actions`, or look back with `--as-of`"

    def __init__(self, span: Span, at: datetime, now: datetime) -> None:
        super().__init__(
            span,
            f"a time up to now, which is {now.isoformat(timespec='minutes')}",
            quoted(at.isoformat()),
            "a history is what has happened: correct the time, or propose the action under `actions`; "
            "to look back, ask as of an earlier time (`--as-of`, in Python `as_of=True`)",
        )
        self.at, self.now = at, now
