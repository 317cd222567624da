"""The protocol: judge and keep a slot in one step, say that it is being sent, say what came of it."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

from courtesy import Action, LedgerState, RefusedError, Touch, to_dict
from courtesy.ledger.arguments import digest, judge_of, lease_of, named, optional_text, outcome_of, text_of, time_of
from courtesy.ledger.book import CaseBook, settled
from courtesy.ledger.claims import Claim
from courtesy.ledger.database import CollisionError
from courtesy.ledger.erasing import erase_case, erase_contact
from courtesy.ledger.errors import ClaimLostError, KeyConflictError, WrongStateError
from courtesy.ledger.exporting import export
from courtesy.ledger.importing import note, take_in
from courtesy.ledger.judgement import judge, touch_in
from courtesy.ledger.looking import Looking
from courtesy.ledger.outbox import decide
from courtesy.ledger.rows import entry_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from courtesy import LedgerCase, LedgerEntry, Policies, Policy
    from courtesy.ledger.database import Row, Transaction
    from courtesy.ledger.exporting import Exported
    from courtesy.recording import AskedBy, Log

_T = TypeVar("_T")
LEASE = timedelta(minutes=10)
"""How long a claim holds unless it is said otherwise."""


class Ledger(Looking):
    """What was done in the cases of one tenant, and who may do the next thing. `courtesy.ledger.open` gives one.

    Threads may share it, and processes that are forked may go on using it. Every step is one short transaction that
    locks one case. Every step raises LedgerUnavailableError where the database does not answer: then nothing is
    permitted, and whoever asks again with the same key or token gets the same answer.
    """

    def import_case(self, case: object, *, policy: Policy | Policies | None = None) -> LedgerCase:
        """Take in a case, a mapping or an object in the shape of a case file, or bring it up to date.

        What its file says takes the place of what it said; of its history that is added which the ledger does not
        know. Raises InvalidInputError, UnnamedCaseError, UnknownHistoryError, LaterTouchError, UnknownCaseError.
        """
        read = judge_of(policy, self._policy).case_from(case)
        with self._transaction() as transaction:
            book = take_in(transaction, self.tenant, read)
        return self.case(book.case_id)

    def claim(
        self,
        case_id: str,
        action: Action | str,
        *,
        policy: Policy | Policies | None = None,
        key: str | None = None,
        lease: timedelta = LEASE,
        deadline: float | None = None,
        asked_by: AskedBy | None = None,
    ) -> Claim:
        """The permission to do this at once, with the slot kept for it until the lease is over.

        `action` is proposed for now, or is the id of an action of the case. It is judged with everything that was
        done, is claimed or in doubt. `key` names the request: asked again, the same claim is given, as far as it has
        come; what was released or refused is judged anew. `deadline` is that of the policy's question,
        and `asked_by` goes into the record of the decision.
        Raises RefusedError with the verdict, KeyConflictError, TooEarlyError, UnknownCaseError, InvalidInputError,
        UnusableArgumentError, and what `policy.check` raises.
        """
        judging, key = judge_of(policy, self._policy), optional_text("key", key)
        end = lease_of(lease)
        request = digest({"claim": case_id, "action": to_dict(action) if isinstance(action, Action) else str(action)})

        def step(transaction: Transaction) -> Claim | RefusedError:
            book = CaseBook(transaction, self.tenant, case_id)
            if key is not None and (row := self._same(book, key, request)) is not None:
                return Claim(self, entry_of(row, book.now), row["token"], book.revision, None)
            found = judge(book, judging, action, deadline)
            if not found.verdict.permitted:
                decision = decide(book, self._scribe, judging, found, None, asked_by=asked_by)
                return RefusedError(found.verdict, decision)
            token, touch_id = str(uuid4()), str(uuid4())
            kept: dict[str, Any] = {"state": LedgerState.CLAIMED.value, "lease_until": book.now + end, "token": token}
            named = {"action_id": found.action.id if found.named else None}
            kept |= {"idempotency_key": key, "request_hash": request, "policy_digest": found.verdict.policy.digest}
            decision = decide(book, self._scribe, judging, found, touch_id, asked_by=asked_by)
            row = book.add(found.action, book.now, touch_id=touch_id, decision_id=decision, **named, **kept)
            return Claim(self, entry_of(row, book.now), token, book.revision, found.verdict)

        answer = self._once_more(step)
        if isinstance(answer, Claim):
            return answer
        raise answer

    def start(self, token: str) -> LedgerEntry:
        """Say that what was claimed is being sent from now on. Raises ClaimLostError: then do not send it."""
        with self._transaction() as transaction:
            book, row = CaseBook.holding(transaction, self.tenant, "token", token)
            entry = entry_of(row, book.now)
            if entry.state is LedgerState.CLAIMED:
                return entry_of(book.change(row, state=LedgerState.SENDING.value), book.now)
        raise ClaimLostError(entry.touch_id, entry.state, entry.lease_until)

    def confirm(
        self,
        token: str,
        *,
        happened_at: datetime | None = None,
        outcome: str = "delivered",
        provider_id: str | None = None,
    ) -> LedgerEntry:
        """Say that it has gone out, whatever state it is in: what has happened is never refused.

        Asked again it changes nothing; what is learned later is told by `amend`. `happened_at` lies between the claim
        and now (default: now, or the time of the claim where that is over). Where the claim is over, or was given
        back, the entry is `late`.
        """
        outcome, at = outcome_of(outcome), time_of("happened_at", happened_at)
        provider_id = optional_text("provider_id", provider_id)
        with self._transaction() as transaction:
            book, row = CaseBook.holding(transaction, self.tenant, "token", token)
            entry = entry_of(row, book.now)
            if entry.state is LedgerState.DONE:
                return entry
            late = entry.state is LedgerState.RELEASED or row["lease_until"] <= book.now
            when = _between(row, at or (row["claimed_at"] if late else book.now), book.now)
            done = settled(LedgerState.DONE, book.now)
            changed = book.change(row, **done, happened_at=when, outcome=outcome, provider_id=provider_id, late=late)
            return entry_of(changed, book.now)

    def release(self, token: str, *, not_sent: bool = False) -> LedgerEntry:
        """Give the slot back. What was started takes `not_sent`, by which the caller vouches that it did not go out.

        Raises WrongStateError where it is done, or was started.
        """
        with self._transaction() as transaction:
            book, row = CaseBook.holding(transaction, self.tenant, "token", token)
            entry = entry_of(row, book.now)
            if entry.state is LedgerState.RELEASED:
                return entry
            if entry.state is LedgerState.CLAIMED or (not_sent and entry.state is not LedgerState.DONE):
                return entry_of(book.change(row, **settled(LedgerState.RELEASED, book.now)), book.now)
        fix = "what is done stays done" if entry.state is LedgerState.DONE else "say `not_sent` if it did not go out"
        raise WrongStateError(entry.touch_id, entry.state, "a claim that was not started", fix)

    def doubt(self, token: str) -> LedgerEntry:
        """Say that nobody knows whether what was started has gone out: it counts until it is resolved."""
        with self._transaction() as transaction:
            book, row = CaseBook.holding(transaction, self.tenant, "token", token)
            if row["state"] == LedgerState.SENDING:
                row = book.change(row, state=LedgerState.IN_DOUBT.value)
            return entry_of(row, book.now)

    def resolve(
        self, touch: str | int, *, sent: bool, evidence: str, happened_at: datetime | None = None
    ) -> LedgerEntry:
        """End the doubt about a touch, by its id or number: it has gone out, or it has not.

        `evidence` says what that rests on. Asked again it changes nothing. Raises WrongStateError where there is no
        doubt, and UnknownEntryError.
        """
        evidence, at = text_of("evidence", evidence), time_of("happened_at", happened_at)
        wanted = LedgerState.DONE if sent else LedgerState.RELEASED
        with self._transaction() as transaction:
            book, row = CaseBook.holding(transaction, self.tenant, *named(touch))
            entry = entry_of(row, book.now)
            if entry.state is wanted and entry.evidence is not None:
                return entry
            if entry.state is LedgerState.IN_DOUBT:
                when = _between(row, at or row["happened_at"], book.now)
                changed = book.change(row, **settled(wanted, book.now), evidence=evidence, happened_at=when)
                return entry_of(changed, book.now)
        fix = "wait until its claim is over" if not entry.state.settled else "there is nothing to resolve"
        raise WrongStateError(entry.touch_id, entry.state, "a touch in doubt", fix)

    def amend(self, touch: str | int, *, outcome: str, evidence: str | None = None) -> LedgerEntry:
        """Write what came of a touch that is done, as it is known now: what bounced or failed no longer counts.

        Raises WrongStateError where it is not done, and UnknownEntryError.
        """
        outcome, evidence = outcome_of(outcome), optional_text("evidence", evidence)
        with self._transaction() as transaction:
            book, row = CaseBook.holding(transaction, self.tenant, *named(touch))
            entry = entry_of(row, book.now)
            if entry.state is LedgerState.DONE:
                return entry_of(book.change(row, outcome=outcome, evidence=evidence or row["evidence"]), book.now)
        raise WrongStateError(entry.touch_id, entry.state, "a touch that is done", "confirm or resolve it first")

    def record(
        self,
        case_id: str,
        touch: Touch | Mapping[str, Any],
        *,
        key: str | None = None,
        policy: Policy | Policies | None = None,
    ) -> LedgerEntry:
        """Write what was done elsewhere, or what came in. No policy refuses it; `policy` only knows its words.

        A touch is a value, or a mapping in the shape of a case file. A time ahead of the database's is taken as now.
        The same key, or the same `message_id`, gives the touch that is there. Raises InvalidInputError,
        KeyConflictError, UnknownCaseError.
        """
        reading, key = judge_of(policy, self._policy), optional_text("key", key)

        def step(transaction: Transaction) -> LedgerEntry:
            book = CaseBook(transaction, self.tenant, case_id)
            read = touch_in(book, reading, touch if isinstance(touch, Touch) else dict(touch))
            request = digest({"record": case_id, "touch": to_dict(read)})
            row = None if key is None else self._same(book, key, request)
            if row is None and read.message_id is not None:
                same = (read.direction.value, read.message_id)
                row = next((one for one in book.rows if (one["direction"], one["message_id"]) == same), None)
            return entry_of(row or note(book, read, idempotency_key=key, request_hash=request), book.now)

        return self._once_more(step)

    def erase(self, case_id: str, contact_id: str | None = None) -> LedgerCase:
        """Put a tombstone in the place of a contact, or (without one) of all that is known of a case.

        What was done goes on counting, as done to the tombstone. A case that was erased is no longer judged. Raises
        UnknownCaseError, UnusableArgumentError.
        """
        with self._transaction() as transaction:
            book = CaseBook(transaction, self.tenant, case_id)
            if contact_id is None:
                erase_case(book)
            else:
                erase_contact(book, contact_id)
        return self.case(case_id)

    def for_tenant(self, tenant: str) -> Self:
        """The ledger of another tenant in the same database, which shares its connections."""
        return type(self)(self._database, tenant=tenant, policy=self._policy, clock=self._clock, scribe=self._scribe)

    def export(self, log: Log) -> Exported:
        """Move the decisions of all tenants into a log, in the order in which they were made, and each of them once.

        That holds whenever it is interrupted, as long as one ledger exports into one log. Of two claims in different
        cases at the same moment, the one that is committed later may come with the next export. Raises
        LogNotWrittenError.
        """
        return export(self._database, log)

    def _same(self, book: CaseBook, key: str, request: str) -> Row | None:
        """The touch that a key was used for. Raises KeyConflictError where it was for another request."""
        row = book.with_key(key)
        if row is not None and row["request_hash"] != request:
            raise KeyConflictError(self.tenant, key, row["touch_id"])
        return row

    def _once_more(self, step: Callable[[Transaction], _T]) -> _T:
        """What a step gives; taken again where another transaction used its key at the same time."""
        try:
            with self._transaction() as transaction:
                return step(transaction)
        except CollisionError:
            with self._transaction() as transaction:
                return step(transaction)


def _between(row: Row, at: datetime, now: datetime) -> datetime:
    """A time no earlier than the claim and no later than now: clocks differ."""
    claimed_at: datetime = row["claimed_at"]
    return max(claimed_at, min(at.astimezone(UTC), now))
