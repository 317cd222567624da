"""An agenda as Markdown: a list to tick off, for a ticket or a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.agenda import phrases
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.notices import HEADING
from courtesy.rendering.plan import phrases as plan_phrases
from courtesy.rendering.plan import sections_markdown
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.agenda import Agenda
    from courtesy.rendering.ink import Paint


def render(agenda: Agenda, paint: Paint) -> str:  # noqa: ARG001  Markdown has no colour
    """What is overdue, then the days, then what each case leaves open."""
    return block(_agenda(agenda))


def _agenda(agenda: Agenda) -> Iterator[str]:
    yield from (f"# {agenda.outcome.value.upper()}: {escaped(phrases.title(agenda))}", "")
    reach = f"{titles.capital(' '.join(plan_phrases.span(agenda)))}."
    yield from (" ".join(filter(None, (escaped(reach), escaped(phrases.advice(agenda))))), "")
    for section in phrases.sections(agenda):
        yield from (f"## {section.title}", "")
        for entry in section.entries:
            when = "" if section.overdue else f"**{escaped(phrases.when(entry, agenda))}** "
            yield f"- [ ] {when}{escaped(entry.case)}: {escaped(phrases.act(entry))}"
            yield from sections_markdown.rows(phrases.rows(entry, agenda))
        yield ""
    yield from _open(agenda)
    yield from _listed(HEADING, phrases.notices(agenda))
    yield escaped(phrases.made_by(agenda))


def _open(agenda: Agenda) -> Iterator[str]:
    asked = phrases.questions(agenda)
    yield from _listed(phrases.QUESTIONS, (f"{cases}: {sentence(question)}" for cases, question in asked))
    blocked = list(phrases.left_out(agenda))
    if blocked:
        yield from (f"## {phrases.LEFT_OUT}", "")
        for case, what, about in blocked:
            yield f"- {escaped(f'{case}: {what}')}"
            yield from sections_markdown.rows(about)
        yield ""
    yield from _listed(phrases.UNREAD, (f"{one.source}: {sentence(one.message)}" for one in agenda.unread))
    if agenda.entries and (names := phrases.quiet(agenda)):
        yield from (escaped(f"{phrases.QUIET} {joined(names)}."), "")


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    if listed := list(lines):
        yield from (f"## {heading}", "", *(f"- {escaped(line)}" for line in listed), "")
