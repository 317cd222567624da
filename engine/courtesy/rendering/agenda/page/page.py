"""The whole page about an agenda, ready to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.outcome import Standing
from courtesy.rendering.agenda import phrases
from courtesy.rendering.notices import HEADING
from courtesy.rendering.plan.page.names import short_day
from courtesy.wording import times
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from courtesy.model.agenda import Agenda, AgendaCase, AgendaEntry
    from courtesy.rendering.plan.phrases import Row

_CHIPS = {Standing.OVERDUE: "Overdue", Standing.DUE: "Due", Standing.PLANNED: ""}


class Line(Struct, frozen=True, kw_only=True):
    """One entry: `when` and its machine-readable `iso` are empty where no time is planned."""

    iso: str
    when: str
    case: str
    act: str
    standing: str
    chip: str
    rows: tuple[Row, ...]


class Part(Struct, frozen=True):
    """The entries of a day, or those that are overdue."""

    title: str
    overdue: bool
    lines: tuple[Line, ...]


class Note(Struct, frozen=True):
    """What a case leaves open."""

    cases: str
    text: str
    rows: tuple[Row, ...] = ()


class Page(Struct, frozen=True, kw_only=True):
    """All that the template shows. Of `lists` each has its heading."""

    title: str
    heading: str
    period: tuple[str, str]
    policies: tuple[str, ...]
    lead: str
    parts: tuple[Part, ...]
    lists: tuple[tuple[str, tuple[Note, ...]], ...]
    quiet: str
    made_by: str
    digests: tuple[str, ...]


def page(agenda: Agenda) -> Page:
    """The page about `agenda`."""
    first, last = short_day(agenda.now), short_day(agenda.until)
    quiet = phrases.quiet(agenda) if agenda.entries else ()
    return Page(
        title=f"Agenda, {first[1]} {first[2]} to {last[1]} {last[2]}",
        heading=phrases.title(agenda),
        period=(times.day_and_clock(agenda.now), times.day_and_clock(agenda.until)),
        policies=tuple(dict.fromkeys(_called(case) for case in agenda.cases)),
        lead=phrases.advice(agenda),
        parts=tuple(
            Part(section.title, section.overdue, tuple(_line(entry, agenda) for entry in section.entries))
            for section in phrases.sections(agenda)
        ),
        lists=tuple((heading, notes) for heading, notes in _lists(agenda) if notes),
        quiet=f"{phrases.QUIET} {joined(quiet)}." if quiet else "",
        made_by=phrases.made_by(agenda),
        digests=tuple(dict.fromkeys(case.plan.policy.digest for case in agenda.cases)),
    )


def _called(case: AgendaCase) -> str:
    return f"{case.policy.title} ({case.plan.policy.id} {case.plan.policy.version})"


def _line(entry: AgendaEntry, agenda: Agenda) -> Line:
    return Line(
        iso=entry.at.isoformat() if entry.at is not None else "",
        when="" if entry.standing is Standing.OVERDUE else phrases.when(entry, agenda),
        case=entry.case,
        act=phrases.act(entry),
        standing=entry.standing.value,
        chip=_CHIPS[entry.standing],
        rows=tuple(phrases.rows(entry, agenda)),
    )


def _lists(agenda: Agenda) -> tuple[tuple[str, tuple[Note, ...]], ...]:
    return (
        (phrases.QUESTIONS, tuple(Note(cases, sentence(asked)) for cases, asked in phrases.questions(agenda))),
        (phrases.LEFT_OUT, tuple(Note(case, what, rows) for case, what, rows in phrases.left_out(agenda))),
        (phrases.UNREAD, tuple(Note(one.source, sentence(one.message)) for one in agenda.unread)),
        (HEADING, tuple(Note("", line) for line in phrases.notices(agenda))),
    )
