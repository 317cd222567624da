"""Conditions: a map of fact to test, `all`, `any`, `not`, and questions to the history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.compiling.errors import (
    CompileError,
    MissingSettingError,
    UnknownFactError,
    UnorderedFactError,
    WrongTypeError,
)
from courtesy.compiling.moments import read_anchor, read_window
from courtesy.compiling.obligations import out_of_reach
from courtesy.compiling.scalars import Literal, read_scalar
from courtesy.compiling.selectors import read_selector
from courtesy.model.predicate import (
    TRUE,
    All,
    AllHistory,
    Any,
    AtLeast,
    AtMost,
    Count,
    Fact,
    IsKnown,
    Not,
    OneOf,
    Predicate,
    TimeAgainst,
)
from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.compiling.scope import RuleScope
    from courtesy.spans import Span, Tree

SHORTHANDS = {"channel": "action.channel", "purpose": "action.purpose", "tags": "action.tags"}
"""Words that stand for facts in conditions."""
_BY_SIZE = frozenset({"at_least", "at_most", "more_than", "less_than"})


def read_condition(tree: Tree, scope: RuleScope) -> Predicate:
    """The predicate that a condition's tree states; problems go to the scope."""
    if not isinstance(tree, MappingNode):
        return TRUE
    return _all_of([_entry(key, value, tree.span_of(key), scope) for key, value in tree.items()])


def _all_of(parts: list[Predicate]) -> Predicate:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _entry(key: str, value: Tree, span: Span, scope: RuleScope) -> Predicate:
    if key in {"all", "any"} and isinstance(value, SequenceNode):
        parts = tuple(read_condition(part, scope) for part in value)
        return All(parts) if key == "all" else Any(parts)
    if key == "not":
        return Not(read_condition(value, scope))
    if key == "history" and isinstance(value, MappingNode):
        return _history(value, scope)
    name = SHORTHANDS.get(key, key)
    declaration = scope.vocabulary.facts.get(name)
    if declaration is None:
        known = (*scope.vocabulary.facts, *SHORTHANDS, "all", "any", "not", "history")
        return scope.reject(UnknownFactError(span, scope.rule_id, key, known), TRUE)
    unreadable: CompileError | None = out_of_reach(declaration, key, span, scope)
    if unreadable is None and declaration.of_calendar and not scope.almanac.calendar.named:
        unreadable = MissingSettingError(span, scope.rule_id, "asks for business days", "defaults.calendar")
    if unreadable is not None:
        return scope.reject(unreadable, TRUE)
    return _test(Fact.declared(declaration, scope.almanac), value, scope)


def _test(fact: Fact, test: Tree, scope: RuleScope) -> Predicate:
    if isinstance(test, MappingNode):
        return _all_of([_operation(fact, operator, test, scope) for operator in test])
    return _one_of(fact, test, scope)


def _one_of(fact: Fact, tree: Tree, scope: RuleScope) -> Predicate:
    """The fact is one of the values; a time lies at one of them."""
    values = _literals(fact, tree, scope)
    if fact.type is FactType.TIME:
        return OneOf(_against(fact, values, scope), frozenset({0}))
    return OneOf(fact, frozenset(value for value in values if not isinstance(value, date)))


def _against(fact: Fact, marks: Iterable[Literal], scope: RuleScope) -> TimeAgainst:
    days = sorted(mark for mark in marks if isinstance(mark, date))
    instants = sorted(mark for mark in marks if isinstance(mark, int))
    return TimeAgainst(fact, (*instants, *days), scope.almanac)


def _operation(fact: Fact, operator: str, test: MappingNode, scope: RuleScope) -> Predicate:
    operand = test[operator]
    if operator in _BY_SIZE:
        return _by_size(fact, operator, test, scope)
    match operator:
        case "is" | "one_of":
            return _one_of(fact, operand, scope)
        case "is_not" | "none_of":
            return Not(_one_of(fact, operand, scope))
        case "includes":
            if fact.type is not FactType.SET:
                place, hint = test.span_of(operator), "use `is` or `one_of`"
                return scope.reject(
                    WrongTypeError(place, scope.rule_id, "a fact with several values", f"`{fact.name}`", hint), TRUE
                )
            wanted = sorted(str(value) for value in _literals(fact, operand, scope))
            return _all_of([OneOf(fact, frozenset({one})) for one in wanted])
        case _:  # `exists`: the schema lists no other operator
            return IsKnown(fact) if operand == "true" else Not(IsKnown(fact))


def _by_size(fact: Fact, operator: str, test: MappingNode, scope: RuleScope) -> Predicate:
    if not fact.type.ordered:
        error = UnorderedFactError(test.span_of(operator), scope.rule_id, fact.name, operator)
        return scope.reject(error, TRUE)
    bound = next(iter(_literals(fact, test[operator], scope)), 0)
    if isinstance(bound, str):
        return TRUE
    if fact.type is FactType.TIME:
        return _sized(operator, _against(fact, (bound,), scope), 0)
    return TRUE if isinstance(bound, date) else _sized(operator, fact, bound)


def _sized(operator: str, term: Fact | TimeAgainst, bound: float) -> Predicate:
    match operator:
        case "at_least":
            return AtLeast(term, bound)
        case "at_most":
            return AtMost(term, bound)
        case "more_than":
            return Not(AtMost(term, bound))
        case _:
            return Not(AtLeast(term, bound))


def _literals(fact: Fact, tree: Tree, scope: RuleScope) -> frozenset[Literal]:
    """The values of a scalar or a list of scalars."""
    declaration, found = scope.vocabulary.facts[fact.name], set[Literal]()
    for item in tree if isinstance(tree, SequenceNode) else [tree]:
        if not isinstance(item, Scalar):
            scope.reject(WrongTypeError(item.span, scope.rule_id, "a single value", "a list or mapping"), None)
            continue
        value = read_scalar(item, declaration, scope.vocabulary, scope.rule_id, scope.policy_zone)
        if isinstance(value, CompileError):
            scope.reject(value, None)
        else:
            found.add(value)
    return frozenset(found)


def _history(question: MappingNode, scope: RuleScope) -> Predicate:
    """`{has: SELECTOR, within: D, since: X}`, or `has_not`."""
    if ("has" in question) == ("has_not" in question):
        error = WrongTypeError(
            question.span,
            scope.rule_id,
            "either `has` or `has_not` under `history`",
            "both" if "has" in question else "neither",
        )
        return scope.reject(error, TRUE)
    wanted = "has" in question
    count = Count(
        selector=read_selector(question["has" if wanted else "has_not"], scope),
        window=read_window(question["within"], scope, closed=True) if "within" in question else AllHistory(),
        threshold=1,
        almanac=scope.almanac,
        since=read_anchor(question["since"], None, scope) if "since" in question else None,
    )
    return AtLeast(count, 1) if wanted else Not(AtLeast(count, 1))
