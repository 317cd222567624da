"""An agenda as text for a terminal of 80 columns: what to do on which day, and in which case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.agenda import phrases
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, wrapped
from courtesy.rendering.notices import HEADING
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.plan import phrases as plan_phrases
from courtesy.rendering.plan import sections_text
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.agenda import Agenda, AgendaEntry
    from courtesy.rendering.ink import Paint


def render(agenda: Agenda, paint: Paint) -> str:
    """What is overdue, then the days, then what each case leaves open."""
    return block(_agenda(agenda, paint))


def _agenda(agenda: Agenda, paint: Paint) -> Iterator[str]:
    span = plan_phrases.span(agenda)
    yield from sections_text.headline(agenda.outcome, phrases.title(agenda), span, phrases.advice(agenda), paint)
    for section in phrases.sections(agenda):
        yield from ("", paint(section.title, Ink.BAD if section.overdue else Ink.STRONG))
        for entry in section.entries:
            yield from _entry(entry, agenda, paint, timed=not section.overdue)
    yield from _open(agenda, paint)
    yield from _listed(HEADING, phrases.notices(agenda), paint)
    yield ""
    yield from wrapped(phrases.made_by(agenda), paint=paint, ink=Ink.FAINT)


def _entry(entry: AgendaEntry, agenda: Agenda, paint: Paint, *, timed: bool) -> Iterator[str]:
    box = f"[ ] {phrases.when(entry, agenda)}" if timed else "[ ]"
    yield from wrapped(
        f"{entry.case}: {phrases.act(entry)}",
        indent=2,
        label=box,
        label_width=len(box) + (2 if timed else 1),
        paint=paint,
        ink=Ink.STRONG,
        label_ink=OUTCOME_INK[phrases.outcome(entry)],
    )
    yield from sections_text.rows(phrases.rows(entry, agenda), paint, indent=6)


def _open(agenda: Agenda, paint: Paint) -> Iterator[str]:
    asked = list(phrases.questions(agenda))
    if asked:
        yield from ("", paint(phrases.QUESTIONS, Ink.STRONG))
    for cases, question in asked:
        yield from wrapped(cases, indent=2, label="?", paint=paint, ink=Ink.STRONG, label_ink=Ink.QUESTION)
        yield from wrapped(sentence(question), indent=4)
    blocked = list(phrases.left_out(agenda))
    if blocked:
        yield from ("", paint(phrases.LEFT_OUT, Ink.STRONG))
    for case, what, about in blocked:
        yield from wrapped(f"{case}: {what}", indent=2, label="x", label_ink=Ink.BAD)
        yield from sections_text.rows(about, paint)
    yield from _listed(phrases.UNREAD, (f"{one.source}: {sentence(one.message)}" for one in agenda.unread), paint)
    if agenda.entries and (names := phrases.quiet(agenda)):
        yield ""
        yield from wrapped(f"{phrases.QUIET} {joined(names)}.")


def _listed(heading: str, lines: Iterable[str], paint: Paint) -> Iterator[str]:
    if listed := list(lines):
        yield from ("", paint(heading, Ink.STRONG))
        for line in listed:
            yield from wrapped(line, indent=2, label="-")
