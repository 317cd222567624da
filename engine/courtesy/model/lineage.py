"""Which policy of a line wrote each field of a rule, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.policy import Author
from courtesy.spans import MappingNode, SequenceNode, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Tree


class FieldOrigin(Struct, frozen=True):
    """Who wrote one field of a rule: `field` is the path of keys (`wait.at_least`), `value` its text in one line.

    `author` is None where no policy of the line has read that file.
    """

    field: str
    value: str
    span: Span
    author: Author | None


def field_origins(policy: PolicySource, rule: Rule) -> Iterator[FieldOrigin]:
    """The fields of a rule in the order of its file, each with its place; none for a rule that was made in Python."""
    authors = {file: one.author for one in reversed(tuple(policy.lineage)) for file in one.files}
    for field, value, span in _leaves(rule.tree or MappingNode({}), ""):
        yield FieldOrigin(field, one_line(value), span, authors.get(str(span.file)))


def _leaves(tree: MappingNode, before: str) -> Iterator[tuple[str, Tree, Span]]:
    for key, value in tree.items():
        if isinstance(value, MappingNode) and value:
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value, tree.span_of(key)


def one_line(tree: Tree) -> str:
    """A part of a file in one line."""
    if isinstance(tree, MappingNode):
        return f"{{{', '.join(f'{key}: {one_line(value)}' for key, value in tree.items())}}}"
    return f"[{', '.join(map(one_line, tree))}]" if isinstance(tree, SequenceNode) else str(tree)


def mentions(tree: Tree | None, *words: str) -> bool:
    """Whether a key or a value that judges contains one of the words."""
    if isinstance(tree, MappingNode):
        return any(
            any(word in key for word in words) or mentions(value, *words)
            for key, value in tree.items()
            if key not in _TEXTS
        )
    if isinstance(tree, list):
        return any(mentions(item, *words) for item in tree)
    return tree is not None and any(word in tree for word in words)


_TEXTS = frozenset({"id", "title", "because", "remedy", "source"})
CALENDAR_WORDS = ("business", "holiday")
"""What a rule says that reads a calendar."""
