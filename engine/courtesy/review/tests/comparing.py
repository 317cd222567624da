"""What the engine says of a case, key by key as a test states it, and where the two differ."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from courtesy.instants import parse_timestamp
from courtesy.model.frozen import FrozenMap
from courtesy.model.outcome import Outcome, Status, worst
from courtesy.model.policy_tests import TestDifference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.model.policy_tests import Expected, PolicyTest
    from courtesy.model.verdict import PlanVerdict

TOLD = frozenset({Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED})
"""The statuses of rules of which a verdict says something."""
_EXACT = (Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED)
_AMONG = (Status.SATISFIED, Status.NOT_APPLICABLE)


def outcome_of_actions(verdict: PlanVerdict) -> Outcome:
    """The worst outcome of the actions, which is what a test states."""
    return worst(tuple(action.outcome for action in verdict.actions))


def said_of(verdict: PlanVerdict, *, owed: bool = True) -> tuple[tuple[str, str], ...]:
    """What is said of each rule that is not kept, and of all that is `owed`: rules with their messages."""
    findings = [finding for action in verdict.actions for finding in action.findings if finding.status in TOLD]
    told = [(one.rule_id, one.message) for one in findings]
    return (*told, *((one.rule_id, one.message) for one in verdict.obligations if owed))


def rules_by_status(verdict: PlanVerdict) -> dict[Status, set[str]]:
    """The rules that have each status, for any action and recipient."""
    found: dict[Status, set[str]] = {status: set() for status in Status}
    for action in verdict.actions:
        for finding in action.findings:
            found[finding.status].add(finding.rule_id)
    return found


def standings(verdict: PlanVerdict) -> dict[str, str]:
    """How all that is owed stands, by the rule, or `rule to contact`."""
    return {
        one.rule_id if one.contact is None else f"{one.rule_id} to {one.contact}": one.standing.value
        for one in verdict.obligations
    }


def differences(test: PolicyTest, verdict: PlanVerdict) -> Iterator[TestDifference]:
    """The keys of a test under which the engine says something else."""
    rules = rules_by_status(verdict)
    for key, expected, got in _compared(test.expected, verdict, rules):
        if not _same(expected, got):
            yield TestDifference(key=key, expected=expected, got=got, place=test.places.get(key, test.place))


def _compared(
    expected: Mapping[str, Expected], verdict: PlanVerdict, rules: Mapping[Status, set[str]]
) -> Iterator[tuple[str, Expected, Expected]]:
    yield "outcome", expected["outcome"], outcome_of_actions(verdict).value
    for status in _EXACT:
        yield status.value, tuple(sorted(_listed(expected, status.value))), tuple(sorted(rules[status]))
    for status in _AMONG:
        wanted = _listed(expected, status.value)
        if not set(wanted) <= rules[status]:
            yield status.value, wanted, tuple(sorted(rules[status]))
    if "earliest" in expected:
        earliest = verdict.actions[0].earliest
        yield "earliest", expected["earliest"], earliest.isoformat() if earliest else None
    for key, got in _also(verdict):
        if key in expected:
            yield key, expected[key], got
    if "notices" in expected:
        noted = (*verdict.notices, *(notice for one in verdict.actions for notice in one.notices))
        yield "notices", tuple(sorted(_listed(expected, "notices"))), tuple(sorted(notice.code for notice in noted))
    messages = [message for _, message in said_of(verdict)]
    missed = tuple(text for text in _listed(expected, "says") if not any(text in message for message in messages))
    if missed:
        yield "says", missed, tuple(messages)


def _also(verdict: PlanVerdict) -> Iterator[tuple[str, Expected]]:
    yield "each", FrozenMap({action.id: action.outcome.value for action in verdict.actions})
    yield "obligations", FrozenMap(standings(verdict))
    yield "whole", verdict.outcome.value
    planned = {one.id: one.planned_at.isoformat() for one in verdict.actions if one.planned_at is not None}
    yield "planned", FrozenMap(planned)
    yield "done", FrozenMap({one.id: one.done_at.isoformat() for one in verdict.actions if one.done_at is not None})


def _listed(expected: Mapping[str, Expected], key: str) -> tuple[str, ...]:
    found = expected.get(key)
    return found if isinstance(found, tuple) else ()


def _same(expected: Expected, got: Expected) -> bool:
    if isinstance(expected, FrozenMap) and isinstance(got, FrozenMap):
        return expected.keys() == got.keys() and all(_same(said, got[key]) for key, said in expected.items())
    return expected == got or (isinstance(expected, str) and isinstance(got, str) and _same_time(expected, got))


def _same_time(expected: str, got: str) -> bool:
    """Whether two texts write the same time on the same clock."""
    times = parse_timestamp(expected), parse_timestamp(got)
    return all(isinstance(one, datetime) for one in times) and len({_clock(one) for one in times}) == 1


def _clock(time: object) -> object:
    return time.isoformat() if isinstance(time, datetime) else time
