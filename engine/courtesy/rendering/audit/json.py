"""The report on an audit as JSON, as `schemas/audit.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from courtesy.rendering import json_parts as parts
from courtesy.rendering.verdict import json as verdict

if TYPE_CHECKING:
    from courtesy.model.audit_report import AuditedCase, AuditedTouch, AuditReport
    from courtesy.rendering.ink import Paint


def render(report: AuditReport, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The report as one object."""
    return parts.text(to_dict(report)) + "\n"


def to_dict(report: AuditReport) -> parts.Data:
    """The report in dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": {"id": report.policy, "versions": list(report.versions)},
        "engine": parts.engine(report.engine),
        "first": parts.time(report.first),
        "last": parts.time(report.last),
        "counts": {
            "touches": report.touches,
            "cases": report.cases,
            "broken": report.broken,
            "undetermined": report.undetermined,
            "warned": report.warned,
            "broken_cases": report.broken_cases,
        },
        "rules": [asdict(one) for one in report.rules],
        "as_of": parts.time(report.as_of),
        "owed": [asdict(one) for one in report.owed],
        "groups": {kind: [asdict(one) for one in groups] for kind, groups in report.groups.items()},
        "worst": [_case(one) for one in report.worst],
        "words": [{"column": column, "word": word, "rows": rows} for column, word, rows in report.words],
    }


def _case(case: AuditedCase) -> parts.Data:
    return {
        "case": case.case_id,
        "broken": case.broken,
        "undetermined": case.undetermined,
        "touches": [_touch(one) for one in case.shown],
        "undetermined_touches": [_touch(one) for one in case.unknown],
    }


def _touch(touch: AuditedTouch) -> parts.Data:
    return {
        "touch": touch.touch_id,
        "at": parts.time(touch.at),
        "verdict": None if touch.verdict is None else verdict.of_one(touch.verdict),
        "why": touch.why or None,
    }
