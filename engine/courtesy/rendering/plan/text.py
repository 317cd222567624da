"""A plan as text for a terminal of 80 columns: what to do on which day, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, wrapped
from courtesy.rendering.notices import text as notices
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.plan import phrases
from courtesy.rendering.plan import sections_text as sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(plan: Plan, policy: PolicySource, paint: Paint) -> str:
    """The plan by days, then what is still owed, what is left out, and what never to use."""
    return block(_plan(plan, policy, paint))


def _plan(plan: Plan, policy: PolicySource, paint: Paint) -> Iterator[str]:
    yield from sections.headline(
        plan.outcome, phrases.title(plan), phrases.span(plan), phrases.advice(plan, policy), paint
    )
    for day in phrases.days(plan):
        yield from ("", paint(day.title, Ink.STRONG))
        for planned in day.actions:
            yield from _act(planned, plan, policy, paint)
    if plan.conflict is not None:
        yield from sections.conflict(plan.conflict, policy, paint, plan.now, plan.until)
    yield from sections.obligations(phrases.besides(plan.obligations, plan.omissions), policy, paint)
    yield from sections.omissions(plan.omissions, policy, paint, plan.now)
    if plan.never:
        yield from ("", paint("Never in this case", Ink.STRONG))
        for channels, rules in phrases.never(plan.never, policy):
            yield from wrapped(f"{channels}: {rules}", indent=2, label="x", paint=paint, label_ink=Ink.BAD)
    yield from notices.lines(plan.notices, paint)
    yield ""
    yield from wrapped(phrases.made_by(plan), paint=paint, ink=Ink.FAINT)


def _act(planned: PlannedAction, plan: Plan, policy: PolicySource, paint: Paint) -> Iterator[str]:
    box = f"[ ] {phrases.when(planned.verdict.at, plan.now)}"
    yield from wrapped(
        phrases.act(planned),
        indent=2,
        label=box,
        label_width=len(box) + 2,
        paint=paint,
        ink=Ink.STRONG,
        label_ink=OUTCOME_INK[planned.verdict.outcome],
    )
    yield from sections.rows(phrases.rows(planned, plan, policy), paint, indent=6)
