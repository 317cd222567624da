"""Planned acts as events, and what stays owed as to-dos."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Event, Todo
from icalendar.prop import vCategory

from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Level
from courtesy.rendering import titles
from courtesy.rendering.obligations.phrases import subject
from courtesy.rendering.plan.ics import phrases
from courtesy.rendering.plan.ics.identity import uid
from courtesy.rendering.plan.ics.properties import identify, local_time, text

if TYPE_CHECKING:
    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation

_BEFORE_START = timedelta(minutes=15)
# Time enough for a note or a call. What is due is mostly so at the clock time of the interview, so this is by day.
_BEFORE_DUE = timedelta(hours=2)
_PRIORITIES = {Level.MUST: 1, Level.SHOULD: 5, Level.MAY: 9}


def event(planned: PlannedAction, plan: Plan, policy: PolicySource) -> Event:
    """One act of the plan, at its time on the recipient's clock, with what reminds of it."""
    action, verdict = planned.action, planned.verdict
    channel = policy.vocabulary.channel(action.channel)
    start, length = local_time(verdict.at), timedelta(minutes=channel.minutes)
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
    component.add("dtstart", start)
    component.add("duration", length)
    component.add("categories", _categories(channel.noun.name))
    component.add("status", "TENTATIVE" if undetermined or optional else "CONFIRMED")
    component.add("transp", "OPAQUE" if channel.busy else "TRANSPARENT")
    component.add_component(_before_start(summary))
    if reminder := _before_due(planned.reason.due_by, start + length, summary):
        component.add_component(reminder)
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


def todo(owed: Obligation, plan: Plan, policy: PolicySource) -> Todo:
    """An obligation that the plan does not meet."""
    summary = f"{'Overdue' if owed.standing is Standing.OVERDUE else 'Still to do'}: {subject(owed)}"
    component = Todo()
    identify(
        component,
        uid("obligation", owed.rule_id, (owed.contact,) if owed.contact else (), plan.case),
        plan,
        summary=summary,
        description=phrases.what_is_owed(owed, plan, policy),
    )
    if owed.due_by is not None:
        component.add("due", local_time(owed.due_by))
    component.add("categories", _categories("obligation"))
    component.add("priority", _PRIORITIES[owed.level])
    component.add("status", "NEEDS-ACTION")
    if reminder := _before_due(owed.due_by, plan.now, summary):
        component.add_component(reminder)
    return component


# ---------------------------------------------------------------- what reminds of an entry


def _before_start(summary: str) -> Alarm:
    """A quarter of an hour before the entry starts."""
    return _alarm(-_BEFORE_START, summary)


def _before_due(due_by: datetime | None, since: datetime, summary: str) -> Alarm | None:
    """Two hours before it is due; None where that is not after `since`. It stays when the entry is moved."""
    if due_by is None or (at := local_time(due_by).astimezone(UTC) - _BEFORE_DUE) <= since:
        return None
    return _alarm(at, f"Due in two hours: {summary}")


def _alarm(trigger: timedelta | datetime, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    # The library does not say what kind of value a time is, and readers would take it for a length.
    alarm.add("trigger", trigger, {"VALUE": "DATE-TIME"} if isinstance(trigger, datetime) else {})
    alarm.add("description", text(summary))
    return alarm
