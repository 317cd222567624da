"""Conditions: a map of fact to test, `all`, `any`, `not`, and questions to the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import (
    CompileError,
    MissingSettingError,
    UnknownFactError,
    UnorderedFactError,
    WrongTypeError,
)
from courtesy.compiling.scalars import Literal, read_scalar
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
)
from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import FactType

if TYPE_CHECKING:
    from courtesy.compiling.reader import RuleReader
    from courtesy.spans import Span, Tree

SHORTHANDS = {"channel": "action.channel", "purpose": "action.purpose", "tags": "action.tags"}
"""Words that stand for facts in conditions."""
_BY_SIZE = frozenset({"at_least", "at_most", "more_than", "less_than"})


def read_condition(tree: Tree, reader: RuleReader) -> Predicate:
    """The predicate that a condition's tree states; problems go to the reader."""
    if not isinstance(tree, MappingNode):
        return TRUE
    return _all_of([_entry(key, value, tree.span_of(key), reader) for key, value in tree.items()])


def _all_of(parts: list[Predicate]) -> Predicate:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _entry(key: str, value: Tree, span: Span, reader: RuleReader) -> Predicate:
    if key in {"all", "any"} and isinstance(value, SequenceNode):
        parts = tuple(read_condition(part, reader) for part in value)
        return All(parts) if key == "all" else Any(parts)
    if key == "not":
        return Not(read_condition(value, reader))
    if key == "history" and isinstance(value, MappingNode):
        return _history(value, reader)
    name = SHORTHANDS.get(key, key)
    declaration = reader.vocabulary.facts.get(name)
    if declaration is None:
        known = (*reader.vocabulary.facts, *SHORTHANDS, "all", "any", "not", "history")
        return reader.reject(UnknownFactError(span, reader.rule_id, key, known), TRUE)
    if name == "action.business_day" and reader.almanac.calendar is None:
        error = MissingSettingError(span, reader.rule_id, "asks for business days", "defaults.calendar")
        return reader.reject(error, TRUE)
    fact = Fact(name, declaration.type, reader.almanac if declaration.local else None)
    return _test(fact, value, reader)


def _test(fact: Fact, test: Tree, reader: RuleReader) -> Predicate:
    if isinstance(test, MappingNode):
        return _all_of([_operation(fact, operator, test, reader) for operator in test])
    return OneOf(fact, _literals(fact, test, reader))


def _operation(fact: Fact, operator: str, test: MappingNode, reader: RuleReader) -> Predicate:
    operand = test[operator]
    if operator in _BY_SIZE:
        return _by_size(fact, operator, test, reader)
    match operator:
        case "is" | "one_of":
            return OneOf(fact, _literals(fact, operand, reader))
        case "is_not" | "none_of":
            return Not(OneOf(fact, _literals(fact, operand, reader)))
        case "includes":
            if fact.type is not FactType.SET:
                place, hint = test.span_of(operator), "use `is` or `one_of`"
                return reader.reject(
                    WrongTypeError(place, reader.rule_id, "a fact with several values", f"`{fact.name}`", hint), TRUE
                )
            wanted = sorted(_literals(fact, operand, reader), key=str)
            return _all_of([OneOf(fact, frozenset({one})) for one in wanted])
        case _:  # `exists`: the schema lists no other operator
            return IsKnown(fact) if operand == "true" else Not(IsKnown(fact))


def _by_size(fact: Fact, operator: str, test: MappingNode, reader: RuleReader) -> Predicate:
    if not fact.type.ordered:
        error = UnorderedFactError(test.span_of(operator), reader.rule_id, fact.name, operator)
        return reader.reject(error, TRUE)
    bound = next(iter(_literals(fact, test[operator], reader)), 0)
    if isinstance(bound, str):
        return TRUE
    match operator:
        case "at_least":
            return AtLeast(fact, bound)
        case "at_most":
            return AtMost(fact, bound)
        case "more_than":
            return Not(AtMost(fact, bound))
        case _:
            return Not(AtLeast(fact, bound))


def _literals(fact: Fact, tree: Tree, reader: RuleReader) -> frozenset[Literal]:
    """The values of a scalar or a list of scalars."""
    declaration, found = reader.vocabulary.facts[fact.name], set[Literal]()
    for item in tree if isinstance(tree, SequenceNode) else [tree]:
        if not isinstance(item, Scalar):
            reader.reject(WrongTypeError(item.span, reader.rule_id, "a single value", "a list or mapping"), None)
            continue
        value = read_scalar(item, declaration, reader.vocabulary, reader.rule_id, reader.policy_zone)
        if isinstance(value, CompileError):
            reader.reject(value, None)
        else:
            found.add(value)
    return frozenset(found)


def _history(question: MappingNode, reader: RuleReader) -> Predicate:
    """`{has: SELECTOR, within: D, since: X}`, or `has_not`."""
    if ("has" in question) == ("has_not" in question):
        error = WrongTypeError(
            question.span,
            reader.rule_id,
            "either `has` or `has_not` under `history`",
            "both" if "has" in question else "neither",
        )
        return reader.reject(error, TRUE)
    wanted = "has" in question
    count = Count(
        selector=reader.selector(question["has" if wanted else "has_not"]),
        window=reader.window(question["within"]) if "within" in question else AllHistory(),
        threshold=1,
        almanac=reader.almanac,
        since=reader.anchor(question["since"]) if "since" in question else None,
    )
    return AtLeast(count, 1) if wanted else Not(AtLeast(count, 1))
