"""A claim: the permission to send one thing at once, and the slot that is kept for it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from courtesy import CourtesyError, LedgerEntry, LedgerState

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    from courtesy import Verdict
    from courtesy.ledger.protocol import Ledger


class Claim:
    """What a ledger gives for an action that is permitted.

        with ledger.claim("northgate", action, policy=policy, key=job.id) as claim:
            claim.start()
            send(mail, message_id=claim.touch_id)
            claim.confirm()

    Leaving the block without `start` gives the slot back. Leaving it after `start` without `confirm` or `release` puts
    the touch in doubt: it may have gone out, so that it counts until somebody resolves it. `verdict` is what the policy
    said, None where the same key was answered before; `token` is what the steps are asked with, from another process
    too. A claim is used by one thread.
    """

    def __init__(self, ledger: Ledger, entry: LedgerEntry, token: str, revision: int, verdict: Verdict | None) -> None:
        self.entry, self.token, self.revision, self.verdict = entry, token, revision, verdict
        self._ledger, self._started = ledger, False

    @property
    def touch_id(self) -> str:
        """The name of the touch in the whole world, fit for the Message-ID of a mail."""
        return self.entry.touch_id

    @property
    def state(self) -> LedgerState:
        """How far it had come when it was last asked for."""
        return self.entry.state

    @property
    def lease_until(self) -> datetime | None:
        """When a claim that is not started gives the slot back, and one that is started comes into doubt."""
        return self.entry.lease_until

    def start(self) -> None:
        """Say that it is being sent from now on. Raises ClaimLostError: then it must not be sent."""
        self.entry = self._ledger.start(self.token)
        self._started = True

    def confirm(
        self, *, happened_at: datetime | None = None, outcome: str = "delivered", provider_id: str | None = None
    ) -> None:
        """Say that it has gone out, as `Ledger.confirm` has it."""
        self.entry = self._ledger.confirm(self.token, happened_at=happened_at, outcome=outcome, provider_id=provider_id)

    def release(self, *, not_sent: bool = False) -> None:
        """Give the slot back, as `Ledger.release` has it."""
        self.entry = self._ledger.release(self.token, not_sent=not_sent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self._leave()
            return
        with suppress(CourtesyError):  # what its caller has to hear of is that error; the lease sees to the slot
            self._leave()

    def _leave(self) -> None:
        if self.state is LedgerState.CLAIMED:
            self.release()
        elif self.state is LedgerState.SENDING and self._started:  # else another sender has started it
            self.entry = self._ledger.doubt(self.token)

    def __repr__(self) -> str:
        return f"<Claim {self.touch_id}, {self.state.value}>"
