"""The order of an agenda, and how what is on it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from courtesy.model.agenda import AgendaCase
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.plan import Conflict, Omission
from courtesy.planning.agenda import agenda
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH, NOW, UNTIL, chicago, new_york

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.agenda import AgendaEntry
    from courtesy.model.plan import PlannedAction
    from courtesy.model.verdict import Obligation

NOTE, CALL, *_ = FRESH.actions


def _at(planned: PlannedAction, at: datetime, due_by: datetime | None = None) -> PlannedAction:
    """An act of a plan, for another time."""
    return replace(planned, verdict=replace(planned.verdict, at=at), reason=replace(planned.reason, due_by=due_by))


def _entries(**plans: tuple[list[PlannedAction], list[Obligation]]) -> tuple[AgendaEntry, ...]:
    """The entries of an agenda over cases that have these acts, and owe these things."""
    cases = [
        AgendaCase(
            name=name, source=name, plan=replace(FRESH, actions=tuple(acts), obligations=tuple(owed)), policy=POLICY
        )
        for name, (acts, owed) in plans.items()
    ]
    return agenda(cases, NOW, UNTIL).entries


def test_overdue_comes_first_then_time_then_name() -> None:
    """What waits for longest comes first, then what is earliest on any clock; at one time, names have their order."""
    entries = _entries(
        zoe=([_at(CALL, chicago(11, 24, 9)), _at(NOTE, new_york(11, 23, 9), new_york(11, 22, 9))], []),
        amy=([_at(CALL, new_york(11, 24, 10)), _at(CALL, new_york(11, 24, 9, 59))], []),
        kim=([_at(NOTE, new_york(12, 1, 9), new_york(11, 20, 9))], []),
    )
    assert ["kim", "zoe", "amy", "amy", "zoe"] == [entry.case for entry in entries]
    assert [Standing.OVERDUE, Standing.OVERDUE, *[Standing.PLANNED] * 3] == [entry.standing for entry in entries]


def test_due_exactly_now_is_not_overdue() -> None:
    """What is due at this moment can still be done in time."""
    entries = _entries(amy=([_at(NOTE, NOW, NOW)], []))
    assert [Standing.DUE] == [entry.standing for entry in entries]


def test_times_are_on_the_readers_clock() -> None:
    """An act on another clock is shown at the same instant on the reader's."""
    (entry,) = _entries(amy=([_at(CALL, chicago(11, 24, 9))], []))
    assert new_york(11, 24, 10) == entry.at
    assert entry.at is not None
    assert NOW.tzinfo is entry.at.tzinfo


def test_what_the_case_proposes_meets_what_is_owed() -> None:
    """An act of the case's own that meets an obligation is due when that is."""
    owed = replace(
        FRESH.obligations[0],
        standing=Standing.OVERDUE,
        contact="interviewer",
        due_by=new_york(11, 21, 9),
        planned_for=new_york(11, 23, 11),
    )
    (entry,) = _entries(amy=([_at(NOTE, chicago(11, 23, 10))], [owed]))
    assert (Standing.OVERDUE, owed.due_by) == (entry.standing, entry.due_by)
    (other,) = _entries(amy=([_at(CALL, chicago(11, 23, 10))], [owed]))
    assert Standing.PLANNED is other.standing


def test_what_is_overdue_and_not_planned_is_on_it() -> None:
    """Something overdue for which there is no act has a line, without a time."""
    owed = replace(FRESH.obligations[0], standing=Standing.OVERDUE, due_by=new_york(11, 21, 9), planned_for=None)
    (entry,) = _entries(amy=([], [owed]))
    assert (Standing.OVERDUE, None, None, owed) == (entry.standing, entry.at, entry.planned, entry.owed)


@pytest.mark.parametrize(
    ("earliest", "missing", "due_by", "waits"),
    [
        (new_york(12, 23, 10), (), None, True),
        (new_york(12, 23, 10), (), UNTIL + timedelta(seconds=1), True),
        (new_york(12, 23, 10), (), UNTIL, False),
        (new_york(12, 23, 10), (), NOW - timedelta(days=1), False),
        (new_york(12, 23, 10), ("message.tone",), None, False),
        (None, (), None, False),
    ],
)
def test_what_is_for_later_refuses_nothing(
    earliest: datetime | None, missing: tuple[str, ...], due_by: datetime | None, *, waits: bool
) -> None:
    """What becomes possible after the end, and is not owed before it, makes no plan impossible; anything else does."""
    owed = replace(FRESH.obligations[0], due_by=due_by)
    left_out = Omission(
        title="a call", message="later", rule_id=owed.rule_id, contact=owed.contact, earliest=earliest, missing=missing
    )
    conflict = Conflict(message="nothing fits")
    plan = replace(FRESH, actions=(), obligations=(owed,), omissions=(left_out,), conflict=conflict)
    case = AgendaCase(name="amy", source="amy", plan=plan, policy=POLICY)
    assert waits is case.waits(left_out) is case.only_later
    assert (Outcome.ALLOW if waits else plan.outcome) is case.outcome
