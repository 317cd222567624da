"""A verdict as JSON. The keys are contract (`schemas/verdict.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.verdict import plan_of_one
from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.model.verdict import PlanVerdict, Verdict
    from courtesy.rendering.ink import Paint
    from courtesy.rendering.verdict.report import Report


def render(reports: Sequence[Report], paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """One object for a verdict without a name; otherwise an array of `{"case": name, "verdict": {...}}`."""
    if len(reports) == 1 and reports[0].name is None:
        return parts.text(to_dict(reports[0].verdict)) + "\n"
    return parts.text([{"case": report.name, "verdict": to_dict(report.verdict)} for report in reports]) + "\n"


def to_dict(verdict: PlanVerdict) -> parts.Data:
    """The verdict in lists, dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": parts.policy(verdict.policy),
        "now": parts.time(verdict.now),
        "outcome": verdict.outcome.value,
        "matcher": parts.matcher(verdict.matcher),
        "engine": parts.engine(verdict.engine),
        "actions": [_action(action) for action in verdict.actions],
        "obligations": [parts.obligation(obligation) for obligation in verdict.obligations],
        "notices": [parts.notice(notice) for notice in verdict.notices],
    }


def of_one(verdict: Verdict) -> parts.Data:
    """The verdict on one action, in the shape of a plan of one."""
    return to_dict(plan_of_one(verdict))


def _action(action: Verdict) -> parts.Data:
    listed = action.alternatives
    return {
        "id": action.id,
        "description": action.description,
        "policy": parts.policy(action.policy),
        "outcome": action.outcome.value,
        "at": parts.time(action.at),
        "planned_at": parts.time(action.planned_at),
        "done_at": parts.time(action.done_at),
        "earliest": parts.time(action.earliest),
        "findings": [parts.finding(finding) for finding in action.findings],
        "alternatives": [parts.alternative(alternative) for alternative in listed] if listed is not None else None,
        "notices": [parts.notice(notice) for notice in action.notices],
    }
