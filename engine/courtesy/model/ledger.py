"""What a ledger keeps: touches with the state they are in, by case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from courtesy.model.case import Touch
from courtesy.model.frozen import Frozen
from courtesy.model.shown import Shown


class LedgerState(StrEnum):
    """How far a touch has come. All but what was released count against a policy."""

    CLAIMED = "claimed"
    SENDING = "sending"
    DONE = "done"
    RELEASED = "released"
    IN_DOUBT = "in_doubt"

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self in {LedgerState.DONE, LedgerState.RELEASED}


class LedgerEntry(Frozen, frozen=True, kw_only=True):
    """A touch as a ledger keeps it; its `at` is the time of the claim until it is known better.

    `seq` numbers the touches of a ledger in the order in which they were claimed or recorded. `touch_id` is its name
    in the whole world, fit for a Message-ID. `late` is what was confirmed after its claim was over, and `recorded`
    what nobody claimed: it came in, or was done elsewhere. `lease_until` is None for what was recorded, `evidence` is
    what whoever resolved or amended it went by, and `settled_at` when it was last confirmed, released or resolved.
    """

    seq: int
    touch_id: str
    tenant: str
    case_id: str
    touch: Touch
    state: LedgerState
    late: bool = False
    recorded: bool = False
    claimed_at: datetime
    lease_until: datetime | None = None
    settled_at: datetime | None = None
    key: str | None = None
    decision_id: str | None = None
    policy_digest: str | None = None
    provider_id: str | None = None
    evidence: str | None = None


class LedgerCase(Frozen, frozen=True, kw_only=True):
    """A case as a ledger keeps it.

    `document` is what its file would say, the history aside; None where it was erased. `entries` are its touches by
    their `seq`, those too that were released. `revision` grows with every change of what counts.
    """

    tenant: str
    case_id: str
    revision: int
    document: Mapping[str, object] | None
    entries: tuple[LedgerEntry, ...] = ()


class LedgerReport(Frozen, Shown, frozen=True, kw_only=True):
    """What was asked of a ledger, as it stood at `now`: whole cases, or single touches. `version` is its schema's."""

    version: int
    tenant: str
    now: datetime
    cases: tuple[LedgerCase, ...] = ()
    entries: tuple[LedgerEntry, ...] = ()
