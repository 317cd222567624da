"""What is found in a log of decisions as JSON, as `schemas/log_report.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.log_report import LogFlaw, LogReport
    from courtesy.rendering.ink import Paint


def render(report: LogReport, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The report as one object."""
    return parts.text(to_dict(report)) + "\n"


def to_dict(report: LogReport) -> parts.Data:
    """The report in dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "path": report.path,
        "whole": report.whole,
        "records": report.records,
        "decisions": report.decisions,
        "checked": report.checked,
        "segments": list(report.segments),
        "flaws": [flaw(one) for one in report.flaws],
    }


def flaw(one: LogFlaw) -> parts.Data:
    """One thing that is wrong."""
    return {"kind": one.kind.value, "message": one.message, "seq": one.seq, "line": one.line, "segment": one.segment}
