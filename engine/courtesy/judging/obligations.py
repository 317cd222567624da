"""How a policy's obligations stand: what is owed by a case and its plan, to whom, and until when."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.explanation.obligations import Account, obligation
from courtesy.facts.clock import LATEST
from courtesy.facts.sheet import Deriver
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, own_zone
from courtesy.judging.profile import Profile
from courtesy.model.case import Action
from courtesy.model.facts import Occasion
from courtesy.model.outcome import Standing, Status
from courtesy.model.predicate import FALSE, TRUE, AtLeast, CaseDate, TimeAfter, TouchTime
from courtesy.model.requirement import is_of_plan
from courtesy.model.waivers import WaivedObligation
from courtesy.values import Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from courtesy.judging.waiving import Waiving
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
_SETTLED = frozenset({Standing.MET, Standing.PLANNED})


class Obligations:
    """The obligations of one policy, judged for whole cases. Holds nothing that changes.

    Whether something is owed, and whether it is met, is read as of now; whether it is planned, at its due time.
    """

    def __init__(
        self,
        rules: Iterable[CompiledRule],
        matcher: MatcherName,
        vocabulary: Vocabulary,
        waiving: Waiving | None = None,
    ) -> None:
        self._waiving = waiving
        self._expected = tuple(_Expected(place, rule, vocabulary) for place, rule in enumerate(rules))
        self._owed = Profile(
            tuple(replace(one.compiled, required=FALSE) for one in self._expected), matcher, vocabulary
        )
        self._met = Profile(tuple(one.meeting for one in self._expected), matcher, vocabulary)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._expected)

    def judge(self, case: Case, planned: History | None, now: datetime) -> tuple[Obligation, ...]:
        """How each obligation stands as of `now`, in the policy's order; what is not owed is left out.

        `planned` holds the touches so far and those that are planned. What is planned owes nothing yet. Raises what
        `Profile.derive` and `Profile.match` do.
        """
        if not self._expected:
            return ()
        found: list[tuple[int, Obligation]] = []
        contacts: list[Contact | None] = [None, *case.contacts.values()]
        for contact in contacts:
            accounts: dict[int, list[Account]] = {}
            for placed in (None,) if contact is None else contact.placed():
                occasion = Occasion(case, _NO_ACT, placed, case.history, instant(now))
                for expected, account in self._accounts(occasion, planned, now):
                    accounts.setdefault(expected.place, []).append(account)
            for place, in_each_zone in accounts.items():
                owed = self._expected[place].obligation(contact, min(in_each_zone, key=_gravity))
                found.append((place, owed if self._waiving is None else self._as_waived(owed, case, contact, now)))
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))

    def _as_waived(self, owed: Obligation, case: Case, contact: Contact | None, now: datetime) -> Obligation:
        """An obligation that is not settled, waived where that lasts until it is due, or now where that has passed."""
        if self._waiving is None or owed.standing in _SETTLED:
            return owed
        at = instant(now) if owed.due_by is None else max(instant(now), instant(owed.due_by))
        waivers = self._waiving.holding(owed.rule_id, Occasion(case, _NO_ACT, contact, None, at))
        if not waivers:
            return owed
        return replace(owed, standing=Standing.WAIVED, waived=WaivedObligation(owed.standing, waivers))

    def _accounts(
        self, occasion: Occasion, planned: History | None, now: datetime
    ) -> Iterator[tuple[_Expected, Account]]:
        """What is owed to one contact in one zone, or to nobody in particular, with how it stands."""
        sheet = self._owed.derive(occasion)
        matches = self._owed.match(sheet)
        for place in sorted((*matches.violated, *matches.undetermined)):
            expected = self._expected[place]
            if expected.of_a_contact is (occasion.recipient is not None):
                unsure = self._owed.explainer(place).missing(sheet) if place in matches.undetermined else ()
                yield expected, self._account(expected, occasion, planned, unsure=unsure, now=now)

    def _account(
        self,
        expected: _Expected,
        occasion: Occasion,
        planned: History | None,
        *,
        unsure: tuple[str, ...],
        now: datetime,
    ) -> Account:
        """How something stands that is owed; `unsure` are the facts that leave open whether it is."""
        so_far, due, unknown = expected.times(occasion)
        done, sheet = self._status(expected, so_far)
        ahead = replace(so_far, history=planned, at=LATEST)
        hoped, sheet_then = self._status(expected, ahead)
        in_time, sheet_in_time = hoped, sheet_then
        if due is not None:
            in_time, sheet_in_time = self._status(expected, replace(ahead, at=due))
        standing = _standing(done, in_time, occasion.at, due, has_deadline=expected.rule.due is not None)
        missing = (*unsure, *unknown)
        if standing is Standing.UNDETERMINED:
            explainer = self._met.explainer(expected.place)
            missing = (*missing, *explainer.missing(sheet_in_time), *explainer.missing(sheet))
        elif standing not in _SETTLED and missing:
            standing = Standing.UNDETERMINED
        counted = sheet_then.measure(expected.count)
        return Account(
            standing=standing,
            now=occasion.at,
            due=due,
            since=counted.anchor,
            acts=counted.certain,
            done=len(sheet.measure(expected.count).certain),
            missing=expected.to_be_told(missing) if standing is Standing.UNDETERMINED else (),
            zone=clock_for((occasion,), now),
            own=own_zone(occasion.case),
        )

    def _status(self, expected: _Expected, occasion: Occasion) -> tuple[Status, FactSheet]:
        """Whether enough has been done by the occasion's time."""
        sheet = self._met.derive(occasion)
        matches = self._met.match(sheet)
        if expected.place in matches.violated:
            return Status.VIOLATED, sheet
        return (Status.UNDETERMINED if expected.place in matches.undetermined else Status.SATISFIED), sheet


class _Expected:
    """One obligation, made ready. `place` is its place among them."""

    def __init__(self, place: int, compiled: CompiledRule, vocabulary: Vocabulary) -> None:
        rule = compiled.requirement
        if not is_of_plan(rule):
            raise TypeError(compiled.rule.type)
        self.place, self.compiled, self.rule, self._vocabulary = place, compiled, rule, vocabulary
        self.of_a_contact = rule.of_a_contact(compiled.rule.body)
        self._pinned = CaseDate(f"obligation.anchor-{place}") if isinstance(rule.after, TouchTime) else None
        # Seen from the due time or the end of the plan "the last touch" may be another one than it is now.
        self.count = rule.count if self._pinned is None else replace(rule.count, since=self._pinned)
        self._anchor = TimeAfter(rule.after, _AT_ONCE, rule.almanac)
        self._times = Deriver((self._anchor,) if rule.due is None else (self._anchor, rule.due))

    @property
    def meeting(self) -> CompiledRule:
        """The rule that enough is done, whether or not it is owed."""
        return replace(self.compiled, applies=TRUE, unless=FALSE, required=AtLeast(self.count, self.rule.at_least))

    def times(self, occasion: Occasion) -> tuple[Occasion, Instant | None, tuple[str, ...]]:
        """The occasion in a case that states what an anchor touch was, the due time, and what leaves that open."""
        measured = self._times.derive(occasion)
        begun = _before(occasion.at, measured.value_of(self._anchor))
        last = self._anchor if self.rule.due is None else self.rule.due
        end = _before(occasion.at, measured.value_of(last))
        unknown = measured.measure(last).missing if end is None else ()
        due = None if self.rule.due is None else end
        if self._pinned is not None and begun is not None:
            case = occasion.case
            facts = {**case.facts, self._pinned.fact: moment(begun, UTC)}
            occasion = replace(occasion, case=replace(case, facts=facts))
        return occasion, due, unknown

    def to_be_told(self, missing: Iterable[str]) -> tuple[str, ...]:
        """Those of the missing facts that a case can state, each once."""
        pinned = None if self._pinned is None else self._pinned.fact
        return tuple(dict.fromkeys(name for name in missing if name != pinned))

    def obligation(self, contact: Contact | None, account: Account) -> Obligation:
        """The obligation in words."""
        return obligation(self.compiled.rule, self.rule, contact, account, self._vocabulary)


_GRAVEST_FIRST = (
    Standing.OVERDUE, Standing.UNDETERMINED, Standing.DUE, Standing.OPEN, Standing.PLANNED, Standing.MET,
)  # fmt: skip


def _gravity(account: Account) -> tuple[int, int]:
    """Which of several plausible zones decides: that of the gravest standing, then of the earliest due time."""
    due = LATEST if account.due is None else account.due
    return _GRAVEST_FIRST.index(account.standing), due


def _before(at: Instant, passed: object) -> Instant | None:
    return Instant(at - passed) if isinstance(passed, int) else None


def _standing(done: Status, in_time: Status, now: Instant, due: Instant | None, *, has_deadline: bool) -> Standing:
    """The standing of something that is owed.

    `done` is whether it is met by now, late or not; `in_time` whether it will be by its due time, or without one ever.
    """
    if done is Status.SATISFIED:
        return Standing.MET
    if has_deadline and due is None:
        return Standing.UNDETERMINED
    if due is not None and now > due:
        return Standing.OVERDUE if done is Status.VIOLATED else Standing.UNDETERMINED
    if in_time is Status.SATISFIED:
        return Standing.PLANNED
    if in_time is not Status.VIOLATED:
        return Standing.UNDETERMINED
    return Standing.OPEN if due is None else Standing.DUE
