"""When an action is judged: at its own time, at now where that has passed, or as of its touch where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.instants import Instant, instant

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.case import Action, Case, History, Touch


class Timing(Struct, frozen=True):
    """The time at which an action is judged, and its instant.

    `passed` is the time it was proposed for where that lay before now; `touch` is what it has become where it is done.
    """

    at: datetime
    instant: Instant
    passed: datetime | None = None
    touch: Touch | None = None

    @property
    def to_come(self) -> bool:
        """Whether the action is still ahead at its own time: only then it counts for others."""
        return self.passed is None and self.touch is None

    def known(self, history: History | None) -> History | None:
        """The touches that the action is judged by: for one that is done, those before it, in their order."""
        if history is None or self.touch is None or self.touch.id is None:
            return history
        return history.before(self.touch.id)


def timing_of(case: Case, action: Action, now: datetime) -> Timing:
    """When an action of a case is judged, as of `now`."""
    touch = case.done(action)
    if touch is not None:
        return Timing(touch.at, instant(touch.at), touch=touch)
    present = instant(now)
    if action.at is None:
        return Timing(now, present)
    planned = instant(action.at)
    return Timing(now, present, passed=action.at) if planned < present else Timing(action.at, planned)
