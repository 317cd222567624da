"""The earliest permitted times that a verdict gives, tried with the reference: at them, just before, and in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.bounds import SEARCHED_DAYS
from courtesy.model.outcome import Status
from courtesy.model.policy import Level
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.reference.judging import UNLISTED
from courtesy.selfcheck.reference.validity import ends, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from courtesy.model.policy import Rule
    from courtesy.model.verdict import Verdict
    from courtesy.selfcheck.reference.judging import Trial

QUARTER = timedelta(minutes=15)
MICROSECOND = timedelta(microseconds=1)
LONGEST = timedelta(days=14)
"""How far every quarter of an hour is tried."""
FARTHEST = timedelta(weeks=SEARCHED_DAYS // 7 - 1)
"""How far some are."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Claim(Struct, frozen=True):
    """What a verdict says of one rule and recipient, or of the action: broken until `earliest` (None: always).

    `places` are the rules and recipients of which one at least is broken until then.
    """

    subject: str
    places: list[tuple[Rule, str | None]]
    earliest: datetime | None


def claims(trial: Trial, verdict: Verdict) -> Iterator[Claim]:
    """All that a verdict says about times, where trying can tell."""
    rules = {rule.id: rule for rule in trial.policy.rules}
    broken = [finding for finding in verdict.findings if finding.status is Status.VIOLATED]
    for finding in broken:
        if finding.rule_id != UNLISTED:
            subject = f"rule `{finding.rule_id}` for `{finding.recipient}`"
            yield Claim(subject, [(rules[finding.rule_id], finding.recipient)], _in_utc(finding.earliest))
    if any(finding.level is Level.MUST for finding in broken) and trial.unlisted != "must":
        musts = [(rule, recipient) for rule, recipient in trial.places if rule.level is Level.MUST]
        yield Claim("the action", musts, _in_utc(verdict.earliest))


def compare(trial: Trial, verdict: Verdict, start: datetime, random: Random, *, samples: int, grid: bool) -> None:
    """Try the times that a verdict gives, and those just before; some in between, and with `grid` all of two weeks.

    `start` is the first time that may be proposed. Raises DifferenceFoundError.
    """
    for claim in claims(trial, verdict):
        if claim.earliest is not None:
            _try_bounds(trial, claim, claim.earliest, start)
        span = _span(trial, claim, start)
        between = _grid(start, min(LONGEST, span)) if grid else _some(random, span, start, samples)
        for at in between:
            if not _broken(trial, claim, at):
                raise _wrong(trial, claim, at, "is permitted, earlier than the verdict says")


def _try_bounds(trial: Trial, claim: Claim, earliest: datetime, start: datetime) -> None:
    """The earliest time is permitted, and what lies just before it is not."""
    if earliest < start:
        raise _wrong(trial, claim, earliest, "is given, before any time that can be proposed")
    if not holds(trial.policy, earliest):
        raise _wrong(trial, claim, earliest, "is given, when the version does not hold any more")
    if _broken(trial, claim, earliest):
        raise _wrong(trial, claim, earliest, "is given as the earliest, but is refused")
    for before in (earliest - MICROSECOND, earliest - timedelta(seconds=1)):
        if before >= start and not _broken(trial, claim, before):
            raise _wrong(trial, claim, before, "is permitted, just before the time given as the earliest")


def _broken(trial: Trial, claim: Claim, at: datetime) -> bool:
    """Whether one of the rules is broken at a time; the one that was when last asked is asked first."""
    for number, (rule, recipient) in enumerate(claim.places):
        if trial.status(rule, recipient, at) == "violated":
            claim.places.insert(0, claim.places.pop(number))
            return True
    return False


def _span(trial: Trial, claim: Claim, start: datetime) -> timedelta:
    """How long the claim says that it is broken: for ever, or until the version no longer holds."""
    if claim.earliest is not None:
        return claim.earliest - start
    end = ends(trial.policy)
    return FARTHEST if end is None else min(FARTHEST, end - start)


def _grid(start: datetime, span: timedelta) -> Iterator[datetime]:
    """Quarters of an hour, each with the instant after it, at which bounds that exclude it are passed."""
    at = start + (_EPOCH - start) % QUARTER
    while at < start + span:
        yield at
        if at + MICROSECOND < start + span:
            yield at + MICROSECOND
        at += QUARTER


def _some(random: Random, span: timedelta, start: datetime, samples: int) -> Iterable[datetime]:
    """Some quarters of an hour, or instants after them: half of them soon."""
    for number in range(samples):
        within = min(span, LONGEST) if number % 2 else span
        at = start + (_EPOCH - start) % QUARTER + QUARTER * random.randrange(within // QUARTER + 1)
        at += MICROSECOND * random.randrange(2)
        if at < start + span:
            yield at


def _in_utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


def _wrong(trial: Trial, claim: Claim, at: datetime, what: str) -> DifferenceFoundError:
    given = "never" if claim.earliest is None else claim.earliest.isoformat()
    said = f"{at.isoformat()} {what} ({given})"
    return DifferenceFoundError("earliest", f"{claim.subject}, action `{trial.action.id}`: {said}")
