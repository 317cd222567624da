"""An agenda as a calendar: the entries that the plan of each case has, with the name of the case before each.

An entry is recognised by the `id` of its case, so that it is the one that the case's own calendar has. A case that has
none, or shares it with another, goes by its name on the agenda: interviews of several cases may be on one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.rendering.agenda import phrases
from courtesy.rendering.plan import phrases as plan_phrases
from courtesy.rendering.plan.ics import calendar, entries, notes
from courtesy.rendering.plan.ics.properties import text
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar.cal.component import Component

    from courtesy.model.agenda import Agenda, AgendaCase
    from courtesy.model.plan import Plan
    from courtesy.rendering.ink import Paint


def render(agenda: Agenda, paint: Paint) -> str:  # noqa: ARG001  calendars have no colour
    """The text of an `.ics` file. Raises IndexError for an agenda without cases, which has nothing to hold."""
    plans = [(_identified(case, agenda), case) for case in agenda.cases]
    listed = [component for plan, case in plans for component in _entries(plan, case)]
    return calendar.file_of(
        listed or [notes.nothing_to_do(plans[0][0])],
        [case.plan for case in agenda.cases],
        name="Agenda of follow-up",
        description="\n".join(_description(agenda)),
    )


def _entries(plan: Plan, case: AgendaCase) -> Iterator[Component]:
    nothing = plan.conflict is None and not plan.actions and not entries.still_owed(plan)
    if not nothing and not case.only_later:
        yield from (_named(component, case.name) for component in calendar.components(plan, case.policy))


def _identified(case: AgendaCase, agenda: Agenda) -> Plan:
    """The plan, of a case that has an id to itself."""
    stated = case.plan.case
    alone = stated.id is not None and sum(other.plan.case.id == stated.id for other in agenda.cases) == 1
    return case.plan if alone else replace(case.plan, case=replace(stated, id=case.name))


def _named(component: Component, name: str) -> Component:
    """The entry, and what reminds of it, with the name of its case before its title."""
    component["summary"] = text(f"{name}: {component['summary']}")
    for alarm in component.walk("VALARM"):
        alarm["description"] = text(f"{name}: {alarm['description']}")
    return component


def _description(agenda: Agenda) -> Iterator[str]:
    first, last = plan_phrases.span(agenda)
    yield f"{sentence(phrases.title(agenda))} {sentence(f'{first} {last}')}"
    yield from (f"{cases}: {sentence(asked)}" for cases, asked in phrases.questions(agenda))
    yield from (f"{phrases.UNREAD}: {one.source}: {sentence(one.message)}" for one in agenda.unread)
    yield phrases.made_by(agenda)
