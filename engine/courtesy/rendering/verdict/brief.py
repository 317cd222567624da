"""Verdicts in brief: one line for each action, however wide, and what all of them come to."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from courtesy.model.outcome import Outcome
from courtesy.rendering import titles
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, columns, one_line
from courtesy.rendering.obligations.phrases import subject
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.verdict import report as phrases
from courtesy.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from courtesy.model.verdict import Finding, Obligation, Verdict
    from courtesy.rendering.ink import Paint
    from courtesy.rendering.verdict.report import Report

Cells = tuple[Outcome, str, str, str]
"""What it comes to, in which case, when, and what it is."""


def render(reports: Sequence[Report], paint: Paint) -> str:
    """The lines of all cases in aligned columns, so that they can be sorted and searched by other programs."""
    listed = list(chain.from_iterable(_cells(report) for report in reports))
    widths = [max((columns(cells[place]) for cells in listed), default=0) for place in (0, 1, 2)]
    lines = (_line(cells, widths, paint) for cells in listed)
    ends = (paint(phrases.summary(reports), Ink.STRONG), paint(phrases.judged_by_all(reports), Ink.FAINT))
    return block((*lines, "", *ends))


def _line(cells: Cells, widths: Sequence[int], paint: Paint) -> str:
    outcome, case, when, what = cells
    word = paint(outcome.value.upper(), OUTCOME_INK[outcome]) + " " * (widths[0] - columns(outcome.value))
    padded = [text + " " * (width - columns(text)) for text, width in zip((case, when), widths[1:], strict=True)]
    return "  ".join((word, *filter(None, padded), what))


def _cells(report: Report) -> Iterator[Cells]:
    case = one_line(report.name or "")
    for action in report.verdict.actions:
        yield action.outcome, case, _short(action.planned_at or action.at), one_line(_told(action))
    for owed in report.verdict.obligations:
        if owed.outcome is not Outcome.ALLOW:
            yield owed.outcome, case, _short(owed.due_by), one_line(_owed(owed))


def _short(moment: datetime | None) -> str:
    """`Fri 27 Nov 2026, 15:30 CST`."""
    if moment is None:
        return ""
    weekday, day, month, year = times.day(moment).split(" ")
    return f"{weekday[:3]} {day} {month[:3]} {year}, {times.clock(moment)} {times.zone_name(moment)}"


def _told(action: Verdict) -> str:
    """The act, from when it is permitted, and the rule that decides."""
    parts = [phrases.act(action)]
    if action.done_at is not None:
        parts.append("done")
    if action.earliest is not None:
        parts.append(f"permitted from {_short(action.earliest)}")
    if action.waived:
        parts.append(f"{len(action.waived):,} waived")
    deciding = _deciding(action)
    if deciding:
        more = f" (and {len(deciding) - 1:,} more)" if len(deciding) > 1 else ""
        parts.append(f"{deciding[0].title or deciding[0].rule_id}{more}")
    return "; ".join(parts)


def _deciding(action: Verdict) -> list[Finding]:
    """The findings that make the outcome what it is, the one with the last word first."""
    grave = Outcome.DENY if action.outcome is Outcome.WAIT else action.outcome
    if grave is Outcome.ALLOW:
        return []
    found: dict[str, Finding] = {}
    for one in sorted(action.findings, key=lambda one: one.earliest != action.earliest):
        if one.outcome is grave:
            found.setdefault(one.rule_id, one)
    return list(found.values())


def _owed(owed: Obligation) -> str:
    return f"{titles.capital(subject(owed))}; {owed.standing.value}"
