"""A file of tests to values, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.loading import schemas
from courtesy.loading.errors import MissingKeyError, UnknownKeyError
from courtesy.loading.source import read_file, read_tree
from courtesy.model.frozen import FrozenMap
from courtesy.model.policy_tests import EXPECTATIONS, PolicyTest, TestFile
from courtesy.review.tests.merging import case_of_test, without
from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import boolean_of, is_null

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from courtesy.errors import Problem
    from courtesy.model.policy_tests import Expected
    from courtesy.spans import Tree

_LISTS = frozenset({"violated", "undetermined", "waived", "satisfied", "not_applicable", "says", "notices"})
_OF_THE_ACT = frozenset({"channel", "purpose", "to", "cc", "tags", "message"})
_NO_ACTION = "a test judges actions: list one in the `base`, or in this test"


def load_tests(path: Path) -> TestFile:
    """The tests in a file. Raises InvalidInputError with everything that is wrong with it."""
    return parse_tests(read_file(path), str(path))


def parse_tests(data: bytes, name: str) -> TestFile:
    """The tests in the bytes of a file, which `name` stands for in errors. Raises InvalidInputError."""
    tree = read_tree(data, name)
    problems = [_pointed_at_the_action(problem) for problem in schemas.check(tree, "tests")[0]]
    if problems or not isinstance(tree, MappingNode):
        raise InvalidInputError(problems)
    tests = tuple(_tests(tree))
    problems += [MissingKeyError(test.place, "actions", _NO_ACTION) for test in tests if not test.case.get("actions")]
    if problems:
        raise InvalidInputError(problems)
    return TestFile(path=name, tree=tree, tests=tests, about=str(tree["about"]) if "about" in tree else None)


def _pointed_at_the_action(problem: Problem) -> Problem:
    """What is said of the act belongs under `action`, which people forget."""
    if isinstance(problem, UnknownKeyError) and "action" in problem.known and problem.key in _OF_THE_ACT:
        problem.hint = f"write it under `action`: `action: {{{problem.key}: ...}}`"
    return problem


def _tests(tree: MappingNode) -> Iterator[PolicyTest]:
    base: MappingNode = tree["base"]
    cases: MappingNode = tree["cases"]
    for sentence, stated in cases.items():
        asked = without(stated, *EXPECTATIONS, "now", "as_of")
        yield PolicyTest(
            sentence=sentence,
            place=cases.span_of(sentence),
            case=case_of_test(base, asked),
            expected=FrozenMap({key: _expected(key, stated[key]) for key in EXPECTATIONS if key in stated}),
            now=stated.get("now", tree.get("now")),
            as_of=bool(boolean_of(stated.get("as_of"))),
            places=FrozenMap({key: stated.span_of(key) for key in stated}),
        )


def _expected(key: str, tree: Tree) -> Expected:
    match tree:
        case MappingNode():
            return FrozenMap({name: str(said) for name, said in tree.items()})
        case SequenceNode():
            return tuple(str(item) for item in tree)
        case Scalar() if is_null(tree):
            return None
        case _:
            return (str(tree),) if key in _LISTS else str(tree)
