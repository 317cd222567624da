"""A plan made for a case, and what to do next."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from courtesy.model.case import Action, Case
from courtesy.model.origin import EngineReport, PolicyReference
from courtesy.model.outcome import Outcome, worst
from courtesy.model.policy import Level
from courtesy.model.shown import Shown
from courtesy.model.timetable import Stretch
from courtesy.model.verdict import Finding, Notice, Obligation, PlanVerdict, Verdict


class Reason(Struct, frozen=True, kw_only=True):
    """Why a plan holds an act.

    `rule_id` is that of the obligation that it serves (or, with `prepares`, of the rule that wants it done before the
    act of that id); None for what the policy's preferences offer beyond that, and for what the case itself proposes.
    `level` None is of no obligation. `due_by` is when it is owed at the latest.
    """

    title: str
    rule_id: str | None = None
    level: Level | None = None
    due_by: datetime | None = None
    prepares: str | None = None


class PlannedAction(Struct, frozen=True, kw_only=True):
    """One act of a plan, with its verdict in the check of the whole plan. The act's `at` is in the recipient's zone."""

    action: Action
    verdict: Verdict
    reason: Reason


class Omission(Struct, frozen=True, kw_only=True):
    """Something that a plan leaves out, and why.

    `rules` is the smallest set of rules that stand in the way, `missing` the facts that would settle it, `earliest`
    when it is possible if that is after the plan's end. `level` None is of what is optional.
    """

    title: str
    message: str
    rule_id: str | None = None
    level: Level | None = None
    contact: str | None = None
    contact_name: str | None = None  # how the contact is called
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    earliest: datetime | None = None


class Conflict(Struct, frozen=True, kw_only=True):
    """Why there is no plan: the smallest set of rules that cannot all be kept, or the facts that nobody has stated.

    `earliest` is when a plan becomes possible, where only the time up to the plan's end is too short for it.
    """

    message: str
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    earliest: datetime | None = None


class Lane(Struct, frozen=True, kw_only=True):
    """When acts of one kind to one contact are open, with all acts of the plan done. `contact` None is nobody."""

    channel: str
    contact: str | None
    description: str
    windows: tuple[Stretch, ...]


class ClosedChannel(Struct, frozen=True, kw_only=True):
    """A channel that is never permitted in this case, to nobody; `rules` forbid it."""

    channel: str
    rules: tuple[str, ...]


class Plan(Shown, frozen=True, kw_only=True):
    """What to do from `now` to `until`, in time order, for `case` as it stands; `actions` is empty where `conflict` is.

    `verdict` is that on the plan as a whole, None where there is nothing to judge.
    """

    policy: PolicyReference
    now: datetime
    until: datetime
    case: Case
    actions: tuple[PlannedAction, ...] = ()
    verdict: PlanVerdict | None = None
    obligations: tuple[Obligation, ...] = ()
    omissions: tuple[Omission, ...] = ()
    conflict: Conflict | None = None
    lanes: tuple[Lane, ...] = ()
    never: tuple[ClosedChannel, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What following the plan comes to; without one `undetermined` where facts are missing, else `deny`.

        Something that was overdue before there was a plan does not speak against following it: it is `warn` at worst.
        """
        if self.conflict is not None:
            return Outcome.UNDETERMINED if self.conflict.missing else Outcome.DENY
        if self.verdict is None:
            return Outcome.ALLOW
        late = (one for one in self.obligations if one.missed)
        kept = (one for one in self.obligations if not one.missed)
        return worst(
            (
                *(one.verdict.outcome for one in self.actions),
                *(one.outcome for one in kept),
                *(Outcome.WARN for one in late if one.outcome is not Outcome.ALLOW),
            )
        )


class Step(Struct, frozen=True, kw_only=True):
    """Something that may or should be done: permitted from `since` on, best at the action's `at`.

    `ready` is whether it may be done at once. The action, its `outcome` and its `findings` are as of its best time,
    and `policy` is the version that holds then.
    """

    action: Action
    description: str
    since: datetime
    ready: bool
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Reason
    policy: PolicyReference


class NextSteps(Shown, frozen=True, kw_only=True):
    """What may or should be done as of `now` and next, in time order, and how the obligations stand.

    `engine` None is where there was nothing to judge.
    """

    policy: PolicyReference
    now: datetime
    steps: tuple[Step, ...]
    outcome: Outcome
    obligations: tuple[Obligation, ...] = ()
    omissions: tuple[Omission, ...] = ()
    conflict: Conflict | None = None
    notices: tuple[Notice, ...] = ()
    engine: EngineReport | None = None
