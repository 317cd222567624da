"""What must hold of every verdict, whatever the policy and the case."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.api import parse_policy
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.instants import instant
from courtesy.loading.schemas import verdict_problem
from courtesy.matching.errors import TooComplexRuleError
from courtesy.model.outcome import Outcome, Status
from courtesy.rendering.as_json import to_dict
from courtesy.selfcheck import comparing, numbers, trying
from courtesy.selfcheck.audit_examiner import AUDIT, audit_alone
from courtesy.selfcheck.dice import dice
from courtesy.selfcheck.difference import Difference, DifferenceFoundError
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.reference.planning import Reference
from courtesy.selfcheck.reference.validity import holds

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.model.case import Action, Case
    from courtesy.model.verdict import PlanVerdict, Verdict
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.reference.judging import Trial

_OUTSIDE = "an action is judged at a time at which the version does not hold"
_TOLD = frozenset({Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED})
NO_WAIVERS = b"[]"
WINDOWS = timedelta(days=6)
"""How far windows are looked at."""


class Effort(Struct, frozen=True, kw_only=True):
    """Which of the dearer examinations a case goes through; it is always judged, and held to the reference.

    `samples` are the times that are tried before each earliest one, `grid` is whether all of two weeks are.
    """

    schema: bool = False
    again: bool = False
    samples: int = 0
    grid: bool = False
    alternatives: bool = False
    windows: bool = False


WHOLE = Effort(schema=True, again=True, samples=50, grid=True, alternatives=True, windows=True)


class TooComplexError(Exception):
    """A random policy is beyond the limits of the durable matcher, which is no difference."""


class Examiner:
    """Examines cases by one policy."""

    def __init__(self, policy: bytes, waivers: bytes = NO_WAIVERS) -> None:
        """Load and compile a policy from the bytes of its file, with waivers from those of theirs.

        Raises TooComplexError, and DifferenceFoundError where it does not load.
        """
        try:
            self.policy = parse_policy(policy, "policy.yaml", waivers=waivers)
        except InvalidInputError as error:
            if all(isinstance(problem, TooComplexRuleError) for problem in error.problems):
                raise TooComplexError from error
            raise DifferenceFoundError("policy-refused", f"the policy does not load: {error}") from error
        except Exception as error:
            raise _unexpected(error) from error
        self.reference = Reference(self.policy.source, EngineMeasures(), waivers=self.policy.waivers)

    def load(self, case: Document | bytes) -> Case:
        """The case in a document, or in the bytes of a file. Raises DifferenceFoundError where it does not load."""
        try:
            return self.policy.parse_case(case, "case.yaml") if isinstance(case, bytes) else self.policy.case_from(case)
        except InvalidInputError as error:
            raise DifferenceFoundError("case-refused", f"the case does not load: {error}") from error
        except Exception as error:
            raise _unexpected(error) from error

    def examine_plan(self, case: Case, now: datetime, *, alternatives: bool, schema: bool = True) -> PlanVerdict | None:
        """The verdict on all actions as a plan, perhaps with alternatives; None where the version does not hold.

        With `schema` its JSON is held to it.

        Raises DifferenceFoundError.
        """

        def ask() -> PlanVerdict:
            return self.policy.check_plan(case, now=now, as_of=_looks_back(case, now), alternatives=alternatives)

        try:
            turns, _ = self.reference.turns(case, now)
            if not all(turn.done or holds(self.reference.policy, turn.at) for turn in turns.values()):
                comparing.compare_refusal(ask, "validity", _OUTSIDE)
                return None
            verdict = ask()
            if schema:
                _check_schema(verdict)
            comparing.compare_plan(self.reference, verdict, case, now)
            comparing.compare_plan_alternatives(self.reference, verdict, case, now)
        except DifferenceFoundError:
            raise
        except Exception as error:
            raise _unexpected(error) from error
        return verdict

    def examine(self, case: Case, action: Action, now: datetime, effort: Effort, random: Random) -> Verdict | None:
        """The verdict on one action, with all findings; None where the version does not hold.

        Raises DifferenceFoundError.
        """
        try:
            return self._examine(case, action, now, effort, random)
        except DifferenceFoundError:
            raise
        except Exception as error:
            raise _unexpected(error) from error

    def _examine(self, case: Case, action: Action, now: datetime, effort: Effort, random: Random) -> Verdict | None:
        as_of = _looks_back(case, now)
        touches = self.reference.so_far(case, now)
        turn = self.reference.turn(case, action, touches, now)
        if not (turn.done or holds(self.reference.policy, turn.at)):
            comparing.compare_refusal(
                lambda: self.policy.check(case, action, now=now, as_of=as_of), "validity", _OUTSIDE
            )
            return None
        whole = self.policy.check(case, action, now=now, as_of=as_of, all_findings=True)
        if (whole.outcome is Outcome.WAIT) != (whole.earliest is not None):
            raise DifferenceFoundError("outcome", f"the outcome is {whole.outcome.value}, earliest {whole.earliest}")
        if effort.schema:
            _check_schema(whole)
        if effort.again:
            judged = self.policy.check(case, action, now=now, as_of=as_of)
            _compare_with_all(judged, whole)
            if self.policy.check(case, action, now=now, as_of=as_of) != judged:
                raise DifferenceFoundError("again", "the same check gives another verdict the second time")
        at, trial, done = turn
        comparing.compare_time(turn, whole, now)
        comparing.compare_statuses(trial, whole, at, everything=True)
        numbers.compare(trial, whole, at)
        if not done:  # what is done cannot wait
            trying.compare(trial, whole, at, random, samples=effort.samples, grid=effort.grid)
        if effort.alternatives:
            alone = case.with_actions((action,))
            advised = self.policy.check(alone, action, now=now, as_of=as_of, alternatives=True)
            comparing.compare_alternatives(trial, advised.alternatives or (), now)
        if effort.windows and holds(self.reference.policy, now):
            again = replace(trial.action, id="") if done else trial.action  # doing it once more is another act
            self._compare_windows(replace(trial, action=again, touches=touches), case, action, now, random)
        return whole

    def _compare_windows(self, trial: Trial, case: Case, action: Action, now: datetime, random: Random) -> None:
        timetable = self.policy.windows(case, action, now=now, until=now + WINDOWS, as_of=_looks_back(case, now))
        begin, end = (at.astimezone(UTC) for at in (timetable.start, timetable.until))
        edges = [at for one in timetable.windows
                 for at in (one.start.astimezone(UTC), one.end.astimezone(UTC) - trying.MICROSECOND)]  # fmt: skip
        between = [begin + random.random() * (end - begin) for _ in range(len(edges))]
        comparing.compare_windows(trial, timetable, (*edges, *between))


def _looks_back(case: Case, now: datetime) -> bool:
    """Whether the case knows of touches later than now: then it is asked what was known at the time."""
    return case.history is not None and any(instant(touch.at) > instant(now) for touch in case.history.touches)


_CLOSER = {
    "schema": Effort(schema=True),
    "again": Effort(again=True),
    "all-findings": Effort(again=True),
    "earliest": Effort(samples=50, grid=True),
    "alternative": Effort(alternatives=True),
    "windows": Effort(windows=True),
}
"""What it takes to see a difference of a kind; all others are seen without effort."""


def difference_in(
    policy: bytes, case: Document | bytes, now: datetime, kind: str | None = None, waivers: bytes = NO_WAIVERS
) -> Difference | None:
    """The first difference in a case, looked at as closely as can be; None where there is none.

    With the `kind` of a difference only as closely as that one takes.
    """
    effort = WHOLE if kind is None else _CLOSER.get(kind, Effort())
    try:
        examiner = Examiner(policy, waivers)
        loaded = examiner.load(case)
        if kind in {None, AUDIT}:
            audit_alone(examiner.policy, loaded)
        for action in () if kind == AUDIT else loaded.actions:
            examiner.examine(loaded, action, now, effort, dice(action.id))
        if loaded.actions and kind != AUDIT:
            examiner.examine_plan(loaded, now, alternatives=kind in {None, "plan-alternative"})
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
