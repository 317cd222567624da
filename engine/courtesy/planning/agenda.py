"""The plans of several cases as one agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.instants import instant
from courtesy.model.agenda import Agenda, AgendaEntry
from courtesy.model.outcome import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from courtesy.model.agenda import AgendaCase, Unread
    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.model.verdict import Notice


def agenda(
    cases: Sequence[AgendaCase],
    now: datetime,
    until: datetime,
    *,
    unread: Iterable[Unread] = (),
    notices: Iterable[Notice] = (),
) -> Agenda:
    """The agenda over the plans of `cases`, all made from `now` to `until`."""
    entries = [entry for case in cases for entry in _entries(case, now)]
    return Agenda(
        now=now,
        until=until,
        entries=tuple(sorted(entries, key=_overdue_first)),
        cases=tuple(cases),
        unread=tuple(unread),
        notices=tuple(notices),
    )


def _entries(case: AgendaCase, now: datetime) -> Iterator[AgendaEntry]:
    for planned in case.plan.actions:
        due_by = planned.reason.due_by or _due_by(planned, case.plan)
        yield AgendaEntry(
            case=case.name,
            standing=_standing(due_by, now),
            at=planned.verdict.at.astimezone(now.tzinfo),
            due_by=due_by,
            planned=planned,
        )
    for owed in case.plan.obligations:
        if owed.standing is Standing.OVERDUE and owed.planned_for is None:
            yield AgendaEntry(case=case.name, standing=owed.standing, at=None, due_by=owed.due_by, owed=owed)


def _due_by(planned: PlannedAction, plan: Plan) -> datetime | None:
    """Until when what an act meets is owed, where the case itself proposes it; None where nothing is owed by a time."""
    at = instant(planned.verdict.at)
    met = (
        owed.due_by
        for owed in plan.obligations
        if owed.due_by is not None and owed.planned_for is not None and instant(owed.planned_for) == at
        if owed.contact is None or owed.contact in planned.action.to
    )
    return min(met, key=instant, default=None)


def _standing(due_by: datetime | None, now: datetime) -> Standing:
    if due_by is None:
        return Standing.PLANNED
    return Standing.OVERDUE if instant(due_by) < instant(now) else Standing.DUE


def _overdue_first(entry: AgendaEntry) -> tuple[int, int, str]:
    """What is overdue for longest, then what comes first; at one time in the order of the cases' names."""
    if entry.standing is Standing.OVERDUE:
        return 0, instant(entry.due_by) if entry.due_by is not None else 0, entry.case
    return 1, instant(entry.at) if entry.at is not None else 0, entry.case
