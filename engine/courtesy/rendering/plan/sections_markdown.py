"""The parts that plans and next steps share, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.obligations import markdown as obligations_markdown
from courtesy.rendering.obligations.phrases import title, unmet
from courtesy.rendering.plan import phrases
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from courtesy.model.plan import Conflict, Omission
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation


def rows(found: Iterable[phrases.Row]) -> Iterator[str]:
    """Rows as a list within a list."""
    yield from (f"  - {label}: {escaped(said)}" for label, said in found)


def conflict(found: Conflict, policy: PolicySource, now: datetime, until: datetime | None = None) -> Iterator[str]:
    """Which rules are in the way, and what would help."""
    if found.rules:
        yield from (f"## {phrases.CONFLICT}", "")
        for named, about in phrases.in_the_way(found.rules, policy):
            yield f"- **{escaped(named)}**"
            yield from rows(about)
        yield ""
    if listed := list(phrases.conflict_help(found, policy, now, until)):
        yield from ("## What would help", "", *(f"- {escaped(line)}" for line in listed), "")


def obligations(owed: Iterable[Obligation], policy: PolicySource) -> Iterator[str]:
    """What is still owed."""
    if remaining := unmet(owed):
        yield from (f"## {title(remaining, 'What is still owed')}", "")
        yield from obligations_markdown.lines(remaining, policy)


def omissions(left_out: Iterable[Omission], policy: PolicySource, now: datetime) -> Iterator[str]:
    """What is left out, and why."""
    if listed := list(phrases.together(left_out)):
        yield from ("## Left out", "")
        for subject, one in listed:
            yield f"- **{escaped(subject)}**<br>{escaped(sentence(one.message))}"
            yield from rows(phrases.omission_rows(one, policy, now))
        yield ""
