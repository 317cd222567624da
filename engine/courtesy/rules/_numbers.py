"""The numbers of a rule as its title and reasons may carry them: in place of `{at_least}` stands `7 days`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import Duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from courtesy.spans import Tree

TESTS = ("at_least", "at_most", "more_than", "less_than", "within")
"""The numbers of a condition: how its facts are tested, and how far back its questions to the history go."""


def numbers_in(body: Tree, keys: Iterable[str]) -> Mapping[str, str]:
    """Those of the keys that a mapping has, with what they say."""
    if not isinstance(body, MappingNode):
        return {}
    return {key: _said(body[key]) for key in keys if isinstance(body.get(key), Scalar)}


def numbers_of_tests(condition: Tree) -> Mapping[str, str]:
    """The numbers by which a condition tests, by their operators; of several under one operator it has none."""
    found = list(_tests(condition))
    operators = [operator for operator, _ in found]
    return {operator: said for operator, said in found if operators.count(operator) == 1}


def _tests(tree: Tree) -> Iterator[tuple[str, str]]:
    if isinstance(tree, SequenceNode):
        for part in tree:
            yield from _tests(part)
    if isinstance(tree, MappingNode):
        for key, value in tree.items():
            if key in TESTS and isinstance(value, Scalar):
                yield key, _said(value)
            elif not isinstance(value, Scalar):
                yield from _tests(value)


def _said(value: Scalar) -> str:
    """A value as people read it: `1 day` also where `1 days` is written."""
    duration = Duration.parse(value)
    return str(value) if duration is None else str(duration)
