"""Next steps as JSON. The keys are contract (`schemas/next_steps.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.plan import NextSteps, Step
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(steps: NextSteps, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour, and names things by id
    """One object."""
    return parts.text(to_dict(steps)) + "\n"


def to_dict(steps: NextSteps) -> parts.Data:
    """The steps in lists, dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": parts.policy(steps.policy),
        "now": parts.time(steps.now),
        "outcome": steps.outcome.value,
        "steps": [_step(step) for step in steps.steps],
        "obligations": [parts.obligation(obligation) for obligation in steps.obligations],
        "omissions": [parts.omission(omission) for omission in steps.omissions],
        "conflict": parts.conflict(steps.conflict),
        "notices": [parts.notice(notice) for notice in steps.notices],
    }


def _step(step: Step) -> parts.Data:
    return {
        "id": step.action.id,
        **parts.act(step.action),
        "at": parts.time(step.action.at),
        "description": step.description,
        "since": parts.time(step.since),
        "ready": step.ready,
        "outcome": step.outcome.value,
        "reason": parts.reason(step.reason),
    }
