"""Planned acts, and what stays owed, as events: some calendars take nothing else from a file."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Event
from icalendar.prop import vCategory

from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Level
from courtesy.rendering import titles
from courtesy.rendering.obligations.phrases import subject
from courtesy.rendering.plan.ics import phrases
from courtesy.rendering.plan.ics.identity import uid
from courtesy.rendering.plan.ics.properties import all_day, identify, local_time, text

if TYPE_CHECKING:
    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation

_BEFORE_START = timedelta(minutes=15)
# Time enough for a note or a call. What is due is mostly so at the clock time of the interview, so this is by day.
_BEFORE_DUE = timedelta(hours=2)
_LAST_MINUTES = timedelta(minutes=15)
_PRIORITIES = {Level.MUST: 1, Level.SHOULD: 5, Level.MAY: 9}


def event(planned: PlannedAction, plan: Plan, policy: PolicySource) -> Event:
    """One act of the plan, at its time on the recipient's clock, with what reminds of it."""
    action, verdict = planned.action, planned.verdict
    channel = policy.vocabulary.channel(action.channel)
    undetermined, optional = verdict.outcome is Outcome.UNDETERMINED, _optional(planned, plan)
    summary = phrases.summary(planned)
    marked = f"{summary} (not certain yet)" if undetermined else f"{summary} (optional)" if optional else summary
    component = Event()
    identify(
        component,
        uid("act", action.id, action.to, plan.case),
        plan,
        summary=marked,
        description=phrases.description(planned, plan, policy, optional=optional),
    )
    component.add("dtstart", local_time(verdict.at))
    component.add("duration", timedelta(minutes=channel.minutes))
    component.add("categories", _categories(channel.noun.name))
    component.add("status", "TENTATIVE" if undetermined or optional else "CONFIRMED")
    component.add("transp", "OPAQUE" if channel.busy else "TRANSPARENT")
    component.add_component(_alarm(_BEFORE_START, summary))
    return component


def _optional(planned: PlannedAction, plan: Plan) -> bool:
    """Whether nothing asks for the act: no obligation, and not the case itself."""
    if planned.reason.level is None:
        return all(planned.action.id != proposed.id for proposed in plan.case.actions)
    return planned.reason.level is Level.MAY


def _categories(channel: str) -> vCategory:
    categories = vCategory([])
    categories.cats = [text("Follow-up"), text(titles.capital(channel))]
    return categories


def still_owed(plan: Plan) -> tuple[Obligation, ...]:
    """The obligations with a due time that the plan does not meet; one that is overdue is met late, where it is."""
    return tuple(
        owed
        for owed in plan.obligations
        if owed.standing is Standing.DUE or (owed.standing is Standing.OVERDUE and owed.planned_for is None)
    )


def still_to_do(owed: Obligation, plan: Plan, policy: PolicySource) -> Event:
    """An obligation that the plan does not meet: just before it is due, or all day where it is overdue already."""
    overdue = owed.standing is Standing.OVERDUE
    summary = f"{'Overdue' if overdue else 'Still to do'}: {subject(owed)}"
    component = Event()
    identify(
        component,
        uid("obligation", owed.rule_id, (owed.contact,) if owed.contact else (), plan.case),
        plan,
        summary=summary,
        description=phrases.what_is_owed(owed, plan, policy),
    )
    if overdue or owed.due_by is None:
        all_day(component, plan.now)
    else:
        due_by = owed.due_by.astimezone(UTC)
        component.add("dtstart", local_time((due_by - _LAST_MINUTES).astimezone(owed.due_by.tzinfo)))
        component.add("duration", _LAST_MINUTES)
        component.add("transp", "TRANSPARENT")
        if due_by - _BEFORE_DUE > plan.now:
            component.add_component(_alarm(_BEFORE_DUE - _LAST_MINUTES, f"Due in two hours: {summary}"))
    component.add("categories", _categories("obligation"))
    component.add("priority", _PRIORITIES[owed.level])
    component.add("status", "CONFIRMED")
    return component


def _alarm(before_start: timedelta, summary: str) -> Alarm:
    """What reminds of an entry, always before its start: some readers drop an alarm that comes later."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before_start)
    alarm.add("description", text(summary))
    return alarm
