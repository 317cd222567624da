"""What a calendar holds where there are no acts: why there is no plan, or that there is nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar import Event

from courtesy.rendering import titles
from courtesy.rendering.plan.ics.identity import uid
from courtesy.rendering.plan.ics.properties import all_day, identify
from courtesy.wording import times
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import Conflict, Plan
    from courtesy.model.policy import PolicySource


def no_plan(plan: Plan, conflict: Conflict, policy: PolicySource) -> Event:
    """An entry on the day of the plan that names the reason, and what would help."""
    component = Event()
    identify(
        component,
        uid("plan", "conflict", plan.case.contacts, plan.case),
        plan,
        summary=f"No follow-up plan: {conflict.message}",
        description="\n".join(_reasons(conflict, policy)),
    )
    all_day(component, plan.now)
    component.add("status", "CONFIRMED")
    return component


def _reasons(conflict: Conflict, policy: PolicySource) -> Iterator[str]:
    yield sentence(conflict.message)
    if conflict.rules:
        yield "Rules that cannot all be kept:"
        yield from (f"- {titles.rule(rule_id, policy)}" for rule_id in conflict.rules)
    if conflict.missing:
        yield f"Tell us: {titles.facts(conflict.missing, policy)}."
    if conflict.earliest is not None:
        yield f"A plan is possible if it may run until {times.day_and_clock(conflict.earliest)} or later."


def nothing_to_do(plan: Plan) -> Event:
    """An entry on the day of the plan."""
    component = Event()
    identify(
        component,
        uid("plan", "nothing", plan.case.contacts, plan.case),
        plan,
        summary=f"No follow-up to do until {times.day(plan.until)}",
        description="\n".join(f"{omission.title}: {sentence(omission.message)}" for omission in plan.omissions)
        or "Nothing is owed, and nothing is suggested.",
    )
    all_day(component, plan.now)
    component.add("status", "CONFIRMED")
    return component
