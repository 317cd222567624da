"""What the engine gives, ready for JSON: the same that `--format json` prints."""

from __future__ import annotations

from typing import assert_never

from courtesy.model.plan import NextSteps, Plan
from courtesy.model.timetable import Timetable
from courtesy.model.verdict import Alternative, Obligation, PlanVerdict, Verdict
from courtesy.rendering import json_parts
from courtesy.rendering.next_steps import json as next_steps
from courtesy.rendering.plan import json as plan
from courtesy.rendering.verdict import json as verdict
from courtesy.rendering.windows import json as windows

Result = Verdict | PlanVerdict | Plan | Timetable | NextSteps | Obligation | Alternative
"""What can be written as JSON: the documents, and the parts that the API gives on their own."""


def to_dict(value: Result) -> dict[str, object]:  # noqa: PLR0911  one return per kind of result
    """A result in lists, dictionaries and scalars, ready for JSON; times are ISO 8601 text."""
    match value:
        case Verdict():
            return verdict.of_one(value)
        case PlanVerdict():
            return verdict.to_dict(value)
        case Plan():
            return plan.to_dict(value)
        case Timetable():
            return windows.to_dict(value)
        case NextSteps():
            return next_steps.to_dict(value)
        case Obligation():
            return json_parts.obligation(value)
        case Alternative():
            return json_parts.alternative(value)
        case _:
            assert_never(value)


def to_json(value: Result) -> str:
    """A result as JSON text, indented."""
    return json_parts.text(to_dict(value))
