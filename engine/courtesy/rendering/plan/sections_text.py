"""The parts that plans and next steps share, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import wrapped
from courtesy.rendering.obligations import text as obligations_text
from courtesy.rendering.obligations.phrases import title, unmet
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.plan import phrases
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from courtesy.model.outcome import Outcome
    from courtesy.model.plan import Conflict, Omission
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation
    from courtesy.rendering.ink import Paint

_LABEL_WIDTH = 9


def headline(outcome: Outcome, subject: str, faint: Iterable[str], advice: str, paint: Paint) -> Iterator[str]:
    """The outcome with what it is about, what is said in passing, and what to make of it."""
    word = outcome.value.upper()
    indent = len(word) + 2
    yield from wrapped(
        subject, label=word, label_width=indent, paint=paint, ink=Ink.STRONG, label_ink=OUTCOME_INK[outcome]
    )
    for said in faint:
        yield from wrapped(said, indent=indent, paint=paint, ink=Ink.FAINT)
    yield from wrapped(advice, indent=indent)


def rows(found: Iterable[phrases.Row], paint: Paint, *, indent: int = 4) -> Iterator[str]:
    """Rows under their labels; of several in a row that have the same one, the first shows it."""
    above = ""
    for label, said in found:
        shown = "" if label == above else label
        yield from wrapped(said, indent=indent, label=shown, label_width=_LABEL_WIDTH, paint=paint, label_ink=Ink.FAINT)
        above = label


def conflict(
    found: Conflict, policy: PolicySource, paint: Paint, now: datetime, until: datetime | None = None
) -> Iterator[str]:
    """Which rules are in the way, and what would help."""
    if found.rules:
        yield ""
        yield paint(phrases.CONFLICT, Ink.STRONG)
        for named, about in phrases.in_the_way(found.rules, policy):
            yield from wrapped(named, indent=2, label="x", paint=paint, ink=Ink.STRONG, label_ink=Ink.BAD)
            yield from rows(about, paint)
    if listed := list(phrases.conflict_help(found, policy, now, until)):
        yield from ("", paint("What would help", Ink.STRONG))
        for line in listed:
            yield from wrapped(line, indent=2, label="-")


def obligations(owed: Iterable[Obligation], policy: PolicySource, paint: Paint) -> Iterator[str]:
    """What is still owed."""
    if remaining := unmet(owed):
        yield from ("", paint(title(remaining, "What is still owed"), Ink.STRONG))
        yield from obligations_text.lines(remaining, policy, paint)


def omissions(left_out: Iterable[Omission], policy: PolicySource, paint: Paint, now: datetime) -> Iterator[str]:
    """What is left out, and why."""
    if listed := list(phrases.together(left_out)):
        yield from ("", paint("Left out", Ink.STRONG))
        for subject, one in listed:
            yield from wrapped(subject, indent=2, label="-", paint=paint, ink=Ink.STRONG)
            yield from wrapped(sentence(one.message), indent=4)
            yield from rows(phrases.omission_rows(one, policy, now), paint)
