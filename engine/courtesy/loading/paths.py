"""At which path of a file's tree a problem lies: for those who read problems as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.errors import Problem
    from courtesy.spans import Path, Span, Tree


def located(problems: Iterable[Problem], tree: Tree) -> tuple[Problem, ...]:
    """The problems of a tree, each of which knows the path to its place from now on."""
    listed = tuple(problems)
    wanted = {problem.span for problem in listed if problem.path is None}
    paths = _paths(tree, wanted) if wanted else {}
    for problem in listed:
        if problem.path is None:
            problem.span = replace(problem.span, path=paths.get(problem.span))
    return listed


def placed(problems: Iterable[Problem], tree: Tree) -> tuple[Problem, ...]:
    """The problems of values that were read from a tree, each of which knows its place in the file from now on."""
    listed = tuple(problems)
    for problem in listed:
        if problem.path is not None and problem.line is None and (node := _at(tree, problem.path)) is not None:
            problem.span = replace(node.span, path=problem.path)
    return listed


def _at(tree: Tree, path: Path) -> Tree | None:
    """What a path leads to; None where it leads nowhere."""
    node: Tree | None = tree
    for step in path:
        match node:
            case MappingNode() if isinstance(step, str) and step in node:
                node = node[step]
            case SequenceNode() if isinstance(step, int) and step < len(node):
                node = node[step]
            case _:
                return None
    return node


def _paths(tree: Tree, wanted: set[Span]) -> dict[Span, Path]:
    """The paths to the wanted places of a tree; of several that are alike, to the innermost."""
    # What is missing from a mapping is told at its beginning, by a span that is empty.
    heads = {begin: span for span in wanted if (begin := (span.line, span.column)) == (span.end_line, span.end_column)}
    found: dict[Span, Path] = {}
    ahead: list[tuple[Tree, Path]] = [(tree, ())]
    while ahead:
        node, path = ahead.pop()
        if node.span in wanted:
            found[node.span] = path
        if isinstance(node, MappingNode):
            if (head := heads.get((node.span.line, node.span.column))) is not None:
                found.setdefault(head, path)
            for key, value in node.items():
                if (span := node.key_spans.get(key)) in wanted:
                    found[span] = (*path, key)
                ahead.append((value, (*path, key)))
        elif isinstance(node, SequenceNode):
            ahead.extend((value, (*path, place)) for place, value in enumerate(node))
    return found
