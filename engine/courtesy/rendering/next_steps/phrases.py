"""What every format says about the next steps: what may be done now, what later, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.instants import instant
from courtesy.rendering import judged, titles
from courtesy.rendering.plan.phrases import due, reason_rows, reminders
from courtesy.wording import times
from courtesy.wording.text import agree, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import NextSteps, Step
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.plan.phrases import Row


def title(following: NextSteps) -> str:
    """What this is: what to do, or that there is nothing."""
    if following.conflict is not None and following.conflict.missing:
        return "What to do is not known yet"
    if following.conflict is not None and following.conflict.rules:
        return "No plan is possible"
    return "What to do now and next" if following.steps else "Nothing to do"


def as_of(following: NextSteps) -> str:
    """As of when."""
    return f"as of {times.day_and_clock(following.now)}"


def advice(following: NextSteps) -> str:
    """How much may be done now and later, or why nothing can."""
    if following.conflict is not None:
        return sentence(following.conflict.message)
    now = sum(step.ready for step in following.steps)
    later = len(following.steps) - now
    if not following.steps:
        return "Nothing to do now or later in this period."
    if not now:
        return f"Nothing may be done now, {agree(later, 'action')} later."
    return f"{agree(now, 'action')} may be done now{f', {later} later' if later else ''}."


def sections(following: NextSteps) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """What may be done now, and what next."""
    for heading, ready in (("Now", True), ("Next", False)):
        if found := tuple(step for step in following.steps if step.ready is ready):
            yield heading, found


def act(step: Step) -> str:
    """The act in words, with a capital letter."""
    return titles.capital(step.description or step.action.id)


def rows(step: Step, following: NextSteps, policy: PolicySource) -> Iterator[Row]:
    """From when on, when best, until when at the latest, why, and what to mind."""
    best = step.action.at or step.since
    if not step.ready:
        yield "From", times.on_own_clock(step.since, following.now.tzinfo)
    if step.ready and instant(best) <= instant(following.now):
        yield "Best", "now"
    elif instant(best) != instant(step.since) or step.ready:
        yield "Best", times.on_own_clock(best, following.now.tzinfo)
    if step.reason.due_by is not None:
        yield "Due", f"by {due(step.reason.due_by, best, following.now)}"
    yield from reason_rows(step.reason, {other.action.id: other.description for other in following.steps})
    yield from (("Note", said) for said in reminders(step.findings, policy))


def said_by(following: NextSteps) -> str:
    """Which policy says so."""
    named = judged.versions(following.policy, [step.policy for step in following.steps])
    return f"According to {named} {as_of(following)}."
