"""Records that are made before they are written: masked at once, and without a place in any log."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from courtesy.recording import records
from courtesy.recording.ids import decision_id
from courtesy.recording.keys import Keys
from courtesy.recording.language import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import courtesy
    from courtesy.recording.keys import Record
    from courtesy.recording.language import AnyPolicy

PRINCIPAL, SUBJECT, REQUEST, TENANT, TOUCH = "principal", "subject", "request", "tenant", "touch"
"""More sorts of what is hashed."""
_MADE_BY_MACHINES = re.compile(r"[0-9a-fA-F]{16,64}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""Ids in which nobody can have written a name: hexadecimal numbers and UUIDs."""


class Draft(NamedTuple):
    """A record as it will be written, without its number and hashes, and whether it `permits` anything."""

    record: Record
    permits: bool

    @property
    def id(self) -> str:
        """The id of the decision."""
        return str(self.record["id"])


class Scribe:
    """Makes drafts. May be used from many threads, and may be pickled."""

    def __init__(
        self,
        key: bytes | None,
        *,
        clock: Callable[[], datetime] | None = None,
        randomness: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """`key` is that of the log; without one, each draft is masked by a key that is drawn for it and forgotten.

        Such a draft can be judged again, but nobody can tell that two of them are about the same person. Raises
        UnusableKeyError.
        """
        self._keys = None if key is None else Keys(key)
        self._clock, self._randomness = clock or _machine_clock, randomness

    def of_verdict(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        verdict: courtesy.Verdict | courtesy.PlanVerdict,
        *,
        as_of: bool = False,
        asked_by: AskedBy | None = None,
    ) -> Draft:
        """The draft of a verdict that `policy` gave on `case`, with the actions that it is about, and on no others."""
        keys = self._mask()
        told = records.decision(case, verdict, language_of(policy), keys, as_of=as_of)
        return Draft(self._dated(told, asked_by, keys), verdict.permitted)

    def of_windows(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        table: courtesy.Timetable,
        *,
        now: datetime,
        as_of: bool = False,
        asked_by: AskedBy | None = None,
    ) -> Draft:
        """The draft of the times at which the one action of `case` is permitted by `policy`."""
        keys = self._mask()
        told = records.windows(case, table, language_of(policy), keys, now=now, as_of=as_of)
        return Draft(self._dated(told, asked_by, keys), permits=bool(table.open))

    def of_no_verdict(self, codes: Iterable[str], *, asked_by: AskedBy | None = None) -> Draft:
        """The draft of a question that was refused without being judged; `codes` are those of our errors."""
        return Draft(self._dated(records.not_judged(codes), asked_by, self._mask()), permits=False)

    def of_claim(
        self,
        policy: AnyPolicy,
        case: courtesy.Case,
        verdict: courtesy.Verdict,
        *,
        tenant: str,
        revision: int,
        touch_id: str | None,
        at: datetime,
        asked_by: AskedBy | None = None,
    ) -> Draft:
        """The draft of what a ledger decided at a time; `touch_id` is what came of it, `revision` that of the case."""
        keys = self._mask()
        told = records.decision(case, verdict, language_of(policy), keys, as_of=False)
        told["ledger"] = {
            "tenant": keys.masked(TENANT, tenant),
            "revision": revision,
            "touch": None if touch_id is None else keys.masked(TOUCH, touch_id),
        }
        return Draft(self._dated(told, asked_by, keys, at), verdict.permitted)

    def _mask(self) -> Keys:
        """What masks one draft."""
        return Keys(os.urandom(32)) if self._keys is None else self._keys

    def _dated(self, told: Record, asked_by: AskedBy | None, keys: Keys, at: datetime | None = None) -> Record:
        at = at or self._clock()
        begun: Record = {"v": records.FORMAT, "id": decision_id(at, self._randomness), "time": records.written_at(at)}
        return {**begun, **told, **({} if asked_by is None else asked_by.told(keys))}


class AskedBy(NamedTuple):
    """Who asked, in which request, as part of which trace, and who acts; each None where it is not known."""

    principal: str | None = None
    request_id: str | None = None
    trace_id: str | None = None
    subject: str | None = None

    def told(self, keys: Keys) -> Record:
        """What may be written of it: ids that machines have made, and hashes of all else."""
        found: Record = {}
        if self.principal is not None:
            found["principal"] = keys.masked(PRINCIPAL, self.principal)
        if self.subject is not None:
            found["subject"] = keys.masked(SUBJECT, self.subject)
        if self.request_id is not None:
            plain = _MADE_BY_MACHINES.fullmatch(self.request_id)
            found["request_id"] = self.request_id if plain else keys.masked(REQUEST, self.request_id)
        if self.trace_id is not None:
            found["trace_id"] = self.trace_id
        return found


def _machine_clock() -> datetime:
    return datetime.now(UTC)
