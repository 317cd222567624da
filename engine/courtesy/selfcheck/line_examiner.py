"""What must hold of every verdict by a line of versions: it is the reference's, by the version of the act's date."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.api import OutsideValidityError, Policies, parse_policy
from courtesy.errors import InvalidInputError
from courtesy.instants import instant
from courtesy.matching.errors import TooComplexRuleError
from courtesy.selfcheck import comparing
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.examiner import WINDOWS, TooComplexError
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.reference.planning import Reference
from courtesy.selfcheck.reference.validity import holding, standing_in
from courtesy.selfcheck.trying import LONGEST, MICROSECOND, QUARTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from random import Random

    from courtesy.model.case import Action, Case
    from courtesy.model.timetable import Timetable
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.reference.planning import Turn

_KIND = "line"


class LineExaminer:
    """Examines cases by several versions of a policy."""

    def __init__(self, versions: Sequence[bytes]) -> None:
        """Load versions from the bytes of their files, the oldest first. Raises TooComplexError."""
        try:
            policies = [parse_policy(data, f"version-{number}.yaml") for number, data in enumerate(versions)]
        except InvalidInputError as error:
            if all(isinstance(problem, TooComplexRuleError) for problem in error.problems):
                raise TooComplexError from error
            raise
        self.line = Policies(policies)
        self.sources = [policy.source for policy in policies]
        self._references = {policy.version: Reference(policy.source, EngineMeasures()) for policy in policies}

    def load(self, document: Document) -> Case:
        """The case in a document."""
        return self.line.case_from(document)

    def examine(self, case: Case, action: Action, now: datetime, random: Random, *, windows: bool) -> bool:
        """Hold one action, and perhaps its windows, to the reference; whether a version holds at its time.

        Raises DifferenceFoundError.
        """
        as_of = case.history is not None and any(instant(one.at) > instant(now) for one in case.history.touches)
        turn = self._turn(case, action, now, self.sources[0].version)
        version = holding(self.sources, turn.at)
        if version is None and not turn.done:
            self._check_refused(case, action, now, as_of=as_of)
            return False
        named = (version or standing_in(self.sources, turn.at)).version
        turn = self._turn(case, action, now, named)
        verdict = self.line.check(case, action, now=now, as_of=as_of, all_findings=True)
        if verdict.policy.version != named:
            raise _differs(action, f"is judged by {verdict.policy.version}, by the reference by {named}")
        comparing.compare_statuses(turn.trial, verdict, turn.at, everything=True)
        if not turn.done and verdict.outcome.refused:
            earliest = None if verdict.earliest is None else verdict.earliest.astimezone(UTC)
            self._compare_earliest(case, action, now, earliest, _before(earliest, turn.at, random))
        if windows and holding(self.sources, now.astimezone(UTC)) is not None:
            timetable = self.line.windows(case, action, now=now, until=now + WINDOWS, as_of=as_of)
            self._compare_windows(case, action, now, timetable, random)
        return True

    def _turn(self, case: Case, action: Action, now: datetime, version: str) -> Turn:
        reference = self._references[version]
        return reference.turn(case, action, reference.so_far(case, now), now)

    def _check_refused(self, case: Case, action: Action, now: datetime, *, as_of: bool) -> None:
        try:
            self.line.check(case, action, now=now, as_of=as_of)
        except OutsideValidityError:
            return
        raise _differs(action, "is judged at a time at which no version holds")

    def _permitted(self, case: Case, action: Action, now: datetime, at: datetime) -> bool:
        """Whether the action may be done at a time, by the version that holds then, all else unchanged."""
        version = holding(self.sources, at)
        if version is None:
            return False
        reference = self._references[version.version]
        trial = reference.trial(case, action, reference.so_far(case, now))
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
