"""A part of a rule as its file has it: its place, and its text in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lineage import one_line
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.spans import Span, Tree

_LONGEST = 80


def place_of(tree: MappingNode | None, keys: Iterable[str]) -> Span | None:
    """The place of the last of these keys that stands in the tree; None where the first does not."""
    found: Span | None = None
    node: Tree | None = tree
    for key in keys:
        if not isinstance(node, MappingNode) or key not in node:
            break
        found, node = node.span_of(key), node[key]
    return found


def written(tree: MappingNode | None, *keys: str) -> str:
    """What stands under these keys, in backticks; `none` where nothing does."""
    node: Tree | None = tree
    for key in keys:
        node = node.get(key) if isinstance(node, MappingNode) else None
    return "none" if node is None else f"`{_cut(one_line(node))}`"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
