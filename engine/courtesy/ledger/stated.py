"""A case of a ledger as its file would state it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy import LedgerCase, LedgerState
from courtesy.ledger.errors import UnknownCaseError
from courtesy.ledger.rows import listed

if TYPE_CHECKING:
    from courtesy import LedgerEntry


def stated(case: LedgerCase) -> dict[str, Any]:
    """What the file of a case would say, with all that counts as its history: what is claimed or in doubt, too.

    So it is judged by whoever claims in it. Raises UnknownCaseError where it was erased.
    """
    if case.document is None:
        raise UnknownCaseError(case.tenant, case.case_id, erased=True)
    kept = [one for one in case.entries if one.state is not LedgerState.RELEASED]
    history = [listed(one.touch, recorded=one.recorded) for one in sorted(kept, key=_order)]
    return {**case.document, "history": history}


def _order(entry: LedgerEntry) -> Any:
    return entry.touch.at, entry.seq
