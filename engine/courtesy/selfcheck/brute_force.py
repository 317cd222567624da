"""The earliest permitted time by trying every quarter of an hour, against the one that a verdict gives."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.instants import Instant, instant, moment
from courtesy.model.facts import Occasion
from courtesy.model.policy import Level
from courtesy.model.verdict import Status
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.values import DAY, MICROSECOND, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.judging.profile import Profile
    from courtesy.model.case import Action, Case, Contact
    from courtesy.model.verdict import Verdict

STEP = 15 * MINUTE
LONGEST = 14 * DAY
"""How far the grid goes."""

Broken = tuple[str, str | None]
"""A rule that is violated for a recipient: their ids."""


class Trial(Struct, frozen=True):
    """One action, to be tried at other times, all else unchanged. `start` is the first time that may be proposed."""

    profile: Profile
    occasions: tuple[Occasion, ...]
    start: Instant

    @classmethod
    def of(cls, profile: Profile, case: Case, action: Action, now: datetime) -> Trial:
        """The trial of an action; `profile` holds the rules that can apply to it."""
        history = None if case.history is None else case.history.without(action.id)
        at = instant(action.at or now)
        recipients: list[Contact | None] = [case.contacts[name] for name in action.to]
        occasions = tuple(Occasion(case, action, recipient, history, at) for recipient in recipients or [None])
        return cls(profile, occasions, max(at, instant(now)))

    def broken(self, at: int) -> set[Broken]:
        """All that is violated if the act is done at `at`."""
        found: set[Broken] = set()
        rules = self.profile.rules
        for one in self.occasions:
            moved = Occasion(one.case, one.action, one.recipient, one.history, Instant(at))
            name = one.recipient.id if one.recipient is not None else None
            matches = self.profile.match(self.profile.derive(moved))
            found |= {(rules[place].rule.id, name) for place in matches.violated}
        return found


class Claim(Struct, frozen=True):
    """What a verdict says of one rule and recipient, or of the action: broken until `earliest` (None: always).

    `of_any` names the rule; for the action it is empty, any required rule being meant.
    """

    subject: str
    of_any: frozenset[Broken]
    earliest: Instant | None


def claims(verdict: Verdict) -> Iterator[Claim]:
    """All that a verdict says about times, where trying can tell."""
    musts: set[Broken] = set()
    beyond_rules = False
    for finding in verdict.findings:
        if finding.status is not Status.VIOLATED:
            continue
        if finding.rule_id == "defaults.unlisted_channel":
            beyond_rules |= finding.level is Level.MUST
            continue
        broken = (finding.rule_id, finding.recipient)
        healed = None if finding.earliest is None else instant(finding.earliest)
        yield Claim(f"rule `{finding.rule_id}` for `{finding.recipient}`", frozenset({broken}), healed)
        if finding.level is Level.MUST:
            musts.add(broken)
    if musts and not beyond_rules and verdict.earliest is None:
        yield Claim("the action", frozenset(), None)
    if verdict.earliest is not None:
        yield Claim("the action", frozenset(), instant(verdict.earliest))


def compare(trial: Trial, verdict: Verdict, *, grid: bool) -> None:
    """Try the times that a verdict gives, and those just before; with `grid` all quarters of an hour before them.

    Raises DifferenceFoundError.
    """
    musts = frozenset(rule.rule.id for rule in trial.profile.rules if rule.rule.level is Level.MUST)
    said = tuple(claims(verdict))
    for claim in said:
        if claim.earliest is not None:
            _try_bounds(trial, claim, claim.earliest, musts)
    if grid and said:
        last = max(LONGEST if claim.earliest is None else claim.earliest - trial.start for claim in said)
        for at in _grid(trial.start, min(last, LONGEST)):
            broken = trial.broken(at)
            for claim in said:
                if (claim.earliest is None or at < claim.earliest) and not _holds(claim, broken, musts):
                    raise _wrong(trial, claim, at, "is permitted, earlier than the verdict says")


def _try_bounds(trial: Trial, claim: Claim, earliest: Instant, musts: frozenset[str]) -> None:
    """The earliest time is permitted, and what lies just before it is not."""
    if earliest < trial.start:
        raise _wrong(trial, claim, earliest, "is given, before any time that can be proposed")
    if _holds(claim, trial.broken(earliest), musts):
        raise _wrong(trial, claim, earliest, "is given as the earliest, but is refused")
    for before in (earliest - MICROSECOND, earliest - SECOND):
        if before >= trial.start and not _holds(claim, trial.broken(before), musts):
            raise _wrong(trial, claim, before, "is permitted, just before the time given as the earliest")


def _holds(claim: Claim, broken: set[Broken], musts: frozenset[str]) -> bool:
    """Whether the claim's subject is violated where all of `broken` is."""
    return bool(claim.of_any & broken) if claim.of_any else any(rule in musts for rule, _ in broken)


def _grid(start: int, length: int) -> Iterator[int]:
    """Quarters of an hour, each with the instant after it, at which bounds that exclude it are passed."""
    for at in range(start, start + length, STEP):
        yield at
        yield at + MICROSECOND


def _wrong(trial: Trial, claim: Claim, at: int, what: str) -> DifferenceFoundError:

    def shown(when: int | None) -> str:
        return "never" if when is None else moment(Instant(when), UTC).isoformat()

    said = f"{shown(at)} {what} ({shown(claim.earliest)})"
    return DifferenceFoundError("earliest", f"{claim.subject}, action `{trial.occasions[0].action.id}`: {said}")
