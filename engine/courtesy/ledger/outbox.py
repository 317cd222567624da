"""Decisions, written in the transaction of the claim that they decide: the log takes them from there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from courtesy import to_dict
from courtesy.ledger.rows import insert

if TYPE_CHECKING:
    from courtesy import Action, Verdict
    from courtesy.ledger.book import CaseBook

_OF_FINDINGS = ("rule", "type", "level", "status", "recipient", "earliest")
_OF_VERDICTS = ("policy", "now", "outcome", "matcher", "engine")


def decide(book: CaseBook, action: Action, verdict: Verdict, touch_id: str | None) -> str:
    """Write what was decided about an action, and give the id of the decision; `touch_id` is what came of it.

    Only what is listed here goes in: no names, no addresses, no texts.
    """
    told = to_dict(verdict)
    (acted,) = told.get("actions", (told,))
    decision_id = str(uuid4())
    record: dict[str, Any] = {
        "id": decision_id,
        "tenant": book.tenant,
        "case_id": book.case_id,
        "touch_id": touch_id,
        "action": {"id": action.id, "channel": action.channel, "purpose": action.purpose, "to": [*action.to]},
        "permitted": verdict.permitted,
        **{name: told[name] for name in _OF_VERDICTS if name in told},
        "earliest": acted.get("earliest"),
        "missing": list(verdict.missing),
        "findings": [{name: one.get(name) for name in _OF_FINDINGS} for one in acted["findings"]],
    }
    insert(
        book.transaction,
        "decision",
        {
            "id": decision_id,
            "tenant": book.tenant,
            "case_id": book.case_id,
            "record": json.dumps(record),
            "exported": False,
        },
    )
    return decision_id
