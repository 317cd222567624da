"""Policy -> compiled rules and preferences; the rules that can apply to one kind of act, and those about the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bounds import MAX_REPORTED
from courtesy.compiling.calendar import read_calendar
from courtesy.compiling.conditions import read_condition
from courtesy.compiling.preferences import read_preferences
from courtesy.compiling.reader import RuleReader
from courtesy.compiling.scope import RuleScope
from courtesy.errors import InvalidInputError
from courtesy.model.compiled import CompiledRule
from courtesy.model.declaration import Changes
from courtesy.model.predicate import FALSE, TRUE, All, Fact, TimeAgainst
from courtesy.model.truth import combination, leaf_truth, leaves, terms
from courtesy.rules import RULE_TYPES
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.compiling.errors import CompileError
    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.policy import PolicySource, Rule, Setting
    from courtesy.model.predicate import Leaf, Predicate, Term
    from courtesy.model.preferences import Preferences
    from courtesy.values import Value


def compile_policy(policy: PolicySource) -> tuple[CompiledRule, ...]:
    """The policy's rules, typed, resolved and lowered.

    Raises InvalidInputError with every problem of every rule, and of the preferences.
    """
    compiled, problems = try_compiling(policy)
    if problems:
        raise InvalidInputError(problems)
    return compiled


def compile_calendar(policy: PolicySource) -> WorkCalendar:
    """When people work by the policy. Raises InvalidInputError with every problem in it."""
    calendar, problems = read_calendar(policy)
    if problems:
        raise InvalidInputError(problems)
    return calendar


def compile_preferences(policy: PolicySource) -> Preferences:
    """The policy's preferences, typed and resolved; empty ones where it states none.

    Raises InvalidInputError with every problem in them.
    """
    preferences, problems = read_preferences(policy, compile_calendar(policy))
    if problems:
        raise InvalidInputError(problems)
    return preferences


def try_compiling(policy: PolicySource) -> tuple[tuple[CompiledRule, ...], list[CompileError]]:
    """The compiled rules with the problems found in them and in the manifest; a rule with problems is of no use.

    Where the problems are too many to be worth listing, the rest of the rules is not looked at.
    """
    calendar, problems = read_calendar(policy)
    problems += read_preferences(policy, calendar)[1]
    compiled = []
    settings: list[tuple[Setting, WorkCalendar]] = []
    for rule in policy.rules:
        own = calendar if rule.setting is None else _calendar_of(policy, rule.setting, settings, problems)
        compiled.append(_compile(policy, own, rule, problems))
        if len(problems) >= MAX_REPORTED:
            break
    return tuple(compiled), problems


def _calendar_of(
    policy: PolicySource,
    setting: Setting,
    known: list[tuple[Setting, WorkCalendar]],
    problems: list[CompileError],
) -> WorkCalendar:
    """The calendar that an inherited rule keeps, read once for all rules of a setting."""
    for other, calendar in known:
        if other == setting:
            return calendar
    calendar, found = read_calendar(policy, setting)
    problems += found
    known.append((setting, calendar))
    return calendar


def _compile(policy: PolicySource, calendar: WorkCalendar, rule: Rule, problems: list[CompileError]) -> CompiledRule:
    scope = RuleScope(policy, calendar, rule)
    applies = TRUE if rule.applies_to is None else read_condition(rule.applies_to, scope)
    reader = RuleReader(scope, applies)
    unless = FALSE if rule.unless is None else reader.condition(rule.unless)
    requirement = RULE_TYPES[rule.type].read(rule.body, reader)
    applies = _all_of((applies, *requirement.premises()))
    required = requirement.lower()
    problems.extend(scope.problems)
    compared = dict.fromkeys(leaf for predicate in (applies, unless, required) for leaf in leaves(predicate))
    return CompiledRule(
        rule=rule,
        requirement=requirement,
        applies=applies,
        unless=unless,
        required=required,
        time_dependent=tuple(leaf for leaf in compared if _can_change(leaf.term)),
        calendar=scope.almanac.calendar,
    )


def _all_of(predicates: tuple[Predicate, ...]) -> Predicate:
    parts = tuple(part for part in predicates if part != TRUE)
    return parts[0] if len(parts) == 1 else All(parts)


def _can_change(term: Term) -> bool:
    """Whether its value can change with the time of the act alone."""
    match term:
        case Fact(changes=changes) | TimeAgainst(Fact(changes=changes)):
            return changes is not Changes.NEVER
        case _:
            return True


def rules_of_acts(rules: Iterable[CompiledRule]) -> tuple[CompiledRule, ...]:
    """The rules that judge single acts: all but the obligations."""
    return tuple(rule for rule in rules if not rule.requirement.of_plan)


def obligations(rules: Iterable[CompiledRule]) -> tuple[CompiledRule, ...]:
    """The rules that say what is owed, which are judged for the plan as a whole."""
    return tuple(rule for rule in rules if rule.requirement.of_plan)


def applicable(rules: Iterable[CompiledRule], channel: str | None, purpose: str | None) -> tuple[CompiledRule, ...]:
    """The rules that can apply to acts of this channel and purpose, None being unknown.

    All others are certainly not applicable whatever the rest of the facts: Kleene's logic is monotone, so what is
    false with the rest unknown stays false when it becomes known. Nothing need be derived for them.
    """
    stated: dict[str, Value | None] = {"action.channel": channel, "action.purpose": purpose}

    def so_far(leaf: Leaf) -> Truth:
        # Whether another fact is known cannot be told before it is derived: here `exists` is open too.
        if isinstance(leaf.term, Fact) and leaf.term.name in stated:
            return leaf_truth(leaf, stated[leaf.term.name])
        return Truth.UNKNOWN

    def applies(rule: CompiledRule) -> Truth:
        return combination(rule.applies)(iter([so_far(leaf) for leaf in leaves(rule.applies)]))

    return tuple(rule for rule in rules_of_acts(rules) if applies(rule) is not Truth.FALSE)


def distinct_terms(predicates: Iterable[Predicate]) -> tuple[Term, ...]:
    """All terms that the predicates read, each once, in order of first mention."""
    return tuple(dict.fromkeys(term for predicate in predicates for term in terms(predicate)))
