"""The next steps as Markdown: a list to tick off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.next_steps import words
from courtesy.rendering.notices import markdown as notices
from courtesy.rendering.plan import sections_markdown as sections
from courtesy.rendering.plan import words as plan_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import NextSteps
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(following: NextSteps, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  Markdown has no colour
    """What may be done now, what next, what is still owed, and what is left out."""
    return block(_steps(following, policy))


def _steps(following: NextSteps, policy: PolicySource) -> Iterator[str]:
    yield from (f"# {following.outcome.value.upper()}: {words.title(following)}", "")
    yield from (f"{titles.capital(words.as_of(following))}. {escaped(words.advice(following))}", "")
    for heading, steps in words.sections(following):
        yield from (f"## {heading}", "")
        for step in steps:
            yield f"- [ ] **{escaped(words.act(step))}**"
            yield from sections.rows(words.rows(step, following, policy))
        yield ""
    if following.conflict is not None:
        yield from sections.conflict(following.conflict, policy)
    yield from sections.obligations(plan_words.besides(following.obligations, following.omissions), policy)
    yield from sections.omissions(following.omissions, policy)
    yield from notices.lines(following.notices)
    yield escaped(words.said_by(following))
