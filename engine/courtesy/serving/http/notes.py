"""What is decided while a question is answered: for the log, which has it before anybody else, and for traces."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

from courtesy.recording import AskedBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from courtesy import Case, PlanVerdict, Policies, Policy, PolicyReference, Timetable, Verdict
    from courtesy.recording import Draft, Scribe


class Noted(NamedTuple):
    """One decision: its id, and what it came to by which policy; both None where nothing was judged."""

    id: str
    outcome: str | None = None
    policy: PolicyReference | None = None


def decision(decisions: Sequence[Noted]) -> dict[str, str]:
    """The header that tells the id of what was decided, where that is one decision."""
    return {"Courtesy-Decision": decisions[0].id} if len(decisions) == 1 else {}


class Notes:
    """The decisions of one answer; with a `scribe`, also as drafts for the log. Sent to other processes as it is."""

    def __init__(self, scribe: Scribe | None = None, asked_by: AskedBy | None = None) -> None:
        self._scribe, self._asked_by = scribe, asked_by
        self.decisions: list[Noted] = []
        self.drafts: list[Draft] = []

    def verdict(
        self,
        policy: Policies | Policy,
        case: Case,
        verdict: Verdict | PlanVerdict,
        *,
        as_of: bool = False,
        subject: str | None = None,
    ) -> str:
        """Note a verdict on a case that has the actions it is about and no others, and give the id of the decision.

        `subject` is who acts, where the question says so.
        """
        draft = None
        if self._scribe is not None:
            draft = self._scribe.of_verdict(policy, case, verdict, as_of=as_of, asked_by=self._with(subject))
        return self._noted(draft, str(verdict.outcome), verdict.policy)

    def windows(
        self, policy: Policies | Policy, case: Case, table: Timetable, *, now: datetime, as_of: bool = False
    ) -> str:
        """Note when an action is permitted, and give the id of the decision."""
        draft = None
        if self._scribe is not None:
            about = case.with_actions((table.action,))
            draft = self._scribe.of_windows(policy, about, table, now=now, as_of=as_of, asked_by=self._asked_by)
        return self._noted(draft, None, table.policy)

    def not_judged(self, codes: Iterable[str], *, subject: str | None = None) -> str:
        """Note that a question was refused without being judged, and give the id of that decision."""
        draft = None if self._scribe is None else self._scribe.of_no_verdict(codes, asked_by=self._with(subject))
        return self._noted(draft, None, None)

    def anew(self) -> Notes:
        """Empty ones for the same question, answered elsewhere."""
        return Notes(self._scribe, self._asked_by)

    def add(self, others: Notes) -> None:
        """Take over what was noted in another process."""
        self.decisions += others.decisions
        self.drafts += others.drafts

    def _with(self, subject: str | None) -> AskedBy:
        """Who asks, and who acts."""
        return (self._asked_by or AskedBy())._replace(subject=subject)

    def _noted(self, draft: Draft | None, outcome: str | None, policy: PolicyReference | None) -> str:
        decision_id = str(uuid.uuid4()) if draft is None else draft.id
        self.decisions.append(Noted(decision_id, outcome, policy))
        if draft is not None:
            self.drafts.append(draft)
        return decision_id
