"""The calendar as a whole."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from icalendar import Calendar

from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.outcome import Standing
from courtesy.rendering.plan.ics import entries, notes
from courtesy.rendering.plan.ics.properties import text
from courtesy.rendering.plan.ics.zones import timezone
from courtesy.wording import times
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar.cal.component import Component

    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(plan: Plan, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  calendars have no colour
    """The text of an `.ics` file; its lines end in CR LF, also where the system's do not."""
    return file_of(components(plan, policy), [plan], name=_name(plan), description=_description(plan, policy))


def file_of(listed: Iterable[Component], plans: Iterable[Plan], *, name: str, description: str) -> str:
    """The text of an `.ics` file with these entries of those plans."""
    calendar = Calendar()
    calendar.add("prodid", "-//Courtesy//Follow-up plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # By METHOD a file is a message, which then must name an organizer; by X-WR-CALNAME Outlook opens a new calendar.
    calendar.add("name", text(name))
    calendar.add("description", text(description))
    for component in listed:
        calendar.add_component(component)
    # Sorted, and made here: the library's own are in no order, and begin an hour late in spring.
    years = _years(plans)
    calendar.subcomponents[:0] = [timezone(name, years) for name in sorted(calendar.get_used_tzids())]
    # Not sorted: in the order in which they are added here, whatever the version of the library.
    data: bytes = calendar.to_ical(sorted=False)
    return data.decode("utf-8")


def components(plan: Plan, policy: PolicySource) -> Iterator[Component]:
    """The entries of a plan: at least one."""
    owed = entries.still_owed(plan)
    if plan.conflict is not None:
        yield notes.no_plan(plan, plan.conflict, policy)
    elif not plan.actions and not owed:
        yield notes.nothing_to_do(plan)
    for planned in plan.actions:
        yield entries.event(planned, plan, policy)
    for obligation in owed:
        yield entries.still_to_do(obligation, plan, policy)


def _years(plans: Iterable[Plan]) -> range:
    """The years of all times of the calendar, and one more on either side: it is already that year somewhere."""
    years = {at.year for plan in plans for at in _moments(plan)}
    return range(min(years) - 1, max(years) + 2)


def _moments(plan: Plan) -> Iterator[datetime]:
    yield from (plan.now, plan.until, *(planned.verdict.at for planned in plan.actions))
    yield from (one.due_by for one in entries.still_owed(plan) if one.standing is Standing.DUE and one.due_by)


def _name(plan: Plan) -> str:
    ended, marked = plan.case.facts.get(INTERVIEW_END), f" ({plan.case.id})" if plan.case.id is not None else ""
    if not isinstance(ended, date):
        return f"Follow-up plan{marked}"
    day = times.day(datetime(ended.year, ended.month, ended.day, tzinfo=UTC))
    return f"Follow-up after the interview of {day}{marked}"


def _description(plan: Plan, policy: PolicySource) -> str:
    lines = [
        f"Policy: {policy.title} ({plan.policy.id} {plan.policy.version}).",
        f"From {times.day_and_clock(plan.now)} to {times.day_and_clock(plan.until)}.",
    ]
    lines.extend(f"Left out: {omission.title}: {sentence(omission.message)}" for omission in plan.omissions)
    return "\n".join(lines)
