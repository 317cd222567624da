"""Decisions, written in the transaction of the claim that they decide: the log takes them from there.

Each is a record as the log has it, masked, without its place in a chain: a chain over all cases would have to be
written by one claim after the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from courtesy.ledger.rows import insert

if TYPE_CHECKING:
    from courtesy import Policies, Policy
    from courtesy.ledger.book import CaseBook
    from courtesy.ledger.judgement import Judgement
    from courtesy.recording import AskedBy, Scribe

OLD, FORMAT = 0, 1
"""How a row says what it has: decisions of version 1 were no records of a log."""


def decide(
    book: CaseBook,
    scribe: Scribe,
    policy: Policy | Policies,
    found: Judgement,
    touch_id: str | None,
    *,
    asked_by: AskedBy | None,
) -> str:
    """Write what was decided about an action, and give the id of the decision; `touch_id` is what came of it."""
    draft = scribe.of_claim(
        policy,
        found.case,
        found.verdict,
        tenant=book.tenant,
        revision=book.revision,
        touch_id=touch_id,
        at=book.now,
        asked_by=asked_by,
    )
    insert(
        book.transaction,
        "decision",
        {
            "id": draft.id,
            "tenant": book.tenant,
            "case_id": book.case_id,
            "record": json.dumps(draft.record),
            "exported": False,
            "format": FORMAT,
        },
    )
    return draft.id
