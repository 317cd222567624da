"""The numbers that a verdict states against those that the reference counts and measures."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from courtesy.model.outcome import Status
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.reference.anchors import anchor
from courtesy.selfcheck.reference.counting import counted
from courtesy.selfcheck.reference.facts import value
from courtesy.selfcheck.reference.judging import UNLISTED
from courtesy.selfcheck.reference.limit import begins

if TYPE_CHECKING:
    from courtesy.model.verdict import Finding, Verdict
    from courtesy.selfcheck.reference.judging import Trial
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation

_NUMBER = re.compile(r"\d+|\bno\b")
_PLAIN = {"boolean", "integer", "number", "string", "one_of", "set"}


def compare(trial: Trial, verdict: Verdict, at: datetime) -> None:
    """What every finding states is what the reference measures. Raises DifferenceFoundError."""
    rules = {rule.id: rule for rule in trial.policy.rules}
    for finding in verdict.findings:
        if finding.rule_id == UNLISTED:
            continue
        situation, *others = trial.situations(rules[finding.rule_id], finding.recipient, at)
        if others:
            continue  # what is measured in one zone of several is not what decides
        _compare_facts(finding, situation)
        if finding.status is Status.VIOLATED and finding.type == "limit":
            _compare_count(finding, situation)
        if finding.status is Status.VIOLATED and finding.type in {"wait", "deadline"}:
            _compare_time(finding, situation)


def _compare_facts(finding: Finding, situation: Situation) -> None:
    """Each plain fact that a condition states, or states to be unknown, is so."""
    declared = situation.policy.vocabulary.facts
    for one in finding.conditions:
        if one.fact in declared and declared[one.fact].type.value in _PLAIN:
            found = value(one.fact, situation)
            shown = tuple(sorted(found)) if isinstance(found, frozenset) else found
            if one.observed != shown:
                raise _wrong(finding, f"`{one.fact}` is told as {one.observed}", shown)


def _compare_count(finding: Finding, situation: Situation) -> None:
    """A limit that allows any at all tells how many touches there are for certain."""
    body: Part = situation.rule.body
    if int(body["at_most"]) == 0:
        return
    certain, _ = counted(body.get("counting"), situation, begins=begins(body, situation))
    told = _NUMBER.search(finding.message)
    if told is None or (0 if told[0] == "no" else int(told[0])) != len(certain):
        raise _wrong(finding, f"the message is `{finding.message}`", f"{len(certain)} counted")


def _compare_time(finding: Finding, situation: Situation) -> None:
    """A wait and a deadline tell how much time has passed since the moment that they name, or is left until it."""
    body: Part = situation.rule.body
    ahead = "before" in body
    begun = anchor(body["before" if ahead else "after"], body.get("or"), situation)
    told = finding.conditions[-1]
    if isinstance(begun, datetime) and told.unit == "seconds":
        passed = (situation.at - begun.astimezone(UTC)).total_seconds() * (-1 if ahead else 1)
        if told.observed != passed:
            raise _wrong(finding, f"{told.observed} seconds are told to have passed, or to be left", passed)


def _wrong(finding: Finding, said: str, expected: object) -> DifferenceFoundError:
    return DifferenceFoundError(
        "numbers", f"rule `{finding.rule_id}` for `{finding.recipient}`: {said}, by the reference {expected}"
    )
