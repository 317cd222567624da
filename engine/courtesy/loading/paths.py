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
