"""A plan's actions, each at its turn: judged in time order, and permitted ones count for the later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import instant
from courtesy.model.case import Touch

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.judging.judge import Judge
    from courtesy.model.case import Action, Case, History
    from courtesy.model.verdict import Verdict


class Turn(NamedTuple):
    """One action of a plan at its turn: `history` is what is known by then, permitted earlier actions included."""

    action: Action
    at: datetime
    history: History | None
    verdict: Verdict


class Turns(NamedTuple):
    """All actions of a plan in time order (ties: as listed), and the history with all that are permitted."""

    turns: tuple[Turn, ...]
    history: History | None


def judge_turns(judge: Judge, case: Case, now: datetime, *, all_findings: bool = False) -> Turns:
    """The verdicts on all actions of a case, each with the touches known at its turn."""
    history, turns = case.history, []
    ordered = sorted(((action, action.at or now) for action in case.actions), key=lambda turn: instant(turn[1]))
    for action, at in ordered:
        verdict = judge.judge(case, action, history, at, now, all_findings=all_findings)
        turns.append(Turn(action, at, history, verdict))
        if not verdict.outcome.refused:
            history = with_done(history, action, at)
    return Turns(tuple(turns), history)


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
