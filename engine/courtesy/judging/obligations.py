"""How a policy's obligations stand: what is owed by a case and its plan, to whom, and until when."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.explanation.obligations import Account, obligation
from courtesy.facts.clock import LATEST
from courtesy.facts.sheet import Deriver
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for
from courtesy.judging.profile import Profile
from courtesy.model.case import Action
from courtesy.model.facts import Occasion
from courtesy.model.predicate import FALSE, TRUE, AtLeast, CaseDate, TimeAfter, TouchTime
from courtesy.model.verdict import Standing, Status
from courtesy.rules.expect import Expect
from courtesy.values import Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Case, Contact, History
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet
    from courtesy.model.verdict import Obligation
    from courtesy.model.vocabulary import Vocabulary

_NO_ACT = Action(id="", channel="")
"""Stands where an occasion has its act: compiling sees to it that no obligation reads anything of it."""
_ANCHOR = "obligation.anchor"
_AT_ONCE = Duration(0, DurationUnit.MINUTE)


class Obligations:
    """The obligations of one policy, judged for whole cases. Holds nothing that changes."""

    def __init__(self, rules: Iterable[CompiledRule], matcher: MatcherName, words: Vocabulary) -> None:
        self._expected = tuple(_Expected(rule, matcher, words) for rule in rules)

    def judge(
        self, case: Case, history: History | None, planned: Collection[str], now: datetime
    ) -> tuple[Obligation, ...]:
        """How each obligation stands as of `now`, in the policy's order; what is not owed is left out.

        `history` holds the touches so far and those that are planned, whose ids are `planned`.
        """
        found: list[Obligation] = []
        for expected in self._expected:
            contacts: list[Contact | None] = [*case.contacts.values()] if expected.rule.for_each else [None]
            for contact in contacts:
                found.extend(expected.standing(Occasion(case, _NO_ACT, contact, history, instant(now)), planned, now))
        return tuple(found)


class _Expected:
    """One obligation, made ready. Whether it is owed is read as of now; whether it is met, at its due time and ever."""

    def __init__(self, compiled: CompiledRule, matcher: MatcherName, words: Vocabulary) -> None:
        rule = compiled.requirement
        if not isinstance(rule, Expect):
            raise TypeError(compiled.rule.type)
        self.rule, self.stated, self._words = rule, compiled.rule, words
        count = rule.count
        if isinstance(rule.after, TouchTime):
            # Seen from the due time or the end of the plan "the last touch" may be another one than it is now.
            count = replace(count, since=CaseDate(_ANCHOR))
        required = AtLeast(count, rule.at_least)
        self._count = count
        self._owed = Profile((replace(compiled, required=FALSE),), matcher, words)
        self._met = Profile((replace(compiled, applies=TRUE, unless=FALSE, required=required),), matcher, words)
        self._anchor = TimeAfter(rule.after, _AT_ONCE, rule.almanac)
        self._due = rule.due
        self._times = Deriver((self._anchor,) if rule.due is None else (self._anchor, rule.due), words)

    def standing(self, occasion: Occasion, planned: Collection[str], now: datetime) -> Iterator[Obligation]:
        """The obligation to the occasion's contact, if it is owed or may be."""
        owed, sheet = _status(self._owed, occasion)
        if owed not in {Status.VIOLATED, Status.UNDETERMINED}:
            return
        missing = list(self._owed.explainer(0).missing(sheet)) if owed is Status.UNDETERMINED else []
        measured = self._times.derive(occasion)
        due = None if self._due is None else _before(occasion.at, measured.value_of(self._due))
        if self._due is not None and due is None:
            missing += measured.measure(self._due).missing
        anchored = self._anchored(occasion, _before(occasion.at, measured.value_of(self._anchor)))
        ever, last_sheet = _status(self._met, replace(anchored, at=LATEST))
        in_time = ever if due is None else _status(self._met, replace(anchored, at=due))[0]
        standing = _standing(in_time, ever, occasion.at, due, has_deadline=self._due is not None)
        if standing is Standing.UNDETERMINED:
            missing += self._met.explainer(0).missing(last_sheet)
        elif standing is not Standing.MET and missing:
            standing = Standing.UNDETERMINED
        account = Account(
            standing=standing,
            now=occasion.at,
            due=due,
            acts=last_sheet.measure(self._count).touches,
            planned=planned,
            missing=tuple(dict.fromkeys(missing)) if standing is Standing.UNDETERMINED else (),
            zone=clock_for((occasion,), now),
        )
        contact = occasion.recipient.id if occasion.recipient is not None else None
        yield obligation(self.stated, self.rule, contact, account, self._words)

    def _anchored(self, occasion: Occasion, anchor: Instant | None) -> Occasion:
        """The occasion in a case that states the time of the anchor touch."""
        if anchor is None or not isinstance(self.rule.after, TouchTime):
            return occasion
        case = occasion.case
        return replace(occasion, case=replace(case, facts={**case.facts, _ANCHOR: moment(anchor, UTC)}))


def _before(at: Instant, passed: object) -> Instant | None:
    return Instant(at - passed) if isinstance(passed, int) else None


def _status(profile: Profile, occasion: Occasion) -> tuple[Status, FactSheet]:
    """How a profile's only rule stands."""
    sheet = profile.derive(occasion)
    matches = profile.match(sheet)
    if matches.violated:
        return Status.VIOLATED, sheet
    return (Status.UNDETERMINED if matches.undetermined else Status.SATISFIED), sheet


def _standing(in_time: Status, ever: Status, now: Instant, due: Instant | None, *, has_deadline: bool) -> Standing:
    """The standing of something that is owed, from whether it is met in time (without a due time: ever), and ever."""
    if in_time is Status.SATISFIED:
        return Standing.MET
    if due is None:
        return Standing.OPEN if in_time is Status.VIOLATED and not has_deadline else Standing.UNDETERMINED
    if now <= due:
        return Standing.DUE if in_time is Status.VIOLATED else Standing.UNDETERMINED
    if ever is Status.SATISFIED:
        return Standing.MET  # late, but nothing is owed any more
    return Standing.OVERDUE if ever is Status.VIOLATED else Standing.UNDETERMINED
