"""What is found in a log of decisions as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, one_line, wrapped
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.log_report import LogFlaw, LogReport
    from courtesy.rendering.ink import Paint


def render(report: LogReport, paint: Paint) -> str:
    """Each thing that is wrong, then whether the log is whole, and how far that is known."""
    return block(_lines(report, paint))


def _lines(report: LogReport, paint: Paint) -> Iterator[str]:
    for flaw in report.flaws:
        yield f"{paint(f'log[{flaw.kind.value}]', Ink.BAD)}: {one_line(flaw.message)}"
        if place := _place(flaw, report):
            yield f"  {place}"
    found = "whole" if report.whole else agree(len(report.flaws), "flaw")
    of = f" in {agree(len(report.segments), 'log')}" if report.segments else ""
    counted = f"{agree(report.records, 'record')}{of}, {agree(report.decisions, 'decision')} among them"
    yield from wrapped(f"{one_line(report.path)}: {found}; {counted}", paint=paint, ink=Ink.STRONG)
    yield from wrapped(_reach(report))


def _place(flaw: LogFlaw, report: LogReport) -> str:
    where = report.path if flaw.segment is None else f"{report.path}/{flaw.segment}"
    if flaw.line is None:
        return "" if flaw.segment is None else one_line(where)
    of = "" if flaw.seq is None else f"   record {flaw.seq}"
    return f"{one_line(where)}:{flaw.line}{of}"


def _reach(report: LogReport) -> str:
    if report.checked is None:
        return "There are no checkpoints, so nobody can tell whether records were cut off at the end."
    if report.whole and report.checked == report.records:
        return "Its checkpoints cover all of it."
    return (
        f"Its checkpoints cover {agree(report.checked, 'record')}; of what came later, nobody can tell what is missing."
    )
