"""The routes of a ledger: each with whom it admits, what it takes and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class LedgerRoute(NamedTuple):
    """One route; `takes` and `gives` are parts of the description by their names."""

    method: str
    path: str
    scopes: tuple[str, ...]
    summary: str
    gives: str = "ledger.entry"
    takes: str | None = None
    conflicts: bool = False
    """Whether the state of the ledger may speak against it."""

    @property
    def parameter(self) -> str | None:
        """What its path names."""
        return self.path.partition("{")[2].partition("}")[0] or None


_CLAIM, _TOUCHES = ("claim",), ("touches",)
_ONE = "/v1/claims/{touch_id}"

LEDGER_ROUTES: Mapping[str, LedgerRoute] = {
    "claim": LedgerRoute(
        "POST",
        "/v1/claims",
        _CLAIM,
        "Claim what is to be sent at once",
        "claim",
        "ledger_request.claim",
        conflicts=True,
    ),
    "pending-claims": LedgerRoute(
        "GET", "/v1/claims", (*_CLAIM, *_TOUCHES), "What is claimed, being sent or in doubt", "ledger"
    ),
    "show-claim": LedgerRoute("GET", _ONE, (*_CLAIM, *_TOUCHES), "How far a claim has come"),
    **{
        f"{step}-claim": LedgerRoute(
            "POST", f"{_ONE}/{step}", scopes, summary, takes=f"ledger_request.{step}", conflicts=True
        )
        for step, scopes, summary in (
            ("start", _CLAIM, "Say that it is being sent from now on; where that fails, do not send"),
            ("confirm", _CLAIM, "Say that it has gone out"),
            ("release", _CLAIM, "Give the slot back"),
            ("resolve", _TOUCHES, "End the doubt about what may have gone out"),
        )
    },
    "record-touch": LedgerRoute(
        "POST",
        "/v1/touches",
        _TOUCHES,
        "Write down what was done elsewhere, or came in",
        takes="ledger_request.touch",
        conflicts=True,
    ),
    "amend-touch": LedgerRoute(
        "POST",
        "/v1/touches/{touch_id}/amend",
        _TOUCHES,
        "Write down what came of a touch that is done",
        takes="ledger_request.amend",
        conflicts=True,
    ),
    "show-case": LedgerRoute("GET", "/v1/cases/{case_id}", _TOUCHES, "A case with all its touches", "ledger.case"),
    "put-case": LedgerRoute(
        "PUT",
        "/v1/cases/{case_id}",
        _TOUCHES,
        "Take in a case, or bring it up to date",
        "ledger.case",
        "ledger_request.case",
    ),
    "erase": LedgerRoute(
        "POST", "/v1/erasures", ("erase",), "Erase a contact or a case", "ledger.case", "ledger_request.erasure"
    ),
}
"""The routes by the kinds of their requests."""
