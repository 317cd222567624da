"""Two versions of a policy beside each other, all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.canonical import form, without_clocks
from courtesy.model.comparison import Comparison, Effect
from courtesy.review.comparison.history import compare_history
from courtesy.review.comparison.own_tests import own_tests
from courtesy.review.comparison.recorded import compare_recorded
from courtesy.review.comparison.rule_changes import affected, rule_changes, rules_of
from courtesy.review.comparison.setting_changes import setting_changes
from courtesy.review.comparison.trials import made_up as made_up_trials
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.api import Policy
    from courtesy.model.comparison import RuleChange, SettingChange
    from courtesy.model.policy import ChangeNote
    from courtesy.review.comparison.history import GivenHistory
    from courtesy.review.comparison.recorded import GivenCase


def comparison(
    old: Policy,
    new: Policy,
    *,
    cases: Iterable[GivenCase] | None = None,
    history: GivenHistory | None = None,
    tests: bool = True,
    made_up: bool = True,
) -> Comparison:
    """All in which two versions of a policy differ; each judges whatever its dates, as if it were named exactly.

    Without `tests` and `made_up` it is told in words only. Raises FaultError where the matchers disagree, and with
    `history` what `Policy.audit` does.
    """
    old, new = old.as_pinned(), new.as_pinned()
    rules, reading = rule_changes(old, new), affected(old, new)
    read = bool(reading) or any(_reads_clock(new, change) for change in rules)
    settings = setting_changes(old, new, read=read)
    recorded = None if cases is None else compare_recorded(old, new, cases)
    past = None if history is None else compare_history(old, new, history)
    identical = old.digest == new.digest
    own = tuple(own_tests(old, new)) if tests and not identical else ()  # of two such versions each judges as the other
    trials = made_up_trials(old, new, rules, settings, reading) if made_up else None
    return Comparison(
        old=old.dated.reference,
        new=new.dated.reference,
        identical=identical,
        effect=_together(rules, settings),
        rules=rules,
        settings=settings,
        affected=reading,
        notes=_notes(old, new),
        recorded=recorded,
        history=past,
        trials=trials,
        tests=compare_recorded(old, new, own) if own else None,
    )


def _reads_clock(policy: Policy, change: RuleChange) -> bool:
    rule = rules_of(policy).get(change.rule_id)
    parts = () if rule is None else (rule.requirement, rule.applies, rule.unless)
    return any(form(part) != without_clocks(part) for part in parts)


def _together(rules: Iterable[RuleChange], settings: Iterable[SettingChange]) -> Effect:
    """What all changes do to single acts together; what is owed is no single act."""
    effects = {change.how.effect for change in rules if not RULE_TYPES[change.type].of_plan}
    effects |= {change.effect for change in settings}
    effects.discard(Effect.NONE)
    if not effects:
        return Effect.NONE
    return effects.pop() if len(effects) == 1 else Effect.OTHER


def _notes(old: Policy, new: Policy) -> tuple[ChangeNote, ...]:
    """What the new manifest tells of changes that the old one does not."""
    fresh = (note for note in new.source.changes if note not in old.source.changes)
    return tuple(sorted(fresh, key=lambda note: note.on, reverse=True))
