"""An agenda as JSON. The keys are contract (`schemas/agenda.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts
from courtesy.rendering.agenda import phrases

if TYPE_CHECKING:
    from courtesy.model.agenda import Agenda, AgendaCase, AgendaEntry
    from courtesy.model.plan import PlannedAction
    from courtesy.rendering.ink import Paint


def render(agenda: Agenda, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """One object."""
    return parts.text(to_dict(agenda)) + "\n"


def to_dict(agenda: Agenda) -> parts.Data:
    """The agenda in lists, dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "now": parts.time(agenda.now),
        "until": parts.time(agenda.until),
        "outcome": agenda.outcome.value,
        "entries": [_entry(entry) for entry in agenda.entries],
        "cases": [_case(case) for case in agenda.cases],
        "unread": [{"source": one.source, "message": one.message} for one in agenda.unread],
        "notices": [parts.notice(notice) for notice in agenda.notices],
    }


def _entry(entry: AgendaEntry) -> parts.Data:
    planned = entry.planned
    return {
        "case": entry.case,
        "status": entry.standing.value,
        "at": parts.time(entry.at),
        "due_by": parts.time(entry.due_by),
        "description": phrases.act(entry),
        "outcome": phrases.outcome(entry).value,
        "action": None if planned is None else _action(planned),
        "reason": None if planned is None else parts.reason(planned.reason),
        "obligation": None if entry.owed is None else parts.obligation(entry.owed),
    }


def _action(planned: PlannedAction) -> parts.Data:
    verdict = planned.verdict
    return {**parts.act(planned.action), "at": parts.time(verdict.at), "policy": parts.policy(verdict.policy)}


def _case(case: AgendaCase) -> parts.Data:
    plan = case.plan
    return {
        "case": case.name,
        "source": case.source,
        "policy": parts.policy(plan.policy),
        "outcome": case.outcome.value,
        "missing": list(phrases.questions_of(plan)),
        "obligations": [parts.obligation(obligation) for obligation in plan.obligations],
        "omissions": [parts.omission(omission) for omission in plan.omissions],
        "conflict": parts.conflict(plan.conflict),
        "notices": [parts.notice(notice) for notice in plan.notices],
    }
