"""What makes no sense in policies as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.lint import IgnoredFinding, LintFinding, LintPlace, LintReport
    from courtesy.rendering.ink import Paint


def render(reports: Iterable[LintReport], paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The reports as one object."""
    return parts.text({"courtesy": parts.FORMAT_VERSION, "reports": [to_dict(report) for report in reports]}) + "\n"


def to_dict(report: LintReport) -> parts.Data:
    """A report in dictionaries and scalars, ready for JSON."""
    return {
        "policy": {"id": report.policy, "version": report.version, "digest": report.digest},
        "findings": [finding(one) for one in report.findings],
        "ignored": [ignored(one) for one in report.ignored],
    }


def finding(of: LintFinding) -> parts.Data:
    """One finding."""
    return {
        "sense": of.sense.value,
        "rule": of.rule,
        "word": of.word,
        "message": of.message,
        "help": of.help,
        **parts.place(of.span),
        "related": [place(one) for one in of.related],
    }


def ignored(of: IgnoredFinding) -> parts.Data:
    """A finding that is passed over, and why."""
    return {**finding(of.finding), "because": of.because}


def place(of: LintPlace) -> parts.Data:
    """Another place that a finding is about."""
    return {"what": of.what, "rule": of.rule, **parts.place(of.span)}
