"""Selectors: which touches of the history a rule means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import CompileError, UnknownFactError, UnknownWordError, WrongTypeError
from courtesy.compiling.scalars import Literal, read_scalar
from courtesy.model.predicate import Direction, FieldTest, Recipients, Selector
from courtesy.model.vocabulary import CHANNEL_ALIASES, EVENTS, OUTCOMES, VOID_OUTCOMES
from courtesy.spans import MappingNode, Scalar, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.compiling.reader import RuleReader
    from courtesy.spans import Span, Tree

_NEGATIVE = frozenset({"is_not", "none_of"})
_OWN_KEYS = frozenset({"direction", "to", "same"})
_SAME = frozenset({"channel", "purpose", "tags"})
_REACHED = FieldTest("outcome", frozenset(VOID_OUTCOMES), negated=True)


def read_selector(tree: Tree | None, reader: RuleReader) -> Selector:
    """The selector that a tree states; an empty one means every outbound touch to the same contact."""
    if not isinstance(tree, MappingNode):
        return Selector(tests=(_REACHED,))
    tests = [
        test
        for key, value in tree.items()
        if key not in _OWN_KEYS
        for test in _tests(key, value, tree.span_of(key), reader)
    ]
    if "outcome" not in tree:
        tests.append(_REACHED)
    direction = str(tree.get("direction", "outbound"))
    return Selector(
        tests=tuple(tests),
        direction=None if direction == "any" else Direction(direction),
        to=Recipients(str(tree.get("to", "same_contact"))),
        same=_same(tree.get("same"), reader),
    )


def _same(tree: Tree | None, reader: RuleReader) -> tuple[str, ...]:
    names = tree if isinstance(tree, SequenceNode) else [tree] if tree is not None else []
    for name in names:
        if isinstance(name, Scalar) and name not in _SAME and name not in reader.vocabulary.facts:
            reader.reject(UnknownFactError(name.span, reader.rule_id, name, (*_SAME, *_attributes(reader))), None)
    return tuple(str(name) for name in names)


def _attributes(reader: RuleReader) -> Iterable[str]:
    return (name for name in reader.vocabulary.facts if name.startswith("attributes."))


def _tests(field: str, test: Tree, span: Span, reader: RuleReader) -> list[FieldTest]:
    if field.startswith("attributes.") and field not in reader.vocabulary.facts:
        reader.reject(UnknownFactError(span, reader.rule_id, field, _attributes(reader)), None)
        return []
    if not isinstance(test, MappingNode):
        return [FieldTest(field, _literals(field, test, reader))]
    found = []
    for operator, operand in test.items():
        if operator == "includes":
            found += [FieldTest(field, frozenset({one})) for one in sorted(_literals(field, operand, reader), key=str)]
        else:
            found.append(FieldTest(field, _literals(field, operand, reader), negated=operator in _NEGATIVE))
    return found


def _literals(field: str, tree: Tree, reader: RuleReader) -> frozenset[Literal]:
    found: set[Literal] = set()
    for item in tree if isinstance(tree, SequenceNode) else [tree]:
        if not isinstance(item, Scalar):
            reader.reject(WrongTypeError(item.span, reader.rule_id, "a single value", "a list or mapping"), None)
            continue
        value = _literal(field, item, reader)
        if isinstance(value, CompileError):
            reader.reject(value, None)
        else:
            found.add(value)
    return frozenset(found)


def _literal(field: str, scalar: Scalar, reader: RuleReader) -> Literal | CompileError:
    words = reader.vocabulary
    if field in words.facts:
        return read_scalar(scalar, words.facts[field], words, reader.rule_id, reader.policy_zone)
    known: dict[str, Iterable[str]] = {
        "channel": words.channels,
        "purpose": words.purposes,
        "roles": words.roles,
        "outcome": OUTCOMES,
        "event": EVENTS,
    }
    text = CHANNEL_ALIASES.get(scalar, str(scalar)) if field == "channel" else str(scalar)
    if field in known and text not in known[field]:
        return UnknownWordError(scalar.span, reader.rule_id, field, scalar, known[field])
    return text
