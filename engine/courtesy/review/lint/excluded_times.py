"""Two rules about the same acts leave no moment between them.

A wait that ends when the deadline is long over, hours of one rule that are closed whenever those of the other are open,
a touch that must be recent and a wait that makes it old: whatever both rules apply to is refused, or warned of, for
ever. Rules exclude each other only where some act is under both; conditions in `applies_to` and `unless` that keep them
apart are looked at, and rules about different roles or tags are taken to be about different contacts and acts.

Bad:
    rules:
      - id: timing.a-week
        level: must
        applies_to: {channel: email}
        wait: {at_least: 7 days, after: interview}
      - id: timing.soon
        level: should
        applies_to: {channel: email, purpose: follow_up}
        deadline: {at_most: 3 days, after: interview}
Good:
    rules:
      - id: timing.a-week
        level: must
        applies_to: {channel: email}
        wait: {at_least: 7 days, after: interview}
      - id: timing.soon
        level: should
        applies_to: {channel: email, purpose: follow_up}
        deadline: {at_most: 14 days, after: interview}
Why: Each rule by itself looks right, and nobody can keep both.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.model.policy import Concerns
from courtesy.model.predicate import AllHistory, AtLeast, Count, TouchTime
from courtesy.review.lint.logic.consistency import Assumed
from courtesy.review.lint.logic.possible import Demand, possible
from courtesy.review.lint.subject import Linted, place_of, scope_of
from courtesy.review.lint.tables import apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule

_OF_TIME = frozenset({"wait", "deadline", "hours", "follow"})
_COMPARED = _OF_TIME | {"limit", "require", "forbid"}


def check(linted: Linted) -> Iterator[LintFinding]:
    """Pairs of rules, at least one of them of time, that no act which is under both can keep."""
    rules = [rule for rule in linted.of_acts if rule.rule.type in _COMPARED and linted.may_apply(rule)]
    for one, other in combinations(rules, 2):
        if {one.rule.type, other.rule.type} & _OF_TIME and _exclude_each_other(one, other):
            both = f"`{one.rule.id}` and `{other.rule.id}`"
            message = f"{both} exclude each other: no act under both of them can keep both"
            yield linted.found(
                Sense.EXCLUDED_TIMES,
                message,
                place_of(other.rule, other.rule.type),
                place_of(one.rule, one.rule.type),
                fix="change one of the two numbers, or keep the rules apart by what they apply to",
            )


def _exclude_each_other(one: CompiledRule, other: CompiledRule) -> bool:
    if {one.rule.concerns, other.rule.concerns} == {Concerns.ADDRESSED, Concerns.COPIED} or apart(one, other):
        return False
    both = (*scope_of(one), *scope_of(other), *_begun(one), *_begun(other))
    kept = (Demand(one.required), Demand(other.required))
    # What both ask for is tried first: most rules go well together.
    return (
        not possible((*both, *kept))
        and possible(both, Assumed(one_role=True))
        and possible((*both, kept[0]))
        and possible((*both, kept[1]))
    )


def _begun(rule: CompiledRule) -> Iterator[Demand]:
    """That there is a touch to count from, where the rule counts from one."""
    anchor = getattr(rule.requirement, "anchor", None)
    if isinstance(anchor, TouchTime):
        almanac = rule.requirement.almanac  # type: ignore[attr-defined]  # what has an anchor has an almanac
        yield Demand(AtLeast(Count(anchor.selector, AllHistory(), 1, almanac), 1))
