"""A rule never decides anything: nothing breaks it, or another one is broken wherever this one is.

A stricter rule that is as binding and about the same acts covers it (at most 9 in 7 days beside at most 4 in 7 days),
it is there twice under two ids, or nothing can break it at all. A rule that others may waive does not stand in for one
that nobody may.

Bad:
    rules:
      - {id: frequency.four, level: must, limit: {at_most: 4, per: 7 days}}
      - {id: frequency.nine, level: must, applies_to: {channel: email}, limit: {at_most: 9, per: 7 days}}
Good:
    rules:
      - {id: frequency.four, level: must, limit: {at_most: 4, per: 7 days}}
      - {id: frequency.nine, level: must, applies_to: {channel: email}, limit: {at_most: 9, per: 30 days}}
Why: Whoever changes its number changes nothing, and believes otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.canonical import form
from courtesy.model.lint import LintFinding, Sense
from courtesy.model.policy import Concerns, Level
from courtesy.review.lint.logic.possible import Demand, possible
from courtesy.review.lint.subject import Linted, place_of, scope_of
from courtesy.review.lint.tables import apart, may_bear_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule

_LEVELS = tuple(reversed(Level))


def check(linted: Linted) -> Iterator[LintFinding]:
    """Rules that nothing breaks, and rules that another one covers: of two that say the same, the second."""
    rules = [rule for rule in linted.rules if linted.may_apply(rule)]
    refusing = {rule.rule.id for rule in rules if not possible((*scope_of(rule), Demand(rule.required)))}
    idle = {rule.rule.id for rule in rules if not rule.requirement.of_plan and not possible(_broken(rule))}
    for number, rule in enumerate(rules):
        of = rule.rule
        if of.id in idle:
            message = f"`{of.id}` never decides: nothing that it applies to can break it"
            yield linted.found(Sense.NEVER_DECIDES, message, place_of(of, of.type), fix=_FIX)
            continue
        others = (
            (place, other)
            for place, other in enumerate(rules)
            if other is not rule and (other.rule.id in refusing or may_bear_on(other, rule))
        )
        cover = next((one for place, one in others if _covers(one, rule, earlier=place < number)), None)
        if cover is not None:
            same = _same(rule, cover)
            told = "says the same" if same else "is broken wherever this one is"
            message = f"`{of.id}` never decides: `{cover.rule.id}` {told}, and is no less binding"
            places = place_of(of, of.type), place_of(cover.rule, cover.rule.type)
            yield linted.found(Sense.NEVER_DECIDES, message, *places, fix=_FIX)


_FIX = "take it out, or correct the number or the condition"


def _broken(rule: CompiledRule) -> tuple[Demand, ...]:
    return (*scope_of(rule), Demand(rule.required, wanted=False))


def _covers(cover: CompiledRule, rule: CompiledRule, *, earlier: bool) -> bool:
    """Whether a rule makes another one idle; of two that cover each other only the earlier does."""
    if not _as_binding(cover, rule) or apart(cover, rule):
        return False
    if cover.requirement.of_plan or rule.requirement.of_plan:
        return earlier and cover.rule.level is rule.rule.level and _same(cover, rule)
    if possible((*_broken(rule), Demand(cover.truth))):
        return False
    both_ways = _as_binding(rule, cover) and not possible((*_broken(cover), Demand(rule.truth)))
    return earlier or not both_ways


def _as_binding(cover: CompiledRule, rule: CompiledRule) -> bool:
    ours, theirs = cover.rule, rule.rule
    return (
        _LEVELS.index(ours.level) >= _LEVELS.index(theirs.level)
        and ours.concerns in {theirs.concerns, Concerns.EVERYONE}
        and (theirs.waivable or not ours.waivable)
    )


def _same(one: CompiledRule, other: CompiledRule) -> bool:
    return all(
        form(ours) == form(theirs)
        for ours, theirs in (
            (one.requirement, other.requirement),
            (one.applies, other.applies),
            (one.unless, other.unless),
        )
    )
