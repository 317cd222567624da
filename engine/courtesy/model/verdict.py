"""The outcome of an action or plan with its findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from courtesy.model.case import Action
from courtesy.model.evidence import Evidence
from courtesy.model.frozen import Frozen, FrozenMap
from courtesy.model.origin import EngineReport, MatcherReport, PolicyReference
from courtesy.model.outcome import Outcome, Standing, Status, outcome_of_rule
from courtesy.model.policy import Citation, Level
from courtesy.model.refusal import RefusedError
from courtesy.model.shown import Shown
from courtesy.model.waivers import WaivedFinding, WaivedObligation
from courtesy.values import Truth


class Condition(Struct, frozen=True, kw_only=True):
    """One measured comparison of a rule. `observed` None is unknown; `expected` and `observed` are ready for JSON.

    Lengths of time are in seconds, times are ISO 8601 text.
    """

    fact: str
    operator: str
    expected: bool | int | float | str | tuple[str, ...]
    observed: bool | int | float | str | tuple[str, ...] | None
    unit: str | None
    holds: Truth


class Finding(Struct, frozen=True, kw_only=True):
    """The outcome of one rule for one action and recipient.

    `zone` is the one that decided where the recipient has several plausible ones and it matters which. `evidence` are
    the sentences of the text that decided, or that leave it open. `waived` is what a waived one would be, and by whose
    leave it is not; its message says what was measured all the same.
    """

    rule_id: str
    type: str
    level: Level
    status: Status
    message: str
    title: str | None = None
    recipient: str | None = None
    recipient_name: str | None = None  # how the recipient is called
    copied: bool = False  # whether the recipient gets a copy instead of being addressed
    because: str | None = None
    remedy: str | None = None
    earliest: datetime | None = None
    conditions: tuple[Condition, ...] = ()
    missing: tuple[str, ...] = ()  # facts that would settle an undetermined finding
    evidence: tuple[Evidence, ...] = ()
    zone: str | None = None
    source: Citation | None = None
    interpretation: bool = False
    waived: WaivedFinding | None = None

    @property
    def outcome(self) -> Outcome:
        """What it makes of the action by itself: `deny` where it refuses it, whether or not a later time is better."""
        return outcome_of_rule(self.level, self.status)


class Change(Struct, frozen=True, kw_only=True):
    """What to do otherwise; None leaves as it is.

    `drop_cc` are contacts to leave out of the copies, `add_cc` contacts to copy in addition.
    """

    at: datetime | None = None
    channel: str | None = None
    purpose: str | None = None
    drop_cc: tuple[str, ...] | None = None
    add_cc: tuple[str, ...] | None = None
    at_most_words: int | None = None


class Alternative(Struct, frozen=True, kw_only=True):
    """A permitted change of an action, checked like the action itself. `still` are the `should`s it does not keep.

    `description` says it to who acts: `Send it on Friday 27 November, 15:30 or later, copying hr`. `action` is the
    whole action so changed, ready to be checked; it has no message where the text is still to be shortened.
    """

    change: Change
    action: Action
    outcome: Outcome
    still: tuple[str, ...]
    description: str


class Notice(Frozen, frozen=True, kw_only=True):
    """What a reader of a verdict should know and what changes nothing, such as a planned time that has passed.

    `code` stays the same however the message is worded; `action` is the id of the action that it is about, None where
    it is about the whole. `left_out` are the words of a draft that do not count, by what they are.
    """

    code: str
    message: str
    action: str | None = None
    left_out: Mapping[str, int] = field(default_factory=FrozenMap)


class Verdict(Shown, frozen=True, kw_only=True):
    """The outcome of one action. Times are in the recipient's zone.

    `at` is the time it was judged at; `planned_at` is the time it was proposed for where that lay before `now`.
    `done_at` is when it was done, where the history has it already. `alternatives` are the nearest permitted changes,
    nearest first; None where they were not looked for.
    """

    policy: PolicyReference
    matcher: MatcherReport
    now: datetime
    id: str
    outcome: Outcome
    at: datetime
    planned_at: datetime | None = None
    done_at: datetime | None = None
    earliest: datetime | None = None
    findings: tuple[Finding, ...]
    description: str = ""  # the act in words: "follow-up e-mail to interviewer"
    alternatives: tuple[Alternative, ...] | None = None
    notices: tuple[Notice, ...] = ()
    engine: EngineReport | None = None

    def __bool__(self) -> bool:
        """Raises TypeError: whoever writes `if verdict:` would take a refusal for a permission."""
        raise TypeError(_NO_TRUTH_VALUE)

    @property
    def permitted(self) -> bool:
        """Whether the action may be done, for all that is known: the outcome is allow or warn, and it is not done yet.

        What is done may be right, but is not to be done once more.
        """
        return self.done_at is None and self.outcome.permitted

    def broken(self, level: Level | None = None) -> tuple[Finding, ...]:
        """The findings of violated rules, all of them or those of one level."""
        violated = (one for one in self.findings if one.status is Status.VIOLATED)
        return tuple(one for one in violated if level is None or one.level is level)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that would be violated or undetermined without a waiver."""
        return tuple(one for one in self.findings if one.status is Status.WAIVED)

    def raise_if_refused(self) -> None:
        """Raise RefusedError unless the action is permitted: where facts are missing, too."""
        if not self.permitted:
            raise RefusedError(self)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle the undetermined `must`s, each once."""
        undecided = (one for one in self.findings if one.outcome is Outcome.UNDETERMINED)
        return tuple(dict.fromkeys(name for one in undecided for name in one.missing))


_NO_TRUTH_VALUE = "a verdict has no truth value: ask for `verdict.permitted`"


class Obligation(Struct, frozen=True, kw_only=True):
    """Something that a policy expects of a case and its plan, as of one moment.

    `contact` is whom it is owed to, None where anyone whom the rule means will do. `due_by` None is without a
    deadline. Acts count from `since` on, None where that is unknown. Of `needed` acts `done` have been done and
    `planned` are planned, in time as long as there is time. `met_at` is when the last one needed was done;
    `planned_for` is when it will be by what is planned, in time or late. Times are in the contact's zone. `version` is
    the version of the policy that expects it: the one that held when it arose. `waived` is how a waived one would
    stand, and by whose leave it does not.
    """

    rule_id: str
    level: Level
    standing: Standing
    message: str
    needed: int
    done: int
    planned: int = 0
    title: str | None = None
    contact: str | None = None
    contact_name: str | None = None  # how the contact is called
    since: datetime | None = None
    due_by: datetime | None = None
    met_at: datetime | None = None
    planned_for: datetime | None = None
    because: str | None = None
    remedy: str | None = None
    missing: tuple[str, ...] = ()
    source: Citation | None = None
    interpretation: bool = False
    version: str | None = None
    waived: WaivedObligation | None = None

    @property
    def missed(self) -> bool:
        """Whether its time is over, or will be by what is planned."""
        late = self.standing is Standing.DUE and self.planned_for is not None
        return late or self.standing is Standing.OVERDUE

    @property
    def outcome(self) -> Outcome:
        """What it makes of a plan: one that is missed is a rule that is broken."""
        if self.missed:
            return outcome_of_rule(self.level, Status.VIOLATED)
        undecided = {Standing.UNDETERMINED: Status.UNDETERMINED, Standing.WAIVED: Status.WAIVED}
        return outcome_of_rule(self.level, undecided.get(self.standing, Status.SATISFIED))


class PlanVerdict(Shown, frozen=True, kw_only=True):
    """The outcome of a plan with everything that led to it."""

    policy: PolicyReference
    now: datetime
    outcome: Outcome
    matcher: MatcherReport
    actions: tuple[Verdict, ...]
    obligations: tuple[Obligation, ...] = ()
    notices: tuple[Notice, ...] = ()
    engine: EngineReport | None = None

    def __bool__(self) -> bool:
        """Raises TypeError: whoever writes `if verdict:` would take a refusal for a permission."""
        raise TypeError(_NO_TRUTH_VALUE)

    def __getitem__(self, action_id: str) -> Verdict:
        """The verdict on the action of that id. Raises KeyError."""
        found = next((action for action in self.actions if action.id == action_id), None)
        if found is None:
            raise KeyError(action_id)
        return found

    @property
    def permitted(self) -> bool:
        """Whether all of it may be done, for all that is known: the outcome is allow or warn."""
        return self.outcome.permitted

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle the undetermined `must`s of its actions, each once."""
        return tuple(dict.fromkeys(name for action in self.actions for name in action.missing))

    def broken(self, level: Level | None = None) -> tuple[Finding, ...]:
        """The findings of violated rules of all its actions, all of them or those of one level."""
        return tuple(finding for action in self.actions for finding in action.broken(level))

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings of all its actions that would be violated or undetermined without a waiver."""
        return tuple(finding for action in self.actions for finding in action.waived)

    def raise_if_refused(self) -> None:
        """Raise RefusedError unless all of it is permitted: where facts are missing, too."""
        if not self.permitted:
            raise RefusedError(self)


def plan_of_one(verdict: Verdict) -> PlanVerdict:
    """The verdict on one action in the shape of one on a plan."""
    return PlanVerdict(
        policy=verdict.policy,
        now=verdict.now,
        outcome=verdict.outcome,
        matcher=verdict.matcher,
        engine=verdict.engine,
        actions=(verdict,),
    )
