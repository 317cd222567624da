"""Recorded cases, judged by both versions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from courtesy.errors import CourtesyError, FaultError, InvalidInputError
from courtesy.instants import instant
from courtesy.model.comparison import DutyChange, NotRun, Recorded
from courtesy.model.turn import Side, Turn
from courtesy.review.comparison.judged import act_change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from courtesy.api import Policy
    from courtesy.model.case import Case
    from courtesy.model.comparison import ActChange
    from courtesy.model.verdict import Obligation, Verdict

_INTERVIEW = "interview.ended_at"
_TURNS = {turn: place for place, turn in enumerate(Turn)}


class NoTimeError(CourtesyError):
    """A case states no time as of which to judge it."""

    code = "no-time"
    way_out = "say with `--now` as of when the case is to be judged"

    def __str__(self) -> str:
        return "the case states no time as of which to judge it"

    def help(self) -> str:
        """How to say it."""
        return "say it with `--now`, or give its actions an `at`"


class GivenCase(NamedTuple):
    """A recorded case: how a policy reads it in its own words, and the time as of which it is judged.

    Without a `clock` that is its own (`own_time`). `judged_by` is the version with what else holds in the case.
    """

    name: str
    read: Callable[[Policy], Case]
    clock: Callable[[Case], datetime] | None = None
    as_of: bool = False
    judged_by: Callable[[Policy], Policy] | None = None


def compare_recorded(old: Policy, new: Policy, cases: Iterable[GivenCase]) -> Recorded:
    """All in which two versions judge these cases otherwise. Raises FaultError where the matchers disagree."""
    changes: list[ActChange] = []
    duties: list[DutyChange] = []
    not_run: list[NotRun] = []
    judged = acts = 0
    own_times = False
    for given in cases:
        own_times |= given.clock is None
        answers = [_asked(policy, given) for policy in (old, new)]
        before, after = answers
        if isinstance(before, _Answer) and isinstance(after, _Answer):
            judged += 1
            acts += len(before.verdicts)
            pairs = zip(before.verdicts, after.verdicts, strict=True)
            changes += filter(None, (act_change(given.name, was, now) for was, now in pairs))
            duties += duty_changes(given.name, before.now, before.duties, after.duties)
        else:
            not_run.append(_not_run(given.name, before, after))
    ordered = tuple(sorted(changes, key=lambda one: _TURNS[one.turn]))
    return Recorded(
        cases=judged, acts=acts, own_times=own_times, changes=ordered, duties=tuple(duties), not_run=tuple(not_run)
    )


def own_time(case: Case) -> datetime:
    """The time as of which a case is judged where nobody says: that of its first action, or of its last touch.

    It is the later of the two, so that all that has happened is known. Raises NoTimeError.
    """
    planned = [action.at for action in case.actions if action.at is not None and case.done(action) is None]
    first = min(planned, key=instant, default=None)
    touches = () if case.history is None else case.history.touches
    known = [at for at in (first, touches[-1].at if touches else None) if at is not None]
    if not known and isinstance(ended := case.facts.get(_INTERVIEW), datetime):
        known.append(ended)
    if not known:
        raise NoTimeError
    return max(known, key=instant)


class _Answer(NamedTuple):
    now: datetime
    verdicts: tuple[Verdict, ...]
    duties: tuple[Obligation, ...]


def _asked(policy: Policy, given: GivenCase) -> _Answer | CourtesyError:
    """What one version says of a case; or why it says nothing."""
    try:
        if given.judged_by is not None:
            policy = given.judged_by(policy)
        case = given.read(policy)
        now = (given.clock or own_time)(case)
        if not case.actions:
            return _Answer(now, (), policy.obligations(case, now=now, as_of=given.as_of))
        verdict = policy.check_plan(case, now=now, as_of=given.as_of)
    except FaultError:
        raise
    except CourtesyError as error:
        return error
    return _Answer(now, verdict.actions, verdict.obligations)


def _not_run(name: str, before: _Answer | CourtesyError, after: _Answer | CourtesyError) -> NotRun:
    if isinstance(before, _Answer):
        return NotRun(name, Side.NEW, _why(after))
    return NotRun(name, Side.OLD if isinstance(after, _Answer) else Side.BOTH, _why(before))


def _why(error: _Answer | CourtesyError) -> str:
    """The first thing that is wrong, with its place."""
    if isinstance(error, InvalidInputError) and error.problems:
        first = error.problems[0]
        more = len(error.problems) - 1
        return f"{first} ({first.span}{f', and {more} more' if more else ''})"
    return str(error)


def duty_changes(
    case: str, now: datetime, before: Iterable[Obligation], after: Iterable[Obligation]
) -> Iterator[DutyChange]:
    """The obligations that stand otherwise."""
    old, new = ({(one.rule_id, one.contact): one for one in owed} for owed in (before, after))
    for key in {**old, **new}:
        was, then = old.get(key), new.get(key)
        if was is None or then is None or (was.standing, was.due_by) != (then.standing, then.due_by):
            yield DutyChange(
                case=case,
                rule_id=key[0],
                contact=key[1],
                now=now,
                old=None if was is None else was.standing,
                new=None if then is None else then.standing,
                old_due=None if was is None else was.due_by,
                new_due=None if then is None else then.due_by,
            )
