"""A rule of the old version and the same rule of the new one, asked about the same act at the same time."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from courtesy.model.lineage import CALENDAR_WORDS, mentions
from courtesy.model.outcome import Outcome, Status, outcome_of_rule
from courtesy.model.requirement import is_of_plan
from courtesy.review.examples.ways import MOST, together, ways_to
from courtesy.values import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.instants import Instant
    from courtesy.model.compiled import CompiledRule
    from courtesy.review.examples.stage import Scene, Stage
    from courtesy.review.examples.ways import Demands

_STATUSES = (Status.VIOLATED, Status.SATISFIED, Status.NOT_APPLICABLE, Status.UNDETERMINED)
_NONE = (None,)
_MOST_OF_BOTH = 40


class Aim(Word):
    """What is looked for: that a rule permits what it refused, or refuses what it permitted."""

    PERMIT = "permit"
    REFUSE = "refuse"


class RulePair(NamedTuple):
    """A rule in both versions, each with the stage it is asked on; None in the version that does not have it."""

    old: CompiledRule | None
    new: CompiledRule | None
    old_stage: Stage
    new_stage: Stage

    @property
    def rule_id(self) -> str:
        """The id that both bear."""
        one = self.new or self.old
        return "" if one is None else one.rule.id

    @property
    def of_plan(self) -> bool:
        """Whether it is of the whole plan, in either version."""
        return any(one is not None and is_of_plan(one.requirement) for one in (self.old, self.new))

    @property
    def other_contacts(self) -> bool:
        """Whether one of them is about other contacts: those who get a copy."""
        return self.old is not None and self.new is not None and self.old.rule.concerns is not self.new.rule.concerns

    @property
    def reads_calendar(self) -> bool:
        """Whether one of them asks for holidays or business days."""
        return any(mentions(rule.rule.tree, *CALENDAR_WORDS) for rule, _ in self.sides)

    @property
    def other_calendar(self) -> bool:
        """Whether they name another calendar: that of the contact, perhaps."""
        return self.old is not None and self.new is not None and self.old.rule.calendar != self.new.rule.calendar

    @property
    def reads_week(self) -> bool:
        """Whether one of them counts by calendar weeks."""
        return any(mentions(rule.rule.tree, "calendar week") for rule, _ in self.sides)

    @property
    def reads_clock(self) -> bool:
        """Whether both are there and read a calendar, or the policy's own clock or week."""
        rules = [rule.rule for rule, _ in self.sides]
        by_policy = any(rule.zone == "policy" or mentions(rule.tree, "calendar") for rule in rules)
        return len(rules) > 1 and (by_policy or self.reads_calendar)

    @property
    def sides(self) -> Iterator[tuple[CompiledRule, Stage]]:
        """The rule as each version has it, with its stage."""
        if self.old is not None:
            yield self.old, self.old_stage
        if self.new is not None:
            yield self.new, self.new_stage

    def ways(self, aim: Aim) -> Iterator[Demands]:
        """What to demand of their comparisons for them to differ so, the most telling first.

        At first of both; then of one alone, since the other may be about other contacts, or another time.
        """
        yield from islice(self._of_both(aim), _MOST_OF_BOTH)
        one = self.new if aim is Aim.REFUSE and self.new is not None else self.old
        for rule in (one, self.new) if self.of_plan else (one,):
            for status in (Status.VIOLATED, Status.SATISFIED) if self.of_plan else (Status.VIOLATED,):
                yield from islice(() if rule is None else ways_to(rule, status), MOST)

    def _of_both(self, aim: Aim) -> Iterator[Demands]:
        for was, now in product(_STATUSES if self.old else _NONE, _STATUSES if self.new else _NONE):
            if self._differ(was, now, aim):
                choices = [
                    tuple(islice(ways_to(rule, status), MOST))
                    for rule, status in ((self.old, was), (self.new, now))
                    if rule is not None and status is not None
                ]
                yield from islice(together(choices), MOST)
        # Who is concerned, and by when, is no comparison: what one version alone demands may tell them apart.
        for rule, _ in self.sides:
            for status in (Status.VIOLATED, Status.SATISFIED):
                yield from islice(ways_to(rule, status), MOST)

    def fits(self, aim: Aim, scene: Scene, at: Instant) -> bool:
        """Whether they differ so at a time."""
        was = None if self.old is None else self.old_stage.status(self.old, scene, at)
        now = None if self.new is None else self.new_stage.status(self.new, scene, at)
        return self._differ(was, now, aim)

    def _differ(self, was: Status | None, now: Status | None, aim: Aim) -> bool:
        if self.of_plan:  # what is owed otherwise permits and refuses nothing by itself
            return was is not now
        before, after = _outcome(self.old, was).severity, _outcome(self.new, now).severity
        return after < before if aim is Aim.PERMIT else after > before


def _outcome(rule: CompiledRule | None, status: Status | None) -> Outcome:
    return Outcome.ALLOW if rule is None or status is None else outcome_of_rule(rule.rule.level, status)
