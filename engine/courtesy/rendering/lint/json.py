"""What makes no sense in policies as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.lint import LintFinding, LintReport
    from courtesy.rendering.ink import Paint
    from courtesy.spans import Span


def render(reports: Iterable[LintReport], paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The reports as one object."""
    return parts.text({"courtesy": parts.FORMAT_VERSION, "reports": [to_dict(report) for report in reports]}) + "\n"


def to_dict(report: LintReport) -> parts.Data:
    """A report in dictionaries and scalars, ready for JSON."""
    return {
        "policy": {"id": report.policy, "version": report.version, "digest": report.digest},
        "findings": [finding(one) for one in report.findings],
        "ignored": [{**finding(one.finding), "because": one.because} for one in report.ignored],
    }


def finding(of: LintFinding) -> parts.Data:
    """One finding."""
    return {
        "sense": of.sense.value,
        "rule": of.rule,
        "word": of.word,
        "message": of.message,
        "help": of.help,
        **_place(of.span),
        "related": [{"what": one.what, "rule": one.rule, **_place(one.span)} for one in of.related],
    }


def _place(span: Span) -> parts.Data:
    return {**parts.place(span), "end_line": span.end_line or None, "end_column": span.end_column or None}
