"""A plan as Markdown: a list to tick off, for a ticket or a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.notices import markdown as notices
from courtesy.rendering.plan import phrases
from courtesy.rendering.plan import sections_markdown as sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(plan: Plan, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  Markdown has no colour
    """The plan by days, then what is still owed, what is left out, and what never to use."""
    return block(_plan(plan, policy))


def _plan(plan: Plan, policy: PolicySource) -> Iterator[str]:
    yield from (f"# {plan.outcome.value.upper()}: {phrases.title(plan)}", "")
    reach = titles.capital(" ".join(phrases.span(plan)))
    yield from (f"{escaped(reach)}. {escaped(phrases.advice(plan, policy))}", "")
    for day in phrases.days(plan):
        yield from (f"## {day.title}", "")
        for planned in day.actions:
            when = phrases.when(planned.verdict.at, plan.now)
            yield f"- [ ] **{escaped(when)}** {escaped(phrases.act(planned))}"
            yield from sections.rows(phrases.rows(planned, plan, policy))
        yield ""
    if plan.conflict is not None:
        yield from sections.conflict(plan.conflict, policy, plan.now, plan.until)
    yield from sections.obligations(phrases.besides(plan.obligations, plan.omissions), policy)
    yield from sections.omissions(plan.omissions, policy, plan.now)
    if plan.never:
        yield from ("## Never in this case", "")
        yield from (f"- {escaped(channels)}: {escaped(rules)}" for channels, rules in phrases.never(plan.never, policy))
        yield ""
    yield from notices.lines(plan.notices)
    yield escaped(phrases.made_by(plan))
