"""A plan as JSON. The keys are contract (`schemas/plan.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.document import for_json
from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import PlanVerdict
    from courtesy.rendering.ink import Paint


def render(plan: Plan, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour, and names things by id
    """One object."""
    return parts.text(to_dict(plan)) + "\n"


def to_dict(plan: Plan) -> parts.Data:
    """The plan in lists, dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": parts.policy(plan.policy),
        "now": parts.time(plan.now),
        "until": parts.time(plan.until),
        "outcome": plan.outcome.value,
        "matcher": parts.matcher(plan.verdict.matcher) if plan.verdict is not None else None,
        "engine": parts.engine(plan.verdict.engine) if plan.verdict is not None else None,
        "verdict": _on_the_whole(plan.verdict),
        "actions": [_planned(planned) for planned in plan.actions],
        "obligations": [parts.obligation(obligation) for obligation in plan.obligations],
        "omissions": [parts.omission(omission) for omission in plan.omissions],
        "conflict": parts.conflict(plan.conflict),
        "lanes": [parts.lane(lane) for lane in plan.lanes],
        "never": [parts.closed_channel(closed) for closed in plan.never],
        "notices": [parts.notice(notice) for notice in plan.notices],
        "case": for_json(plan.case),
    }


def of_one(planned: PlannedAction) -> parts.Data:
    """One act, with what a plan tells once for all of its acts."""
    verdict = planned.verdict
    return {
        "now": parts.time(verdict.now),
        "matcher": parts.matcher(verdict.matcher),
        "engine": parts.engine(verdict.engine),
        **_planned(planned),
    }


def _on_the_whole(verdict: PlanVerdict | None) -> parts.Data | None:
    """What the verdict on a plan says that the plan does not say itself."""
    if verdict is None:
        return None
    return {"outcome": verdict.outcome.value, "notices": [parts.notice(notice) for notice in verdict.notices]}


def _planned(planned: PlannedAction) -> parts.Data:
    verdict = planned.verdict
    return {
        **parts.act(planned.action),
        "at": parts.time(verdict.at),
        "description": verdict.description,
        "policy": parts.policy(verdict.policy),
        "outcome": verdict.outcome.value,
        "reason": parts.reason(planned.reason),
        "findings": [parts.finding(finding) for finding in verdict.findings],
        "notices": [parts.notice(notice) for notice in verdict.notices],
    }
