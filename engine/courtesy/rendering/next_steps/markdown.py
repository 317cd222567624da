"""The next steps as Markdown: a list to tick off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.next_steps import phrases
from courtesy.rendering.notices import markdown as notices
from courtesy.rendering.plan import phrases as plan_phrases
from courtesy.rendering.plan import sections_markdown as sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import NextSteps
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(following: NextSteps, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  Markdown has no colour
    """What may be done now, what next, what is still owed, and what is left out."""
    return block(_steps(following, policy))


def _steps(following: NextSteps, policy: PolicySource) -> Iterator[str]:
    yield from (f"# {following.outcome.value.upper()}: {phrases.title(following)}", "")
    yield from (f"{titles.capital(phrases.as_of(following))}. {escaped(phrases.advice(following))}", "")
    for heading, steps in phrases.sections(following):
        yield from (f"## {heading}", "")
        for step in steps:
            yield f"- [ ] **{escaped(phrases.act(step))}**"
            yield from sections.rows(phrases.rows(step, following, policy))
        yield ""
    if following.conflict is not None:
        yield from sections.conflict(following.conflict, policy, following.now)
    yield from sections.obligations(plan_phrases.besides(following.obligations, following.omissions), policy)
    yield from sections.omissions(following.omissions, policy, following.now)
    yield from notices.lines(following.notices)
    yield escaped(phrases.said_by(following))
