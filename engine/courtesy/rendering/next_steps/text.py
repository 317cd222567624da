"""The next steps as text for a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, wrapped
from courtesy.rendering.next_steps import phrases
from courtesy.rendering.notices import text as notices
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.plan import phrases as plan_phrases
from courtesy.rendering.plan import sections_text as sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import NextSteps
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(following: NextSteps, policy: PolicySource, paint: Paint) -> str:
    """What may be done now, what next, what is still owed, and what is left out."""
    return block(_steps(following, policy, paint))


def _steps(following: NextSteps, policy: PolicySource, paint: Paint) -> Iterator[str]:
    yield from sections.headline(
        following.outcome, phrases.title(following), (phrases.as_of(following),), phrases.advice(following), paint
    )
    for heading, steps in phrases.sections(following):
        yield from ("", paint(heading, Ink.STRONG))
        for step in steps:
            ink = OUTCOME_INK[step.outcome]
            yield from wrapped(phrases.act(step), indent=2, label="[ ]", paint=paint, ink=Ink.STRONG, label_ink=ink)
            yield from sections.rows(phrases.rows(step, following, policy), paint, indent=6)
    if following.conflict is not None:
        yield from sections.conflict(following.conflict, policy, paint, following.now)
    yield from sections.obligations(plan_phrases.besides(following.obligations, following.omissions), policy, paint)
    yield from sections.omissions(following.omissions, policy, paint, following.now)
    yield from notices.lines(following.notices, paint)
    yield ""
    yield from wrapped(phrases.said_by(following), paint=paint, ink=Ink.FAINT)
