"""What to do over several cases, by day and clock."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from courtesy.model.outcome import Outcome, Standing, worst
from courtesy.model.plan import Omission, Plan, PlannedAction
from courtesy.model.policy import PolicySource
from courtesy.model.verdict import Notice, Obligation


class AgendaEntry(Struct, frozen=True, kw_only=True):
    """One line of an agenda: an act that the plan of a case holds, or something overdue for which it has none.

    `standing` is `overdue` where its due time has passed, `due` where that is still to come, and `planned` where it has
    none. `at` is when to do it, on the clock of whom the agenda is for; None where no time is planned.
    """

    case: str
    standing: Standing
    at: datetime | None
    due_by: datetime | None
    planned: PlannedAction | None = None
    owed: Obligation | None = None


class AgendaCase(Struct, frozen=True, kw_only=True):
    """A case of an agenda: how it is called, where it was read, and its plan, made by `policy`."""

    name: str
    source: str
    plan: Plan
    policy: PolicySource

    @property
    def only_later(self) -> bool:
        """Whether there is no plan for the one reason that all there is to do is for after its end."""
        left_out = self.plan.omissions
        return self.plan.conflict is not None and bool(left_out) and all(map(self.waits, left_out))

    def waits(self, left_out: Omission) -> bool:
        """Whether what the plan leaves out becomes possible after its end, and is not owed before."""
        owed = (one for one in self.plan.obligations if one.rule_id == left_out.rule_id)
        due = [one.due_by for one in owed if one.contact == left_out.contact and one.due_by is not None]
        possible = left_out.earliest is not None and not left_out.missing
        return possible and all(by > self.plan.until for by in due)

    @property
    def outcome(self) -> Outcome:
        """What following its plan comes to."""
        return Outcome.ALLOW if self.only_later else self.plan.outcome


class Unread(Struct, frozen=True, kw_only=True):
    """A case that could not be read or planned for; `message` is the first thing that is wrong with it."""

    source: str
    message: str


class Agenda(Struct, frozen=True, kw_only=True):
    """What to do over several cases from `now` to `until`: what is overdue first, then by time.

    Times are on the clock of whom it is for, which `now` shows. `unread` cases are in none of it.
    """

    now: datetime
    until: datetime
    entries: tuple[AgendaEntry, ...] = ()
    cases: tuple[AgendaCase, ...] = ()
    unread: tuple[Unread, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What following the plans of all cases comes to; `undetermined` where none could be read."""
        if self.unread and not self.cases:
            return Outcome.UNDETERMINED
        return worst(tuple(one.outcome for one in self.cases))

    def case(self, name: str) -> AgendaCase:
        """The case of that name. Raises StopIteration where there is none."""
        return next(case for case in self.cases if case.name == name)
