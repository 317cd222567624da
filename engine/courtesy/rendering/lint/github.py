"""What makes no sense in policies as commands of GitHub's workflows, which it shows beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.layout import one_line
from courtesy.rendering.workflow_commands import workflow_command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.lint import LintFinding, LintReport
    from courtesy.rendering.ink import Paint


def render(reports: Iterable[LintReport], paint: Paint) -> str:  # noqa: ARG001  commands have no colour
    """A command for each finding; nothing where there is none."""
    return "".join(f"{_command(one)}\n" for report in reports for one in report.findings)


def _command(finding: LintFinding) -> str:
    said = one_line(finding.message if finding.help is None else f"{finding.message}; {finding.help}")
    title, span = f"courtesy lint: {finding.sense}", finding.span
    if not span.line:
        return workflow_command("error", said, title=title)
    # GitHub knows no column of another line.
    end = span.end_column if span.end_line == span.line else 0
    return workflow_command(
        "error", said, title=title, file=str(span.file), line=span.line, col=span.column, endColumn=end
    )
