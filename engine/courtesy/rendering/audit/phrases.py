"""What every form of the report on an audit says: sentences, and tables of words."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from courtesy.wording.text import agree, joined, verb_for
from courtesy.wording.times import dates, day_and_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.audit_report import AuditedCase, AuditedGroup, AuditedTouch, AuditReport

MOST_ROWS = 20
"""Rows of a table beyond these are counted, not shown; months are all shown."""
TITLE = "Audit of past touches"
WORST = "Worst cases"
_UNKNOWN = "not known"


class Table(NamedTuple):
    """A table with its heading and the names of its columns, of which the first `numbers` are numbers.

    What the rows are about comes last, where long names have room. `more` says what is left out.
    """

    heading: str
    names: tuple[str, ...]
    numbers: int
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


def summary(report: AuditReport) -> Iterator[str]:
    """What was judged and what came of it, a sentence each."""
    if not report.touches:
        yield "There is no touch to judge: none went out."
        yield from _owed(report)
        return
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
        yield Table("By rule", ("Broken", "Not known", "Level", "Rule"), 2, rows, _more(len(report.rules), "rule"))
    if report.owed:
        owed = tuple(
            (f"{one.overdue:,}", f"{one.undetermined:,}", f"{one.cases:,}", one.level, f"{one.title} [{one.rule}]")
            for one in report.owed[:MOST_ROWS]
        )
        names = ("Overdue", "Not known", "Cases", "Level", "Rule")
        yield Table("Owed by the cases", names, 3, owed, _more(len(report.owed), "rule"))
    for kind, groups in report.groups.items():
        shown = groups if kind == "month" else groups[:MOST_ROWS]
        names = ("Touches", "Broken", "Not known", "Warned", kind.capitalize())
        if shown:
            yield Table(f"By {kind}", names, 4, tuple(map(_group, shown)), _more(len(groups), kind, len(shown)))


def _group(one: AuditedGroup) -> tuple[str, ...]:
    numbers = (one.touches, one.broken, one.undetermined, one.warned)
    return (*(f"{number:,}" for number in numbers), one.name or _UNKNOWN)


def _more(number: int, noun: str, shown: int = MOST_ROWS) -> str:
    return f"and {agree(number - shown, f'more {noun}')}" if number > shown else ""


def case_heading(case: AuditedCase) -> str:
    """A case with what it broke, and what is not known of it."""
    broken = [f"{agree(case.broken, 'touch')} broken"] if case.broken else []
    unknown = [f"{case.undetermined:,} not known" if broken else f"{agree(case.undetermined, 'touch')} not known"]
    return f"{case.case_id}: {joined([*broken, *(unknown if case.undetermined else [])])}"


def touches(case: AuditedCase) -> Iterator[tuple[str, AuditedTouch]]:
    """The touches of a case that are shown, broken ones first, each with a heading that says which it is."""
    for found, shown in (("broken", case.shown), ("not known", case.unknown)):
        for touch in shown:
            when = "" if touch.verdict is not None else f", {day_and_clock(touch.at)}"
            yield f"{case.case_id}, {touch.touch_id}{when}: {found}", touch


def left_out(case: AuditedCase) -> str:
    """How many of its touches are not shown; empty where all are."""
    broken, unknown = case.broken - len(case.shown), case.undetermined - len(case.unknown)
    more = [agree(broken, "more broken touch")] if broken > 0 else []
    if unknown > 0:
        more.append(f"{unknown:,} not known" if more else agree(unknown, "more undetermined touch"))
    return f"{joined(more)} of this case {verb_for(max(broken, 0) + max(unknown, 0), 'is')} not shown." if more else ""
