"""A verdict as JSON. The keys are contract (`schemas/verdict.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.model.policy import Citation
    from courtesy.model.verdict import ActionVerdict, Condition, Finding, Verdict
    from courtesy.rendering.ink import Paint
    from courtesy.rendering.verdict.report import Report

FORMAT_VERSION = 1
_HOLDS = {Truth.FALSE: False, Truth.UNKNOWN: None, Truth.TRUE: True}


def render(reports: Sequence[Report], paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """One object for a verdict without a name; otherwise an array of `{"case": name, "verdict": {...}}`."""
    if len(reports) == 1 and reports[0].name is None:
        return to_json(reports[0].verdict) + "\n"
    return _text([{"case": report.name, "verdict": to_dict(report.verdict)} for report in reports]) + "\n"


def to_json(verdict: Verdict) -> str:
    """The verdict as JSON text, indented."""
    return _text(to_dict(verdict))


def _text(data: object) -> str:
    import json  # noqa: PLC0415  cold start: only this format needs it

    return json.dumps(data, indent=2, ensure_ascii=False)


def to_dict(verdict: Verdict) -> dict[str, object]:
    """The verdict in lists, dictionaries and scalars, ready for JSON."""
    policy = verdict.policy
    return {
        "courtesy": FORMAT_VERSION,
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "now": verdict.now.isoformat(),
        "outcome": verdict.outcome.value,
        "matcher": {"used": list(verdict.matcher.used), "agreed": verdict.matcher.agreed},
        "actions": [_action(action) for action in verdict.actions],
        "obligations": [],
    }


def _action(action: ActionVerdict) -> dict[str, object]:
    return {
        "id": action.id,
        "outcome": action.outcome.value,
        "at": action.at.isoformat(),
        "earliest": action.earliest.isoformat() if action.earliest is not None else None,
        "findings": [_finding(finding) for finding in action.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule_id,
        "type": finding.type,
        "level": finding.level.value,
        "status": finding.status.value,
        "recipient": finding.recipient,
        "message": finding.message,
        "because": finding.because,
        "earliest": finding.earliest.isoformat() if finding.earliest is not None else None,
        "remedy": finding.remedy,
        "conditions": [_condition(condition) for condition in finding.conditions],
        "source": _source(finding.source),
        "interpretation": finding.interpretation,
    }


def _condition(condition: Condition) -> dict[str, object]:
    return {
        "fact": condition.fact,
        "operator": condition.operator,
        "expected": _listed(condition.expected),
        "observed": _listed(condition.observed),
        "unit": condition.unit,
        "holds": _HOLDS[condition.holds],
    }


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _source(source: Citation | None) -> dict[str, object] | None:
    if source is None:
        return None
    return {"ref": source.ref, "section": source.section, "paragraph": source.paragraph}
