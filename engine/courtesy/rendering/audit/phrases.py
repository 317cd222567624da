"""What every form of the report on an audit says: sentences, and tables of words."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from courtesy.wording.text import agree, joined, verb_for
from courtesy.wording.times import dates, day_and_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.audit_report import AuditedCase, AuditedGroup, AuditReport

MOST_ROWS = 20
"""Rows of a table beyond these are counted, not shown; months are all shown."""
TITLE = "Audit of past touches"
WORST = "Worst cases"
_UNKNOWN = "not known"


class Table(NamedTuple):
    """A table with its heading and the names of its columns; `more` says what is left out."""

    heading: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


def summary(report: AuditReport) -> Iterator[str]:
    """What was judged and what came of it, a sentence each."""
    judged = f"{agree(report.touches, 'touch')} of {agree(report.cases, 'case')}"
    by = f"{report.policy} {joined(report.versions)}" if report.versions else report.policy
    if report.first is not None and report.last is not None:
        judged += f", {dates(report.first.date(), report.last.date())}"
    yield f"{judged}, judged by {by}."
    if report.broken:
        yield f"{agree(report.broken, 'touch')} of {agree(report.broken_cases, 'case')} broke a rule that must be kept."
    else:
        yield "No touch broke a rule that must be kept."
    if report.undetermined:
        yield f"For {agree(report.undetermined, 'touch')} nobody can tell: something is not known."
    if report.warned:
        yield f"{agree(report.warned, 'touch')} broke only what is advised."
    yield from _owed(report)
    for column, word, rows in report.words:
        rows_have = f"{agree(rows, 'row')} {verb_for(rows, 'has')}"
        yield f"The policy does not know the {column} `{word}`, which {rows_have}: it stands for itself."


def _owed(report: AuditReport) -> Iterator[str]:
    if report.as_of is None:
        if report.touches:
            yield "What the cases owe was not judged."
        return
    as_of = f"as of {day_and_clock(report.as_of.astimezone(UTC))}"
    overdue, unknown = sum(one.overdue for one in report.owed), sum(one.undetermined for one in report.owed)
    if overdue:
        yield f"{agree(overdue, 'obligation', 'is')} overdue, {as_of}."
    else:
        yield f"Nothing that is owed is overdue, {as_of}."
    if unknown:
        yield f"For {agree(unknown, 'obligation')} nobody can tell: something is not known."


def tables(report: AuditReport) -> Iterator[Table]:
    """What was broken: by rule, then by month, channel and sender, as far as that was asked for."""
    if "rule" in report.by and report.rules:
        rows = tuple(
            (f"{one.violated:,}", f"{one.undetermined:,}", one.level, f"{one.title} [{one.rule}]")
            for one in report.rules[:MOST_ROWS]
        )
        yield Table("By rule", ("Broken", "Not known", "Level", "Rule"), rows, _more(len(report.rules), "rule"))
    if report.owed:
        owed = tuple(
            (f"{one.overdue:,}", f"{one.undetermined:,}", f"{one.cases:,}", one.level, f"{one.title} [{one.rule}]")
            for one in report.owed[:MOST_ROWS]
        )
        names = ("Overdue", "Not known", "Cases", "Level", "Rule")
        yield Table("Owed by the cases", names, owed, _more(len(report.owed), "rule"))
    for kind, groups in report.groups.items():
        shown = groups if kind == "month" else groups[:MOST_ROWS]
        names = (kind.capitalize(), "Touches", "Broken", "Not known", "Warned")
        yield Table(f"By {kind}", names, tuple(map(_group, shown)), _more(len(groups), kind, len(shown)))


def _group(one: AuditedGroup) -> tuple[str, ...]:
    numbers = (one.touches, one.broken, one.undetermined, one.warned)
    return (one.name or _UNKNOWN, *(f"{number:,}" for number in numbers))


def _more(number: int, noun: str, shown: int = MOST_ROWS) -> str:
    return f"and {agree(number - shown, noun)} more" if number > shown else ""


def case_heading(case: AuditedCase) -> str:
    """A case with what it broke."""
    return f"{case.case_id}: {agree(case.broken, 'touch')} broken"


def left_out(case: AuditedCase) -> str:
    """How many of its broken touches are not shown; empty where all are."""
    more = case.broken - len(case.shown)
    return f"{agree(more, 'more broken touch', 'is')} in the findings of this case." if more > 0 else ""
