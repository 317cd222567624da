"""Tests run against any policy: the one that they are of, or one that somebody has changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api.errors import OutsideValidityError
from courtesy.api.policy import Policy
from courtesy.errors import CourtesyError, FaultError, InvalidInputError, Problem
from courtesy.loading.errors import MissingKeyError
from courtesy.loading.scalars import read_time
from courtesy.model.frozen import FrozenMap
from courtesy.model.policy_tests import TestProblem, TestResult, TestState
from courtesy.review.tests.comparing import differences, outcome_of_actions, rules_by_status, said_of, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.api.questions import Questions
    from courtesy.model.case import Case
    from courtesy.model.policy_tests import PolicyTest
    from courtesy.model.verdict import PlanVerdict

PINNED = "pinned"
"""The code of the notice that a version judges whatever the date."""
_OF_WHAT_IS_OWED = frozenset({"obligations", "whole", "says"})
"""The keys of a test that ask for what is owed."""


def run_all(policy: Questions, tests: Iterable[PolicyTest], *, words: bool = True) -> Iterator[TestResult]:
    """What becomes of each test with that policy. Without `words` it is not told what a verdict says."""
    return (run(policy, test, words=words) for test in tests)


def run(policy: Questions, test: PolicyTest, *, words: bool = True) -> TestResult:
    """What becomes of a test with that policy. Whatever keeps the engine from answering is an error, never a pass.

    Without `words` it is not told what the verdict says, which is faster. Raises FaultError.
    """
    result = TestResult(sentence=test.sentence, place=test.place, rules=test.rules, state=TestState.ERROR)
    try:
        verdict = verdict_on(policy, test, explain="says" in test.expected)
        found = () if test.is_open else tuple(differences(test, verdict))
        told = verdict_on(policy, test, explain=True) if words and (found or test.is_open) else None
    except FaultError:
        raise
    except CourtesyError as error:
        return replace(result, problems=tuple(problems_of(error)))
    state = TestState.OPEN if test.is_open else TestState.FAILED if found else TestState.PASSED
    asked = test.expected if test.is_open else [one.key for one in found]
    owed = not _OF_WHAT_IS_OWED.isdisjoint(asked)
    said = () if told is None else tuple(f"{rule}: {message}" for rule, message in said_of(told, owed=owed))
    return replace(
        result, state=state, outcome=outcome_of_actions(verdict), differences=found, said=said, seen=_seen(verdict)
    )


def verdict_on(policy: Questions, test: PolicyTest, *, explain: bool = True) -> PlanVerdict:
    """The verdict on the case of a test. An act outside the dates of a version is judged by that version all the same.

    Raises CourtesyError.
    """
    case = policy.case_from(test.case)
    now = asked_at(test, case)
    try:
        return policy.check_plan(case, now=now, as_of=test.as_of, all_findings=True, explain=explain)
    except OutsideValidityError:
        if not isinstance(policy, Policy):
            raise
        return policy.as_pinned().check_plan(case, now=now, as_of=test.as_of, all_findings=True, explain=explain)


def asked_at(test: PolicyTest, case: Case) -> datetime:
    """When the question is asked: as the test says, or when the first action is done. Raises InvalidInputError."""
    if test.now is not None:
        found = read_time(test.now, case.zone)
        if isinstance(found, Problem):
            raise InvalidInputError([found])
        return found
    times = [action.at for action in case.actions if action.at is not None]
    if not times:
        raise InvalidInputError([MissingKeyError(test.place, "now", "say `now`, or `at` of the action")])
    return min(times, key=datetime.timestamp)


def problems_of(error: CourtesyError) -> Iterator[TestProblem]:
    """What an error tells, problem by problem."""
    if not isinstance(error, InvalidInputError):
        yield TestProblem(code=error.code, message=str(error), help=error.help())
        return
    for problem in error.problems:
        yield TestProblem(code=problem.code, message=str(problem), help=problem.help(), place=problem.span)


def _seen(verdict: PlanVerdict) -> FrozenMap[str, frozenset[str]]:
    """The rules by their statuses, and the obligations by their standings."""
    found: dict[str, frozenset[str]] = {
        status.value: frozenset(rules) for status, rules in rules_by_status(verdict).items() if rules
    }
    for name, standing in standings(verdict).items():
        rule = name.partition(" to ")[0]
        found[standing] = found.get(standing, frozenset()) | {rule}
    return FrozenMap(found)
