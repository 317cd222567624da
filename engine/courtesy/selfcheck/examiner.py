"""What must hold of every verdict, whatever the policy and the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api import parse_policy
from courtesy.compiling.compiler import rules_of_acts
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.judging.profile import Profiles
from courtesy.loading.schemas import verdict_problem
from courtesy.matching.errors import TooComplexRuleError
from courtesy.model.verdict import Outcome, Status
from courtesy.rendering.as_json import to_dict
from courtesy.selfcheck import brute_force
from courtesy.selfcheck.difference import Difference, DifferenceFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.case import Action, Case
    from courtesy.model.verdict import PlanVerdict, Verdict
    from courtesy.selfcheck.dice import Document

_TOLD = frozenset({Status.VIOLATED, Status.UNDETERMINED})


class Effort(Struct, frozen=True, kw_only=True):
    """Which of the dearer examinations a case goes through; it is always judged."""

    schema: bool = False
    again: bool = False
    everything: bool = False
    times: bool = False
    grid: bool = False


WHOLE = Effort(schema=True, again=True, everything=True, times=True, grid=True)


class TooComplexError(Exception):
    """A random policy is beyond the limits of the durable matcher, which is no difference."""


class Examiner:
    """Examines cases by one policy."""

    def __init__(self, policy: bytes) -> None:
        """Load and compile a policy from the bytes of its file.

        Raises TooComplexError, and DifferenceFoundError where it does not load.
        """
        try:
            self.policy = parse_policy(policy, "policy.yaml")
        except InvalidInputError as error:
            if all(isinstance(problem, TooComplexRuleError) for problem in error.problems):
                raise TooComplexError from error
            raise DifferenceFoundError("policy-refused", f"the policy does not load: {error}") from error
        except Exception as error:
            raise _unexpected(error) from error
        self._profiles = Profiles(rules_of_acts(self.policy.compiled), "native", self.policy.source.vocabulary)

    def load(self, case: Document | bytes) -> Case:
        """The case in a document, or in the bytes of a file. Raises DifferenceFoundError where it does not load."""
        try:
            return self.policy.parse_case(case, "case.yaml") if isinstance(case, bytes) else self.policy.case_from(case)
        except InvalidInputError as error:
            raise DifferenceFoundError("case-refused", f"the case does not load: {error}") from error
        except Exception as error:
            raise _unexpected(error) from error

    def examine_plan(self, case: Case, now: datetime) -> PlanVerdict:
        """The verdict on all actions as a plan. Raises DifferenceFoundError."""
        try:
            verdict = self.policy.check_plan(case, now=now)
            _check_schema(verdict)
        except DifferenceFoundError:
            raise
        except Exception as error:
            raise _unexpected(error) from error
        return verdict

    def examine(self, case: Case, action: Action, now: datetime, effort: Effort) -> tuple[Verdict, ...]:
        """The verdict on one action, and where it was asked for the one with all findings.

        Raises DifferenceFoundError.
        """
        try:
            return tuple(self._examine(case, action, now, effort))
        except DifferenceFoundError:
            raise
        except Exception as error:
            raise _unexpected(error) from error

    def _examine(self, case: Case, action: Action, now: datetime, effort: Effort) -> list[Verdict]:
        judged = self.policy.check(case, action, now=now)
        found = [judged]
        if (judged.outcome is Outcome.WAIT) != (judged.earliest is not None):
            raise DifferenceFoundError("outcome", f"the outcome is {judged.outcome.value}, earliest {judged.earliest}")
        if effort.schema:
            _check_schema(judged)
        if effort.again and self.policy.check(case, action, now=now) != judged:
            raise DifferenceFoundError("again", "the same check gives another verdict the second time")
        if effort.everything or judged.matcher.used == ("native",):
            # The explanation's meaning of each rule stands in for the second matcher where there is none.
            whole = self.policy.check(case, action, now=now, all_findings=True)
            if effort.schema:
                _check_schema(whole)
            _compare_with_all(judged, whole)
            found.append(whole)
        if effort.times:
            trial = brute_force.Trial.of(self._profiles.of(action), case, action, now)
            brute_force.compare(trial, judged, grid=effort.grid)
        return found


def difference_in(policy: bytes, case: Document | bytes, now: datetime) -> Difference | None:
    """The first difference in a case, looked at as closely as can be; None where there is none."""
    try:
        examiner = Examiner(policy)
        loaded = examiner.load(case)
        for action in loaded.actions:
            examiner.examine(loaded, action, now, WHOLE)
        if len(loaded.actions) > 1:
            examiner.examine_plan(loaded, now)
    except DifferenceFoundError as error:
        return error.difference
    except TooComplexError:
        return None
    return None


def _check_schema(verdict: PlanVerdict | Verdict) -> None:
    if problem := verdict_problem(to_dict(verdict)):
        raise DifferenceFoundError("schema", f"the verdict's JSON departs from its schema: {problem}")


def _compare_with_all(judged: Verdict, whole: Verdict) -> None:
    """The verdict with all findings says the same of all that is broken or undecided."""
    said = [finding for finding in whole.findings if finding.status in _TOLD]
    if list(judged.findings) != said or (judged.outcome, judged.earliest) != (whole.outcome, whole.earliest):
        one, other = (sorted(f"{f.rule_id} {f.status.value}" for f in some) for some in (judged.findings, said))
        message = f"without `--all` {judged.outcome.value} by {one}, with it {whole.outcome.value} by {other}"
        raise DifferenceFoundError("all-findings", message)


def _unexpected(error: Exception) -> DifferenceFoundError:
    code = error.code if isinstance(error, CourtesyError) else type(error).__name__
    return DifferenceFoundError(code, f"{code}: {error}")
