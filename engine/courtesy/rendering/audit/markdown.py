"""The report on an audit as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import renderer
from courtesy.rendering.audit import phrases
from courtesy.rendering.audit.text import report_of
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.audit_report import AuditedTouch, AuditReport
    from courtesy.rendering.audit.phrases import Table
    from courtesy.rendering.ink import Paint


def render(report: AuditReport, paint: Paint) -> str:
    """What it comes to, the tables, and the worst cases with their verdicts in full."""
    return block(_lines(report, paint))


def _lines(report: AuditReport, paint: Paint) -> Iterator[str]:
    yield f"# {phrases.TITLE}"
    for line in phrases.summary(report):
        yield from ("", escaped(line))
    for one in phrases.tables(report):
        yield from ("", f"## {escaped(one.heading)}", "", *_table(one))
    if report.worst:
        yield from ("", f"## {phrases.WORST}")
    for case in report.worst:
        yield from ("", f"### {escaped(phrases.case_heading(case))}")
        for heading, touch in phrases.touches(case):
            yield from ("", f"#### {escaped(heading)}", "", *touch_lines(touch, paint))
        if more := phrases.left_out(case):
            yield from ("", escaped(more))


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.names)} |"
    yield f"|{' ---: |' * table.numbers}{' --- |' * (len(table.names) - table.numbers)}"
    for row in table.rows:
        yield f"| {' | '.join(map(escaped, row))} |"
    if table.more:
        yield from ("", table.more)


def touch_lines(touch: AuditedTouch, paint: Paint, *, deeper: int = 3) -> Iterator[str]:
    """What the engine says of a touch, its headings by so many levels deeper than in a verdict of its own."""
    if touch.verdict is None:
        yield escaped(touch.why)
        return
    for line in renderer("verdict", "markdown")([report_of(touch, touch.verdict)], paint).splitlines():
        yield f"{'#' * deeper}{line}" if line.startswith("#") else line
