"""The report on an audit as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.verdict import plan_of_one
from courtesy.rendering import renderer
from courtesy.rendering.audit import phrases
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, table, wrapped
from courtesy.rendering.verdict.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.audit_report import AuditedTouch, AuditReport
    from courtesy.model.verdict import Verdict
    from courtesy.rendering.ink import Paint


def render(report: AuditReport, paint: Paint) -> str:
    """What it comes to, the tables, and the worst cases with their verdicts in full."""
    return block(_lines(report, paint))


def report_of(touch: AuditedTouch, verdict: Verdict) -> Report:
    """The verdict on one touch, to show."""
    return Report(verdict=plan_of_one(verdict), policy=touch.policy)


def _lines(report: AuditReport, paint: Paint) -> Iterator[str]:
    first, *others = phrases.summary(report)
    yield from wrapped(first, paint=paint, ink=Ink.STRONG)
    for line in others:
        yield from wrapped(line)
    for one in phrases.tables(report):
        yield ""
        yield from wrapped(one.heading, paint=paint, ink=Ink.STRONG)
        yield from table((one.names, *one.rows), indent=2)
        if one.more:
            yield from wrapped(one.more, indent=2)
    if report.worst:
        yield ""
        yield from wrapped(phrases.WORST, paint=paint, ink=Ink.STRONG)
    for case in report.worst:
        yield ""
        yield from wrapped(phrases.case_heading(case), paint=paint, ink=Ink.STRONG)
        for heading, touch in phrases.touches(case):
            yield from ("", *wrapped(heading, paint=paint, ink=Ink.STRONG), *_touch(touch, paint))
        if more := phrases.left_out(case):
            yield from ("", *wrapped(more))


def _touch(touch: AuditedTouch, paint: Paint) -> Iterator[str]:
    if touch.verdict is None:
        yield from wrapped(touch.why)
    else:
        yield from renderer("verdict", "text")([report_of(touch, touch.verdict)], paint).splitlines()
