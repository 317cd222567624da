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
        "engine": parts.engine(steps.engine),
        "steps": [step(one) for one in steps.steps],
        "obligations": [parts.obligation(obligation) for obligation in steps.obligations],
        "omissions": [parts.omission(omission) for omission in steps.omissions],
        "conflict": parts.conflict(steps.conflict),
        "notices": [parts.notice(notice) for notice in steps.notices],
    }


def step(of: Step) -> parts.Data:
    """Something that may or should be done."""
    return {
        **parts.act(of.action),
        "description": of.description,
        "policy": parts.policy(of.policy),
        "since": parts.time(of.since),
        "ready": of.ready,
        "outcome": of.outcome.value,
        "reason": parts.reason(of.reason),
        "findings": [parts.finding(finding) for finding in of.findings],
    }
