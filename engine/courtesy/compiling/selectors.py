"""Selectors: which touches of the history a rule means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import (
    CompileError,
    NoSingleActError,
    UnknownFactError,
    UnknownWordError,
    WrongTypeError,
)
from courtesy.compiling.obligations import read_recipients
from courtesy.compiling.scalars import Literal, read_scalar
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.declaration import Subject, own_key
from courtesy.model.predicate import Direction, FieldTest, Selector
from courtesy.model.vocabulary import EVENTS, OUTCOMES, VOID_OUTCOMES
from courtesy.spans import MappingNode, Scalar, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.compiling.scope import RuleScope
    from courtesy.spans import Span, Tree

_NEGATIVE = frozenset({"is_not", "none_of"})
_OWN_KEYS = frozenset({"direction", "to", "same", "copies"})
_SAME = frozenset({"channel", "purpose", "tags"})
_REACHED = FieldTest("outcome", frozenset(VOID_OUTCOMES), negated=True)


def read_selector(tree: Tree | None, scope: RuleScope) -> Selector:
    """The selector that a tree states; an empty one means every outbound touch to the same contact."""
    if not isinstance(tree, MappingNode):
        return Selector(tests=(_REACHED,))
    tests = [
        test
        for key, value in tree.items()
        if key not in _OWN_KEYS
        for test in _tests(key, value, tree.span_of(key), scope)
    ]
    if "outcome" not in tree:
        tests.append(_REACHED)
    direction = str(tree.get("direction", "outbound"))
    return Selector(
        tests=tuple(tests),
        direction=None if direction == "any" else Direction(direction),
        to=read_recipients(tree.get("to"), scope),
        same=_same(tree, scope),
        copies=tree.get("copies") == "true",
    )


def _same(selector: MappingNode, scope: RuleScope) -> tuple[str, ...]:
    if "same" not in selector:
        return ()
    if not scope.of_an_act:
        return scope.reject(NoSingleActError(selector.span_of("same"), scope.rule_id, "same"), ())
    names = selector["same"] if isinstance(selector["same"], SequenceNode) else [selector["same"]]
    for name in names:
        if isinstance(name, Scalar) and name not in _SAME and name not in scope.vocabulary.facts:
            scope.reject(UnknownFactError(name.span, scope.rule_id, name, (*_SAME, *_attributes(scope))), None)
    return tuple(str(name) for name in names)


def _attributes(scope: RuleScope) -> Iterable[str]:
    return (name for name, declared in scope.vocabulary.facts.items() if declared.of is Subject.OWN)


def _tests(field: str, test: Tree, span: Span, scope: RuleScope) -> list[FieldTest]:
    own = own_key(field) is not None
    if own and field not in scope.vocabulary.facts:
        scope.reject(UnknownFactError(span, scope.rule_id, field, _attributes(scope)), None)
        return []
    zone = scope.almanac.zone if own else None
    if not isinstance(test, MappingNode):
        return [FieldTest(field, _literals(field, test, scope), zone=zone)]
    found = []
    for operator, operand in test.items():
        if operator == "includes":
            found += [FieldTest(field, frozenset({one})) for one in sorted(_literals(field, operand, scope), key=str)]
        else:
            found.append(FieldTest(field, _literals(field, operand, scope), operator in _NEGATIVE, zone))
    return found


def _literals(field: str, tree: Tree, scope: RuleScope) -> frozenset[Literal]:
    found: set[Literal] = set()
    for item in tree if isinstance(tree, SequenceNode) else [tree]:
        if not isinstance(item, Scalar):
            scope.reject(WrongTypeError(item.span, scope.rule_id, "a single value", "a list or mapping"), None)
            continue
        value = _literal(field, item, scope)
        if isinstance(value, CompileError):
            scope.reject(value, None)
        else:
            found.add(value)
    return frozenset(found)


def _literal(field: str, scalar: Scalar, scope: RuleScope) -> Literal | CompileError:
    vocabulary = scope.vocabulary
    if field in vocabulary.facts:
        return read_scalar(scalar, vocabulary.facts[field], vocabulary, scope.rule_id, scope.policy_zone)
    known: dict[str, Iterable[str]] = {
        "channel": vocabulary.channels,
        "purpose": vocabulary.purposes,
        "roles": vocabulary.roles,
        "outcome": OUTCOMES,
        "event": EVENTS,
    }
    text = CHANNEL_ALIASES.get(scalar, str(scalar)) if field == "channel" else str(scalar)
    if field in known and text not in known[field]:
        return UnknownWordError(scalar.span, scope.rule_id, field, scalar, known[field])
    return text
