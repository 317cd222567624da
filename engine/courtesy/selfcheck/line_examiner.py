"""What must hold of every verdict by a line of versions: it is the reference's, by the version of the act's date."""

from __future__ import annotations

from datetime import UTC
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api import Policies, parse_policy
from courtesy.errors import InvalidInputError
from courtesy.instants import instant
from courtesy.matching.errors import TooComplexRuleError
from courtesy.selfcheck import comparing
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.examiner import NO_WAIVERS, WINDOWS, TooComplexError
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.reference.planning import Reference
from courtesy.selfcheck.reference.validity import holding
from courtesy.selfcheck.trying import LONGEST, MICROSECOND, QUARTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from random import Random

    from courtesy.model.case import Action, Case
    from courtesy.model.timetable import Timetable
    from courtesy.model.verdict import Verdict
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.reference.planning import Turn

_KIND = "line"
_OUTSIDE = "an action is judged at a time at which no version holds"


class LineExaminer:
    """Examines cases by several versions of a policy."""

    def __init__(self, versions: Sequence[bytes], waivers: Sequence[bytes] = ()) -> None:
        """Load versions from the bytes of their files, the oldest first, each with its waivers.

        Raises TooComplexError.
        """
        try:
            policies = [
                parse_policy(data, f"version-{number}.yaml", waivers=granted)
                for number, (data, granted) in enumerate(zip_longest(versions, waivers, fillvalue=NO_WAIVERS))
            ]
        except InvalidInputError as error:
            if all(isinstance(problem, TooComplexRuleError) for problem in error.problems):
                raise TooComplexError from error
            raise
        self.line = Policies(policies)
        self.sources = tuple(policy.source for policy in policies)
        self._reference = Reference(self.sources[0], EngineMeasures(), self.sources, self.line.waivers)

    def load(self, document: Document) -> Case:
        """The case in a document."""
        return self.line.case_from(document)

    def examine(self, case: Case, action: Action, now: datetime, random: Random, *, windows: bool) -> bool:
        """Hold one action, and perhaps its windows, to the reference; whether a version holds at its time.

        Raises DifferenceFoundError.
        """
        as_of = _looks_back(case, now)
        turn = self._reference.turn(case, action, self._reference.so_far(case, now), now)
        if not self._holds(turn):
            comparing.compare_refusal(lambda: self.line.check(case, action, now=now, as_of=as_of), _KIND, _OUTSIDE)
            return False
        verdict = self.line.check(case, action, now=now, as_of=as_of, all_findings=True)
        _compare(turn, verdict, everything=True)
        if not turn.done and verdict.outcome.refused:
            earliest = None if verdict.earliest is None else verdict.earliest.astimezone(UTC)
            self._compare_earliest(case, action, now, earliest, _before(earliest, turn.at, random))
        if windows and holding(self.sources, now.astimezone(UTC)) is not None:
            timetable = self.line.windows(case, action, now=now, until=now + WINDOWS, as_of=as_of)
            again = replace(action, id="") if turn.done else action  # doing it once more is another act
            self._compare_windows(case, again, now, timetable, random)
        return True

    def examine_plan(self, case: Case, now: datetime) -> bool:
        """Hold all actions as a plan, and what is owed, to the reference; whether versions hold at their times.

        Raises DifferenceFoundError.
        """
        as_of = _looks_back(case, now)
        turns, touches = self._reference.turns(case, now)
        if not all(map(self._holds, turns.values())):
            comparing.compare_refusal(lambda: self.line.check_plan(case, now=now, as_of=as_of), _KIND, _OUTSIDE)
            return False
        verdict = self.line.check_plan(case, now=now, as_of=as_of)
        for one in verdict.actions:
            _compare(turns[one.id], one, everything=False)
        said = {(one.version, one.rule_id, one.contact): one.standing.value for one in verdict.obligations}
        owed = {
            (source.version, rule, contact): one.standing
            for source in self.sources
            for (rule, contact), one in replace(self._reference, policy=source).owed(case, touches, now).items()
            if self._reference.policy_at(one.begins or now.astimezone(UTC)) is source
        }
        if said != owed:
            raise DifferenceFoundError(_KIND, f"by a line of versions the plan owes {said}, by the reference {owed}")
        return True

    def _holds(self, turn: Turn) -> bool:
        return turn.done or holding(self.sources, turn.at) is not None

    def _permitted(self, case: Case, action: Action, now: datetime, at: datetime) -> bool:
        """Whether the action may be done at a time, by the version that holds then, all else unchanged."""
        if holding(self.sources, at) is None:
            return False
        trial = self._reference.trial(case, action, self._reference.so_far(case, now), at)
        return trial.worst(trial.statuses(at)) != "refused"

    def _compare_earliest(
        self, case: Case, action: Action, now: datetime, earliest: datetime | None, before: Iterable[datetime]
    ) -> None:
        if earliest is not None and not self._permitted(case, action, now, earliest):
            raise _differs(action, f"is refused at its earliest time, {earliest.isoformat()}")
        for at in before:
            if self._permitted(case, action, now, at):
                raise _differs(action, f"is permitted at {at.isoformat()}, before its earliest time, {earliest}")

    def _compare_windows(self, case: Case, action: Action, now: datetime, timetable: Timetable, random: Random) -> None:
        begin, end = timetable.start.astimezone(UTC), timetable.until.astimezone(UTC)
        edges = [one.start.astimezone(UTC) for one in timetable.windows]
        between = [begin + random.random() * (end - begin) for _ in edges]
        for at in (*edges, *between):
            window = next(one for one in timetable.windows if one.start <= at < one.end)
            version = holding(self.sources, at)
            if window.version != (None if version is None else version.version):
                raise _differs(action, f"is shown as judged by {window.version} at {at.isoformat()}")
            if window.outcome.refused is self._permitted(case, action, now, at):
                raise _differs(action, f"comes to {window.outcome} at {at.isoformat()}, by the reference it does not")


def _compare(turn: Turn, verdict: Verdict, *, everything: bool) -> None:
    """The action is judged by the version of its date, and every rule of that stands as the reference says."""
    named = turn.trial.policy.version
    if verdict.policy.version != named:
        raise _differs(turn.trial.action, f"is judged by {verdict.policy.version}, by the reference by {named}")
    comparing.compare_statuses(turn.trial, verdict, turn.at, everything=everything)


def _looks_back(case: Case, now: datetime) -> bool:
    """Whether the case knows of touches later than now: then it is asked what was known at the time."""
    return case.history is not None and any(instant(one.at) > instant(now) for one in case.history.touches)


def _before(earliest: datetime | None, start: datetime, random: Random) -> Iterator[datetime]:
    """Times from `start` to before an earliest one, or where there is none within two weeks."""
    end = start + LONGEST if earliest is None else earliest
    if earliest is not None and start < earliest:
        yield earliest - MICROSECOND
    for _ in range(6):
        at = start + QUARTER * random.randrange(max(1, (end - start) // QUARTER))
        if at < end:
            yield at


def _differs(action: Action, what: str) -> DifferenceFoundError:
    return DifferenceFoundError(_KIND, f"by a line of versions, action `{action.id}` {what}")
