"""A plan's actions, each at its turn: judged in time order, and permitted ones count for the later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.judging.timing import timing_of
from courtesy.model.case import Touch

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.judging.judge import Judge
    from courtesy.judging.timing import Timing
    from courtesy.model.case import Action, Case, History
    from courtesy.model.verdict import Verdict

    Timed = tuple[tuple[Action, Timing], ...]
    """Actions with the times at which they are judged, in time order."""


class Turn(NamedTuple):
    """One action of a plan at its turn: `history` is what is known by then, permitted earlier actions included."""

    action: Action
    timing: Timing
    history: History | None
    verdict: Verdict

    @property
    def counts(self) -> bool:
        """Whether the later actions are judged as if it had been done: it is permitted, and its time is to come."""
        return self.timing.to_come and not self.verdict.outcome.refused

    @property
    def then(self) -> History | None:
        """What is known after it."""
        return with_done(self.history, self.action, self.timing.at) if self.counts else self.history


class Turns(NamedTuple):
    """All actions of a plan in time order (ties: as listed); `before` is the history without any of them."""

    turns: tuple[Turn, ...]
    before: History | None

    @property
    def history(self) -> History | None:
        """The history with all actions that count. One that ends a plan is put into it here: a check needs it not."""
        return self.turns[-1].then if self.turns else self.before


def in_order(case: Case, now: datetime) -> Timed:
    """The actions of a case, each with the time at which it is judged, in time order (ties: as listed)."""
    timed = [(action, timing_of(case, action, now)) for action in case.actions]
    return tuple(sorted(timed, key=lambda one: one[1].instant))


def judge_turns(
    judge: Judge, case: Case, timed: Timed, now: datetime, *, all_findings: bool = False, explain: bool = True
) -> Turns:
    """The verdicts on all actions of a case, each with the touches known at its turn. Raises as `Judge.judge` does."""
    turns: list[Turn] = []
    for action, timing in timed:
        history = turns[-1].then if turns else case.history
        known = timing.known(history)
        verdict = judge.judge(case, action, known, timing, now, all_findings=all_findings, explain=explain)
        turns.append(Turn(action, timing, history, verdict))
    return Turns(tuple(turns), case.history)


def with_done(history: History | None, action: Action, at: datetime) -> History | None:
    """The history once an action is done; the same where it is in it already, by its id."""
    if history is None or history.bears(action.id):
        return history
    return history.with_touch(done(action, at))


def done(action: Action, at: datetime) -> Touch:
    """The touch that a permitted action will have been."""
    return Touch(
        id=action.id,
        at=at,
        channel=action.channel,
        to=action.to,
        cc=action.cc,
        purpose=action.purpose,
        tags=action.tags,
        attributes=action.attributes,
    )
