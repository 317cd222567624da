"""Steps of several senders in any order, beside a plain model of the protocol that has neither tables nor locks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

import courtesy
from courtesy import LedgerState, ledger
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow
WEEK = timedelta(days=7)
LEASE = timedelta(minutes=10)
PEOPLE = ("boss", "hr")
EXAMPLES = {"sqlite": 30, "postgresql": 10}
CLAIMED, SENDING, DONE, RELEASED, IN_DOUBT = LedgerState


@dataclass
class Kept:
    """A touch of the model."""

    to: str
    at: datetime
    state: LedgerState
    name: str | None = None
    lease_until: datetime | None = None
    counts: bool = True
    late: bool = False
    recorded: bool = False
    key: str | None = None

    def later(self, now: datetime) -> LedgerState:
        """Its state once what has run out by then is over."""
        over = self.lease_until is not None and self.lease_until <= now
        return {CLAIMED: RELEASED, SENDING: IN_DOUBT}.get(self.state, self.state) if over else self.state


@dataclass
class Model:
    """What a case of the ledger has to be, told without one."""

    touches: list[Kept] = field(default_factory=list)

    def now(self, clock: datetime) -> datetime:
        """The time of the case, once what has run out is written down: it does not run backwards."""
        held = [one.at for one in self.touches if one.state is not RELEASED]
        now = max([clock, *held])
        for one in self.touches:
            one.state = one.later(now)
            if one.state is RELEASED:
                one.key = None
        return now

    def permits(self, to: str, name: str, now: datetime) -> bool:
        """Whether one more mail to them is permitted."""
        counted = [one for one in self.touches if one.state is not RELEASED]
        done = any(one.name == name and (one.counts or one.recorded) for one in counted)
        free = not any(one.to == to and one.counts and now - one.at < WEEK for one in counted)
        return free and not done


class Interleavings(RuleBasedStateMachine):
    """Every step gives what the model gives."""

    new_address: Callable[[], str]
    claims = Bundle("claims")

    @initialize()
    def begin(self) -> None:
        """A ledger with one case in which nothing has happened."""
        address = self.new_address()
        ledger.init(address)
        self.clock, self.model = SetClock(), Model()
        self.ledger = ledger.open(address, policy=POLICY, clock=self.clock)
        self.ledger.import_case(case())

    @rule(minutes=st.sampled_from([1, 5, 9, 10, 11, 60, 24 * 60, 7 * 24 * 60 - 1, 7 * 24 * 60, -3]))
    def wait(self, minutes: int) -> None:
        """The clock moves on, or is put back a little."""
        self.clock.now += timedelta(minutes=minutes)

    @rule(
        target=claims,
        to=st.sampled_from(PEOPLE),
        name=st.sampled_from(["a", "b", "c", "proposed"]),
        key=st.sampled_from([None, None, "k", "l"]),
    )
    def claim(self, to: str, name: str, key: str | None) -> Any:
        """Somebody claims a mail."""
        now = self.model.now(self.clock.now)
        known = next((one for one in self.model.touches if key is not None and one.key == key), None)
        asked = f"{to} {name}"
        try:
            given = self.ledger.claim("northgate", mail(name, to=to), key=key)
        except courtesy.RefusedError:
            assert known is None
            assert not self.model.permits(to, name, now)
            return multiple()
        except ledger.KeyConflictError:
            assert known is not None
            assert asked != self._asked[known.key or ""]
            return multiple()
        if known is not None:
            assert asked == self._asked[known.key or ""]
            assert self.model.touches.index(known) == given.entry.seq - 1
            return multiple()
        assert self.model.permits(to, name, now)
        kept = Kept(to, now, CLAIMED, None if name == "proposed" else name, now + LEASE, key=key)
        self.model.touches.append(kept)
        if key is not None:
            self._asked[key] = asked
        return (given.token, kept)

    @rule(claim=claims)
    def start(self, claim: tuple[str, Kept]) -> None:
        """Somebody starts what was claimed."""
        token, kept = claim
        self.model.now(self.clock.now)
        may = kept.state is CLAIMED
        try:
            self.ledger.start(token)
        except ledger.ClaimLostError:
            assert not may
        else:
            assert may
            kept.state = SENDING

    @rule(claim=claims, failed=st.booleans())
    def confirm(self, claim: tuple[str, Kept], failed: bool) -> None:  # noqa: FBT001  drawn
        """Somebody confirms, maybe for the second time."""
        token, kept = claim
        now = self.model.now(self.clock.now)
        if kept.state is not DONE:
            kept.late = kept.state is RELEASED or kept.lease_until is None or kept.lease_until <= now
            kept.at = kept.at if kept.late else now
            kept.state, kept.counts = DONE, not failed
        entry = self.ledger.confirm(token, outcome="failed" if failed else "delivered")
        assert (DONE, kept.late) == (entry.state, entry.late)

    @rule(claim=claims, not_sent=st.booleans())
    def release(self, claim: tuple[str, Kept], not_sent: bool) -> None:  # noqa: FBT001  drawn
        """Somebody gives a slot back."""
        token, kept = claim
        self.model.now(self.clock.now)
        may = kept.state in {CLAIMED, RELEASED} or (not_sent and kept.state in {SENDING, IN_DOUBT})
        try:
            self.ledger.release(token, not_sent=not_sent)
        except ledger.WrongStateError:
            assert not may
        else:
            assert may
            kept.state, kept.key = RELEASED, None

    @rule(claim=claims)
    def leave(self, claim: tuple[str, Kept]) -> None:
        """Somebody does not know whether it has gone out."""
        token, kept = claim
        self.model.now(self.clock.now)
        self.ledger.doubt(token)
        kept.state = IN_DOUBT if kept.state is SENDING else kept.state

    @rule(claim=consumes(claims), sent=st.booleans())
    def resolve(self, claim: tuple[str, Kept], sent: bool) -> None:  # noqa: FBT001  drawn
        """Somebody ends a doubt."""
        _, kept = claim
        self.model.now(self.clock.now)
        may = kept.state is IN_DOUBT
        number = self.model.touches.index(kept) + 1
        try:
            self.ledger.resolve(number, sent=sent, evidence="asked")
        except ledger.WrongStateError:
            assert not may
        else:
            assert may
            kept.state = DONE if sent else RELEASED
            kept.key = kept.key if sent else None

    @rule(claim=claims)
    def bounce(self, claim: tuple[str, Kept]) -> None:
        """What was done comes back."""
        _, kept = claim
        self.model.now(self.clock.now)
        with suppress(ledger.WrongStateError):
            self.ledger.amend(self.model.touches.index(kept) + 1, outcome="bounced")
            assert kept.state is DONE
            kept.counts = False

    @rule(to=st.sampled_from(PEOPLE), ago=st.integers(-5, 60))
    def record(self, to: str, ago: int) -> None:
        """Somebody wrote by hand, whatever the policy says."""
        now = self.model.now(self.clock.now)
        at = self.clock.now - timedelta(minutes=ago)
        self.ledger.record("northgate", courtesy.Touch("email", at=at, to=(to,), purpose="other"))
        self.model.touches.append(Kept(to, min(at, now), DONE, recorded=True))

    @invariant()
    def states_are_those_of_the_model(self) -> None:
        """All touches are in the states, and at the times, that the model has them in."""
        entries = self.ledger.case("northgate").entries
        assert [(one.to, one.later(self.clock.now), one.at, one.late) for one in self.model.touches] == [
            (one.touch.to[0], one.state, one.touch.at, one.late) for one in entries
        ]

    def teardown(self) -> None:
        """Nothing done or in doubt would be refused in the order of numbers, recorded and late ones aside."""
        if not hasattr(self, "ledger"):
            return
        entries = [one for one in self.ledger.case("northgate").entries if one.state is not RELEASED]
        assert [] == refused_in_order([one for one in entries if not one.late])
        self.ledger.close()

    @property
    def _asked(self) -> dict[str, str]:
        """What each key was last used for."""
        found: dict[str, str] = self.__dict__.setdefault("_requests", {})
        return found


def refused_in_order(entries: list[courtesy.LedgerEntry]) -> list[int]:
    """The numbers of those that the policy refuses, each judged at the time of its claim with those before it."""
    refused, before = [], []
    for entry in entries:
        if not entry.recorded:
            action = courtesy.Action("email", id=f"judged-{entry.seq}", to=entry.touch.to, purpose="follow_up")
            known = POLICY.case_from({**case(), "history": before})
            if not POLICY.check(known, action, now=entry.claimed_at, as_of=True).permitted:
                refused.append(entry.seq)
            told = courtesy.to_dict(entry.touch)
            before.append({**told, "id": f"touch-{entry.seq}", "at": entry.claimed_at})
    return refused


def test_any_order_of_steps_gives_what_the_model_gives(kind: str, new_address: Callable[[], str]) -> None:
    """Claims, starts, confirmations and all the rest, in any order and at any time, are as the model has them."""
    machine = type("Here", (Interleavings,), {"new_address": staticmethod(new_address)})
    machine.TestCase.settings = settings(max_examples=EXAMPLES[kind], stateful_step_count=25, deadline=None)
    machine.TestCase().runTest()


def test_the_property_is_able_to_fail() -> None:
    """Two mails in one week are found, and two in two weeks are not."""

    def entry(seq: int, at: datetime) -> courtesy.LedgerEntry:
        touch = courtesy.Touch("email", at=at, to=("boss",), purpose="follow_up")
        said = {"touch_id": str(seq), "tenant": "default", "case_id": "northgate", "claimed_at": at}
        return courtesy.LedgerEntry(seq=seq, touch=touch, state=DONE, **said)

    assert [2] == refused_in_order(
        [entry(1, NOW), entry(2, NOW + WEEK - timedelta(seconds=1)), entry(3, NOW + 2 * WEEK)]
    )
    assert [] == refused_in_order([entry(1, NOW), entry(2, NOW + WEEK)])
