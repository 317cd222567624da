"""What the engine says of a case against what the reference says."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api import OutsideValidityError
from courtesy.model.outcome import Outcome, Status, worst
from courtesy.model.policy import Level
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.reference.judging import UNLISTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from courtesy.model.case import Action, Case
    from courtesy.model.timetable import Timetable
    from courtesy.model.verdict import Alternative, Change, Obligation, PlanVerdict, Verdict
    from courtesy.selfcheck.reference.expect import Owed
    from courtesy.selfcheck.reference.judging import Place, Trial
    from courtesy.selfcheck.reference.planning import Reference, Turn
    from courtesy.selfcheck.reference.texts import TextMeasures

_TOLD = {"violated", "undetermined", "waived"}
_MISSED = {Level.MUST: Outcome.DENY, Level.SHOULD: Outcome.WARN}


def compare_refusal(ask: Callable[[], object], kind: str, otherwise: str) -> None:
    """A question about a time at which the policy does not hold is refused; `otherwise` tells that it is answered."""
    try:
        ask()
    except OutsideValidityError:
        return
    raise DifferenceFoundError(kind, otherwise)


def compare_statuses(trial: Trial, verdict: Verdict, at: datetime, *, everything: bool) -> None:
    """Every rule stands to every recipient as the reference says, and the outcome is what that comes to.

    Without `everything` the verdict lists only what is violated or undetermined.
    """
    expected: dict[Place, str] = dict(trial.statuses(at))
    outcome = trial.worst(expected)
    if trial.unlisted is not None:
        expected[UNLISTED, None] = "violated"
    said = {(finding.rule_id, finding.recipient): finding.status.value for finding in verdict.findings}
    copied = set(trial.action.cc) - set(trial.action.to)
    if any(finding.copied is not (finding.recipient in copied) for finding in verdict.findings):
        raise DifferenceFoundError("copied", f"action `{verdict.id}`: copied are {copied}, by the reference")
    if not everything:
        expected = {place: status for place, status in expected.items() if status in _TOLD}
    if said != expected:
        raise _differ("status", f"action `{verdict.id}`", said, expected)
    if any((one.waived is None) is (one.status is Status.WAIVED) for one in verdict.findings):
        raise DifferenceFoundError("waived", f"action `{verdict.id}` does not tell by which waivers")
    if _class(verdict.outcome) != outcome:
        raise DifferenceFoundError(
            "outcome", f"action `{verdict.id}` comes to {verdict.outcome.value}, by the reference to {outcome}"
        )


def compare_time(turn: Turn, verdict: Verdict, now: datetime) -> None:
    """The verdict is as of the time at which the reference judges, and says what was planned or done."""
    planned = _in_utc(turn.trial.action.at)
    passed = planned if not turn.done and planned is not None and planned < now else None
    # In UTC: Python takes no time of a repeated hour for equal to one of another zone.
    said = (_in_utc(verdict.at), _in_utc(verdict.planned_at), _in_utc(verdict.done_at))
    expected = (turn.at, passed, turn.at if turn.done else None)
    if said != expected:
        raise _differ("time", f"action `{verdict.id}`", said, expected)


def compare_plan(
    reference: Reference, verdict: PlanVerdict, case: Case, now: datetime, *, everything: bool = False
) -> None:
    """Every action at its turn, what is owed, and what the whole comes to.

    With `everything` the verdict lists all findings. Raises DifferenceFoundError.
    """
    turns, touches = reference.turns(case, now)
    for one in verdict.actions:
        at, trial, _ = turns[one.id]
        compare_time(turns[one.id], one, now)
        compare_statuses(trial, one, at, everything=everything)
    owed = reference.owed(case, touches, now)
    said = {(one.rule_id, one.contact): _standing(one) for one in verdict.obligations}
    expected = {place: (one.standing, one.due, one.done, one.planned, one.comes) for place, one in owed.items()}
    if said != expected:
        raise _differ("obligations", "the plan", said, expected)
    levels = {rule.id: rule.level for rule in reference.policy.rules}
    whole = [_owed(levels[rule], one) for (rule, _), one in owed.items()]
    outcome = worst((*(one.outcome for one in verdict.actions), *whole))
    if verdict.outcome is not outcome:
        raise DifferenceFoundError(
            "plan", f"the plan comes to {verdict.outcome.value}, by the reference to {outcome.value}"
        )


def _owed(level: Level, owed: Owed) -> Outcome:
    if owed.missed:
        return _MISSED.get(level, Outcome.ALLOW)
    return Outcome.UNDETERMINED if (level, owed.standing) == (Level.MUST, "undetermined") else Outcome.ALLOW


def _standing(one: Obligation) -> tuple[str, datetime | None, int, int, datetime | None]:
    return one.standing.value, _in_utc(one.due_by), one.done, one.planned, _in_utc(one.planned_for)


def _in_utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


def compare_alternatives(trial: Trial, alternatives: Sequence[Alternative], now: datetime) -> None:
    """Every alternative, applied to the action, comes to what it says, and breaks the advice that it says."""
    for one in alternatives:
        changed = changed_by(trial.action, one.change, trial.texts)
        at = max((changed.at or now).astimezone(UTC), now.astimezone(UTC))
        given = (_in_utc(one.action.at), one.action.channel, one.action.purpose, one.action.to, one.action.cc)
        expected = (at, changed.channel, changed.purpose, changed.to, changed.cc)
        if given != expected:
            raise _differ("alternative", f"action `{trial.action.id}`: {one.description}", given, expected)
        tried = replace(trial, action=changed)
        statuses = tried.statuses(at)
        still = {rule.id for rule, who in tried.places
                 if rule.level is Level.SHOULD and statuses[rule.id, who] == "violated"}  # fmt: skip
        still |= {UNLISTED} if tried.unlisted == "should" else set()
        said, outcome = (one.outcome.value, set(one.still)), (tried.worst(statuses), still)
        if said != outcome:
            raise _differ("alternative", f"action `{trial.action.id}`: {one.description}", said, outcome)


def compare_plan_alternatives(reference: Reference, verdict: PlanVerdict, case: Case, now: datetime) -> None:
    """Every alternative in a plan comes to what it says at its turn, and no other action is refused for it."""
    before = {one.id: one.outcome.refused for one in verdict.actions}
    for judged in verdict.actions:
        action = next(one for one in case.actions if one.id == judged.id)
        for one in judged.alternatives or ():
            changed = changed_by(action, one.change, reference.texts)
            others = tuple(changed if other.id == action.id else other for other in case.actions)
            turns, _ = reference.turns(case.with_actions(others), now)
            outcomes = {name: turn.trial.worst(turn.trial.statuses(turn.at)) for name, turn in turns.items()}
            refused = [name for name, outcome in outcomes.items() if outcome == "refused" and not before[name]]
            if outcomes[action.id] != one.outcome.value or refused:
                said = (outcomes[action.id], refused)
                raise _differ("plan-alternative", f"action `{action.id}`: {one.description}", one.outcome.value, said)


def changed_by(action: Action, change: Change, texts: TextMeasures) -> Action:
    """The action so changed; a text that is to be shorter is cut after its first words."""
    message = action.message
    if change.at_most_words is not None and message is not None and message.body is not None:
        parts = message.body.split()[: change.at_most_words]
        while texts.words(" ".join(parts)) > change.at_most_words:
            parts.pop()
        message = replace(message, body=" ".join(parts))
    return replace(
        action,
        at=change.at or action.at,
        channel=change.channel or action.channel,
        purpose=change.purpose or action.purpose,
        cc=(*(one for one in action.cc if one not in (change.drop_cc or ())), *(change.add_cc or ())),
        message=message,
    )


def compare_windows(trial: Trial, timetable: Timetable, instants: Iterable[datetime]) -> None:
    """At every instant the action comes to what the window says in which it lies, by the rules that it names."""
    for at in instants:
        window = next(one for one in timetable.windows if one.start <= at < one.end)
        statuses = trial.statuses(at)
        outcome = trial.worst(statuses)
        kind = {
            "refused": ("must", "violated"),
            "undetermined": ("must", "undetermined"),
            "warn": ("should", "violated"),
        }
        level, status = kind.get(outcome, ("", ""))
        rules = {rule.id for rule, who in trial.places
                 if rule.level.value == level and statuses[rule.id, who] == status}  # fmt: skip
        rules |= {UNLISTED} if trial.unlisted == level and status == "violated" else set()
        said = (_class(window.outcome), set(window.rules))
        if said != (outcome, rules):
            raise _differ("windows", f"action `{trial.action.id}` at {at.isoformat()}", said, (outcome, rules))


def _class(outcome: Outcome) -> str:
    return "refused" if outcome.refused else outcome.value


def _differ(kind: str, subject: str, said: object, expected: object) -> DifferenceFoundError:
    if isinstance(said, dict) and isinstance(expected, dict):
        places = [place for place in {**said, **expected} if said.get(place) != expected.get(place)]
        told = "; ".join(f"{place}: {said.get(place)}, by the reference {expected.get(place)}" for place in places)
    else:
        told = f"{said}, by the reference {expected}"
    return DifferenceFoundError(kind, f"{subject}: {told}")
