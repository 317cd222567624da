"""What a verdict comes to, and how it turns from one version to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.instants import instant
from courtesy.model.comparison import ActChange, Judged
from courtesy.model.outcome import Outcome
from courtesy.model.turn import Turn, turn_between

if TYPE_CHECKING:
    from courtesy.model.verdict import Finding, Verdict


def act_change(case: str, old: Verdict, new: Verdict) -> ActChange | None:
    """The act as both versions judge it; None where they judge it alike."""
    turn = turned(old, new)
    if turn is None:
        return None
    return ActChange(
        case=case,
        action=old.id,
        description=old.description or new.description,
        now=old.now,
        at=old.at,
        turn=turn,
        old=judged(old),
        new=judged(new),
    )


def judged(verdict: Verdict) -> Judged:
    """What a verdict comes to, with the rules that decide."""
    rules = tuple(dict.fromkeys(one.rule_id for one in _deciding(verdict)))
    return Judged(outcome=verdict.outcome, earliest=verdict.earliest, rules=rules)


def turned(old: Verdict, new: Verdict) -> Turn | None:
    """How the verdict turns; None where outcome and earliest time are the same."""
    if new.outcome.refused and old.outcome.refused and (turn := _moved(old, new)) is not None:
        return turn
    return turn_between(old.outcome, new.outcome)


def _moved(old: Verdict, new: Verdict) -> Turn | None:
    """Whether a refused act is permitted sooner or later than before."""
    if old.earliest is None or new.earliest is None:
        if old.earliest is new.earliest:
            return None
        return Turn.SOONER if old.earliest is None else Turn.LATER
    before, after = instant(old.earliest), instant(new.earliest)
    return None if before == after else Turn.SOONER if after < before else Turn.LATER


def _deciding(verdict: Verdict) -> list[Finding]:
    """The findings that make the outcome what it is: of a wait those that end last."""
    if verdict.outcome is Outcome.ALLOW:
        return []
    of_rule = Outcome.DENY if verdict.outcome.refused else verdict.outcome
    found = [one for one in verdict.findings if one.outcome is of_rule]
    if verdict.outcome is Outcome.WAIT:
        ends = [instant(one.earliest) for one in found if one.earliest is not None]
        last = [one for one in found if one.earliest is not None and instant(one.earliest) == max(ends)]
        return last or found
    # What no later time heals decides a refusal for good.
    return [one for one in found if one.earliest is None] or found
