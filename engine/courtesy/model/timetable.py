"""When an act is permitted: stretches of time, each with what it comes to and the rules behind it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from courtesy.model.case import Action
from courtesy.model.origin import EngineReport, PolicyReference
from courtesy.model.outcome import Outcome
from courtesy.model.shown import Shown
from courtesy.model.verdict import Notice


class Stretch(Struct, frozen=True, kw_only=True):
    """A stretch in which an act comes to the same for the same reasons; `end` is exclusive.

    `rules` are the ids of the broken `must`s where the act is refused, of the undecided `must`s where it is
    undetermined, of the broken `should`s where it is warned about. A refused stretch is `wait` where the act is
    permitted later, else `deny`. `version` is the one that holds then; None where none does, which refuses it too.
    """

    start: datetime
    end: datetime
    outcome: Outcome
    rules: tuple[str, ...] = ()
    version: str | None = None


class Timetable(Shown, frozen=True, kw_only=True):
    """The stretches from `start` to `until` in time order, without gaps, for one act, all else unchanged.

    Times are in the recipient's zone. `then` is the first permitted time after `until` where the act is refused up to
    there; None where it is not refused at the end, or where no later time is known that permits it. `missing` names
    the facts that would settle what is undetermined.
    """

    policy: PolicyReference
    action: Action
    description: str
    start: datetime
    until: datetime
    windows: tuple[Stretch, ...]
    then: datetime | None = None
    missing: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    engine: EngineReport | None = None

    @property
    def open(self) -> tuple[Stretch, ...]:
        """The stretches in which the act is not refused, and not undetermined either."""
        return tuple(window for window in self.windows if window.outcome.permitted)
