"""The parts of a rule, read off its tree: every key that judges is in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.rule_parts import PartKind, RulePart
from courtesy.rules.follow import Follow
from courtesy.rules.forbid import Forbid
from courtesy.rules.hours import Hours
from courtesy.rules.require import Require
from courtesy.spans import NOWHERE, MappingNode, Scalar, SequenceNode, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Path, Span, Tree

WORDS = frozenset({"id", "title", "because", "remedy", "source", "interpretation", "waivable", "locked"})
"""The keys of a rule that people read, or that say who may change it: they judge nothing."""
_SETTINGS = ("concerns", "zone", "calendar", "week_starts")
_CONDITIONS = ("applies_to", "unless")
_SIZES = frozenset({"at_least", "at_most", "more_than", "less_than"})
_OF_A_SELECTOR = frozenset({"direction", "to", "copies"})
_GROUPS = frozenset({"all", "any", "not"})


def parts_of(policy: PolicySource, rule: Rule) -> tuple[RulePart, ...]:  # noqa: ARG001  the policy it is read in
    """Every part of a rule of the policy that judges, in the order of its keys."""
    return tuple(_Parts(rule).all())


def tree_of(rule: Rule) -> MappingNode:
    """The whole of a rule as a tree, also of one that was made in Python."""
    if rule.tree is not None:
        return rule.tree
    stated: dict[str, Tree | None] = {
        "id": Scalar(rule.id),
        "level": Scalar(rule.level.value, plain=True),
        "concerns": Scalar(rule.concerns.value, plain=True),
        "applies_to": rule.applies_to,
        "unless": rule.unless,
        "zone": rule.zone,
        "calendar": rule.calendar,
        "week_starts": rule.week_starts,
        rule.type: rule.body,
    }
    return MappingNode({key: tree for key, tree in stated.items() if tree is not None}, rule.span)


class _Parts:
    """Walks one rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def all(self) -> Iterator[RulePart]:
        """The parts of the whole rule."""
        tree, kind = tree_of(self.rule), self.rule.type
        for key, value in tree.items():
            place, span = (key,), tree.span_of(key)
            if key == "level":
                yield self._part(place, PartKind.LEVEL, value, span)
            elif key in _SETTINGS:
                yield self._part(place, PartKind.SETTING, value, span)
            elif key in _CONDITIONS:
                yield from self._condition(place, value, span)
            elif key == kind:
                yield from self._body(place, value, span)

    def _part(self, keys: Path, kind: PartKind, tree: Tree | None, span: Span) -> RulePart:
        here = tree.span if isinstance(tree, Scalar) and tree.span is not NOWHERE else span
        return RulePart(rule_id=self.rule.id, path=dotted(keys), keys=keys, kind=kind, value=_written(tree), span=here)

    # ---------------------------------------------------------------- bodies

    def _body(self, place: Path, body: Tree, span: Span) -> Iterator[RulePart]:
        if self.rule.type in {Forbid.name, Require.name}:
            yield from self._condition(place, body, span)
        elif self.rule.type == Hours.name:
            yield from self._hours(place, body)
        elif isinstance(body, MappingNode):
            for key, value in body.items():
                yield from self._of_body((*place, key), key, value, body.span_of(key))

    def _of_body(self, place: Path, key: str, value: Tree, span: Span) -> Iterator[RulePart]:
        match key:
            case "at_least" | "at_most" | "until":
                yield self._part(place, PartKind.BOUND, value, span)
            case "per":
                yield self._part(place, PartKind.WINDOW, value, span)
            case "within":
                kind = PartKind.WINDOW if self.rule.type == Follow.name else PartKind.BOUND
                yield self._part(place, kind, value, span)
            case "after" | "before" | "since" | "or":
                yield from self._anchor(place, value, span)
            case "counting" | "touch":
                yield from self._selector(place, value)
            case "act":
                yield from self._acts(place, value)
            case _:  # `for_each`
                yield from self._entries(place, value, span)

    def _acts(self, place: Path, value: Tree) -> Iterator[RulePart]:
        if isinstance(value, SequenceNode):
            for number, kind in enumerate(value):
                yield self._part((*place, number), PartKind.GROUP, kind, kind.span)
                yield from self._selector((*place, number), kind)
        else:
            yield from self._selector(place, value)

    def _anchor(self, place: Path, value: Tree, span: Span) -> Iterator[RulePart]:
        if isinstance(value, SequenceNode):
            for number, one in enumerate(value):
                yield self._part((*place, number), PartKind.ANCHOR, one, one.span)
        elif isinstance(value, MappingNode):
            for which, selector in value.items():
                yield self._part((*place, which), PartKind.ANCHOR, None, value.span_of(which))
                yield from self._selector((*place, which), selector)
        else:
            yield self._part(place, PartKind.ANCHOR, value, span)

    def _hours(self, place: Path, body: Tree) -> Iterator[RulePart]:
        several = isinstance(body, SequenceNode)
        for number, hours in enumerate(body if several else [body]):
            here: Path = (*place, number) if several else place
            if several:
                yield self._part(here, PartKind.GROUP, hours, hours.span)
            for key, value in hours.items():
                span = hours.span_of(key)
                if key in {"from", "to"}:
                    yield self._part((*here, key), PartKind.BOUND, value, span)
                elif key == "holidays":
                    yield self._part((*here, key), PartKind.SETTING, value, span)
                else:  # `days`, `on`, `not_on`
                    yield from self._entries((*here, key), value, span)

    # ---------------------------------------------------------------- what all of them are made of

    def _entries(self, place: Path, value: Tree, span: Span) -> Iterator[RulePart]:
        """One value, or each of a list."""
        if isinstance(value, SequenceNode):
            for number, one in enumerate(value):
                yield self._part((*place, number), PartKind.ENTRY, one, one.span)
        else:
            yield self._part(place, PartKind.ENTRY, value, span)

    def _condition(self, place: Path, tree: Tree, span: Span) -> Iterator[RulePart]:
        if not isinstance(tree, MappingNode):  # `forbid: true`
            yield self._part(place, PartKind.CONDITION, tree, span)
            return
        if len(tree) > 1:
            yield self._part(place, PartKind.GROUP, tree, span)
        for key, value in tree.items():
            here, where = (*place, key), tree.span_of(key)
            if key in _GROUPS:
                yield self._part(here, PartKind.GROUP, value, where)
                listed = enumerate(value) if isinstance(value, SequenceNode) else ()
                for number, one in listed:
                    yield from self._condition((*here, number), one, one.span)
                if isinstance(value, MappingNode):
                    yield from self._condition(here, value, where)
            elif key == "history":
                yield self._part(here, PartKind.CONDITION, value, where)
                yield from self._question(here, value)
            else:
                yield self._part(here, PartKind.CONDITION, value, where)
                yield from self._test(here, value)

    def _question(self, place: Path, question: MappingNode) -> Iterator[RulePart]:
        for key, value in question.items():
            here, span = (*place, key), question.span_of(key)
            if key == "within":
                yield self._part(here, PartKind.WINDOW, value, span)
            elif key == "since":
                yield from self._anchor(here, value, span)
            else:  # `has`, `has_not`
                yield from self._selector(here, value)

    def _test(self, place: Path, test: Tree) -> Iterator[RulePart]:
        """What a fact, or a field of a touch, is compared with; a value by itself is that of its condition."""
        if isinstance(test, SequenceNode):
            yield from self._entries(place, test, test.span)
        elif isinstance(test, MappingNode):
            for operator, operand in test.items():
                here, span = (*place, operator), test.span_of(operator)
                if operator in _SIZES:
                    yield self._part(here, PartKind.BOUND, operand, span)
                elif operator == "exists":
                    yield self._part(here, PartKind.SETTING, operand, span)
                else:
                    yield from self._entries(here, operand, span)

    def _selector(self, place: Path, tree: Tree) -> Iterator[RulePart]:
        if isinstance(tree, MappingNode):
            for key, value in tree.items():
                here, span = (*place, key), tree.span_of(key)
                if key in _OF_A_SELECTOR:
                    yield self._part(here, PartKind.SETTING, value, span)
                elif key == "same":
                    yield from self._entries(here, value, span)
                else:
                    yield self._part(here, PartKind.CONDITION, value, span)
                    yield from self._test(here, value)


def _written(tree: Tree | None) -> str:
    """What is written there, in one line; nothing of what has parts of its own."""
    if isinstance(tree, Scalar):
        return str(tree)
    if isinstance(tree, SequenceNode) and all(isinstance(one, Scalar) for one in tree):
        return ", ".join(map(str, tree))
    return ""
