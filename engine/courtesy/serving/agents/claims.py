"""Slots for agents: one is judged and kept in one step, so that two senders cannot both take it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.ledger import stated
from courtesy.serving.agents.briefs import when
from courtesy.serving.agents.cases import Taken, taken_from
from courtesy.serving.agents.errors import BadArgumentsError, listed, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy import Policies, Policy
    from courtesy.ledger import Claim, Ledger

_UNNAMED = "proposed"
"""The id of actions that are proposed without one, as `Case.propose` gives it; a ledger takes it for no name."""
_SENDING = "You hold the slot: do it now, and then say so with confirm_action; if you do not, release_action."
_KEPT_BEFORE = "This was claimed before with the same key ({state}): do not do it twice."


class LedgerCases:
    """The cases of a ledger, with all that was done, is being sent or is in doubt."""

    argument = "case_id"

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def take(self, policy: Policy | Policies, arguments: Mapping[str, Any]) -> Taken:
        """The case of that id, as of the clock of the database. Raises CourtesyError."""
        named = arguments.get("case_id")
        report = self.ledger.report()
        known = {one.case_id: one for one in report.cases if one.document is not None}
        if named is None and len(known) == 1:
            (named,) = known
        if named not in known:
            found = f"`{named}`" if isinstance(named, str) else "none"
            raise BadArgumentsError([problem("/case_id", f"a case of the ledger: {listed(known)}", found)])
        kept = known[named]
        taken = taken_from(policy, stated(kept), arguments.get("action"), kept.case_id)
        # The clock of the database may have been put back; what has happened is not in the future.
        return taken._replace(now=max((report.now, *(one.touch.at for one in kept.entries))))

    def named(self) -> tuple[str, ...]:
        """The cases of the ledger."""
        return tuple(one.case_id for one in self.ledger.report().cases if one.document is not None)

    def claim(self, taken: Taken, arguments: Mapping[str, Any], deadline: float) -> Claim:
        """The permission to do it at once. Raises RefusedError with the verdict, and CourtesyError."""
        action = taken.action
        assert action is not None  # noqa: S101  the tool asks for one
        if "id" not in arguments["action"]:  # else what nobody has named would be known again as done
            action = action.with_(id=_UNNAMED)
        return self.ledger.claim(
            str(arguments["case_id"]), action, policy=taken.policy, key=arguments.get("key"), deadline=deadline
        )

    def confirm(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Write that it was done. Raises CourtesyError."""
        at = arguments.get("happened_at")
        entry = self.ledger.confirm(
            arguments["claim"],
            happened_at=None if at is None else _time(at),
            outcome=arguments.get("outcome", "delivered"),
            provider_id=arguments.get("provider_id"),
        )
        return _told(entry, "It is written down as done.")

    def release(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Give the slot back. Raises CourtesyError."""
        # A claim of an agent is always started, so that only the agent knows that nothing has gone out.
        return _told(self.ledger.release(arguments["claim"], not_sent=True), "The slot is free again.")


def started(claim: Claim) -> dict[str, Any]:
    """What an agent is told of a claim: it holds the slot from now on, unless it was started before."""
    before = claim.state
    permitted = before is courtesy.LedgerState.CLAIMED
    if permitted:
        claim.start()
    return {
        "permitted": permitted,
        "say": _SENDING if permitted else _KEPT_BEFORE.format(state=before.value.replace("_", " ")),
        "claim": {
            "token": claim.token,
            "touch_id": claim.touch_id,
            "state": claim.state.value,
            "lease_until": when(claim.lease_until),
        },
    }


def _told(entry: courtesy.LedgerEntry, say: str) -> dict[str, Any]:
    return {
        "say": say,
        "state": entry.state.value,
        "touch_id": entry.touch_id,
        "happened_at": when(entry.touch.at),
        "late": entry.late,
    }


def _time(text: str) -> datetime:
    """A time with an offset. Raises BadArgumentsError."""
    expected = "a time with an offset, such as 2026-11-27T15:30-05:00"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        raise BadArgumentsError([problem("/happened_at", expected, f"`{text[:60]}`")])
    return found
