"""A verdict that is no permission, as an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError
from courtesy.model.policy import Level

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.verdict import PlanVerdict, Verdict


class RefusedError(CourtesyError):
    """An action or a plan is not permitted. `verdict` says why.

    Where a ledger has refused, `decision_id` is that of the record.
    """

    code: ClassVar[str] = "refused"
    way_out: ClassVar[str] = (
        "do not act; read its `verdict` for the broken rules, the missing facts and the earliest permitted time"
    )

    def __init__(self, verdict: Verdict | PlanVerdict, decision_id: str | None = None) -> None:
        super().__init__(verdict)
        self.verdict, self.decision_id = verdict, decision_id

    def __str__(self) -> str:
        done: datetime | None = getattr(self.verdict, "done_at", None)  # a plan has none
        if done is not None:
            return f"expected an action that is still to be done, found one that was done on {done.isoformat()}"
        return f"expected a permission, found the outcome `{self.verdict.outcome.value}`"

    def help(self) -> str | None:
        """What is missing, or from when on it is permitted, or what stands in the way."""
        if self.verdict.outcome == "undetermined" and self.verdict.missing:
            return f"state {', '.join(f'`{name}`' for name in self.verdict.missing)}"
        earliest: datetime | None = getattr(self.verdict, "earliest", None)  # a plan has none
        if earliest is not None:
            return f"permitted from {earliest.isoformat()}"
        broken = dict.fromkeys(finding.rule_id for finding in self.verdict.broken(Level.MUST))
        return f"broken: {', '.join(f'`{name}`' for name in broken)}" if broken else None
