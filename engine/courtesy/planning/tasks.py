"""What a plan has to do: one task for each act that is still owed, or may be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.instants import Instant, instant
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.plan import Reason
from courtesy.model.policy import Level
from courtesy.model.requirement import is_of_plan
from courtesy.planning.candidates import acts_for, counts_for, in_order, optional_acts, whom
from courtesy.wording.text import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from courtesy.judging.turns import Turn
    from courtesy.model.case import Action, Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Selector
    from courtesy.model.verdict import Obligation
    from courtesy.planning.draft import Draft
    from courtesy.planning.preparations import Lack
    from courtesy.planning.rulebook import Rulebook

OWN = Reason(title="proposed in the case")
"""Why what the case proposes is in a plan at its own time."""
MOVED = Reason(title="proposed in the case, for another time")
"""Why what the case proposes is in a plan at a time that the plan gives it."""
_UNMET = frozenset({Standing.DUE, Standing.OVERDUE, Standing.OPEN})
_MOST_PREPARING = 24
_LEVELS = {level: place for place, level in enumerate(Level)}


class Task(Struct, frozen=True, kw_only=True):
    """One act to find a place for. Any of `acts` will do, the preferred ones first.

    `selector` is what the act must count for, None where any act will do; before `since` none counts. `due` is None
    without a deadline; `late` is whether its time is past already. `stage` is the place of its channel in the policy's
    order. Of several acts that an obligation lacks, `number` is which one this is.
    """

    reason: Reason
    acts: tuple[Action, ...]
    stage: int
    contact: str | None = None
    selector: Selector | None = None
    since: Instant | None = None
    due: Instant | None = None
    late: bool = False
    optional: bool = False
    number: int = 1

    @property
    def binding(self) -> bool:
        """Whether there is no plan without it."""
        return self.reason.level is Level.MUST

    @property
    def can_wait(self) -> bool:
        """Whether nothing presses, so that it waits for a working day."""
        return self.due is None and not self.late

    @property
    def waits(self) -> bool:
        """Whether it is left for later where the end of the plan comes before a good time for it."""
        return self.can_wait and not self.binding and self.reason is not MOVED

    def means(self, action: Action, case: Case, at: Instant) -> bool:
        """Whether the act is of the kind that is owed."""
        contact = None if self.contact is None else case.contacts[self.contact]
        return self.selector is None or counts_for(self.selector, action, case, contact, at)

    def served_by(self, draft: Draft) -> bool:
        """Whether enough of what has been placed, for whatever task, counts for this one."""
        if self.selector is None:
            return False
        last = None if self.late else self.due
        counting = (
            one
            for one in draft.placed
            if one.reason is not OWN  # those are counted in what is owed
            and (self.since is None or one.at >= self.since)
            and (last is None or one.at <= last)
            and self.means(one.action, draft.case, one.at)
        )
        return sum(1 for _ in counting) >= self.number


def owed_tasks(
    owed: Iterable[Obligation], rules: Mapping[tuple[str | None, str], CompiledRule], case: Case, rulebook: Rulebook
) -> Iterator[Task]:
    """A task for each act that an obligation still lacks; `rules` are those behind them, by version and id.

    Where acts of several kinds will do, those that serve most of the tasks come first: the fewest acts are the least
    trouble.
    """
    tasks = list(_each_owed(owed, rules, case, rulebook))
    for task in tasks:
        choice = task.selector is not None and task.selector.others
        yield replace(task, acts=_most_useful_first(task.acts, tasks, case)) if choice else task


def _most_useful_first(acts: tuple[Action, ...], tasks: Iterable[Task], case: Case) -> tuple[Action, ...]:
    def served(act: Action) -> int:
        return sum(task.means(act, case, task.since or Instant(0)) for task in tasks)

    return tuple(sorted(acts, key=served, reverse=True))


def _each_owed(
    owed: Iterable[Obligation], rules: Mapping[tuple[str | None, str], CompiledRule], case: Case, rulebook: Rulebook
) -> Iterator[Task]:
    for one in owed:
        expected = rules[one.version, one.rule_id].requirement
        if one.standing not in _UNMET or not is_of_plan(expected):
            continue
        contact = None if one.contact is None else case.contacts[one.contact]
        acts = tuple(
            act
            for kind in expected.act.kinds
            for act in acts_for(kind, whom(kind, contact, case), rulebook.policy, rulebook.preferences)
        )
        reason = Reason(title=one.title or one.rule_id, rule_id=one.rule_id, level=one.level, due_by=one.due_by)
        task = Task(
            reason=reason,
            acts=acts,
            stage=_stage(acts, rulebook),
            contact=one.contact,
            selector=expected.act,
            since=None if one.since is None else instant(one.since),
            due=None if one.due_by is None else instant(one.due_by),
            late=one.standing is Standing.OVERDUE,
        )
        yield from (replace(task, number=number) for number in range(1, one.needed - one.done - one.planned + 1))


def own_tasks(turns: Iterable[Turn], owed: Sequence[Task], case: Case) -> Iterator[Task]:
    """A task for each act that the case proposes for a time that has passed, or that does not permit it yet.

    It goes before all others, and in time for what is owed where it counts for that.
    """
    for turn in turns:
        if turn.counts or turn.timing.touch is not None or turn.verdict.outcome is Outcome.DENY:
            continue
        since = turn.timing.instant
        due = [task.due for task in owed if task.due is not None and task.means(turn.action, case, since)]
        yield Task(reason=MOVED, acts=(turn.action,), stage=-1, since=since, due=min(due, default=None))


def optional_tasks(case: Case, rulebook: Rulebook) -> Iterator[Task]:
    """A task for each act that the policy offers beyond what is owed."""
    for offered in rulebook.preferences.optional:
        for act in optional_acts(offered, case):
            reason = Reason(title=offered.title)
            yield Task(reason=reason, acts=(act,), stage=_stage((act,), rulebook), contact=act.to[0], optional=True)


def preparing_task(lack: Lack, wanted: Action, due: Instant | None, case: Case, rulebook: Rulebook) -> Task:
    """The task of doing first what is lacking for `wanted`, which is `due` itself."""
    contact, selector = None if lack.contact is None else case.contacts[lack.contact], lack.counted.selector
    every = acts_for(selector, whom(selector, contact, case), rulebook.policy, rulebook.preferences)
    # What it is about rarely matters here, and each act that is tried is looked at over the whole time.
    acts = tuple(sorted(every, key=lambda act: act.purpose is not None)[:_MOST_PREPARING])
    noun = with_article(rulebook.policy.vocabulary.noun_for("channel", wanted.channel))
    title = rulebook.title_of(lack.rule_id) or f"prepares {noun}"
    return Task(
        reason=Reason(title=title, rule_id=lack.rule_id, prepares=wanted.channel),
        acts=acts,
        stage=_stage(acts, rulebook),
        contact=lack.contact,
        selector=selector,
        due=due,
    )


def by_order(task: Task) -> tuple[int, float, int]:
    """In which order tasks are planned."""
    return (
        task.stage,  # the policy's order of channels
        float("inf") if task.due is None else task.due,  # what is owed sooner
        len(_LEVELS) if task.reason.level is None else _LEVELS[task.reason.level],  # what binds more
    )


def by_weight(task: Task) -> tuple[int, float]:
    """Which tasks matter more: what binds more, then what is owed sooner."""
    _, due, level = by_order(task)
    return level, due


def worth(draft: Draft, tasks: Iterable[Task]) -> tuple[int, ...]:
    """How many of the tasks a draft serves, those that bind more first."""
    served = [task.reason.level for task in tasks if task.served_by(draft)]
    return tuple(served.count(level) for level in Level)


def _stage(acts: tuple[Action, ...], rulebook: Rulebook) -> int:
    channels = in_order(rulebook.policy.vocabulary.channels, rulebook.preferences)
    return min((channels.index(act.channel) for act in acts if act.channel in channels), default=len(channels))
