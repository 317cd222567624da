"""Trees with one place changed; all else of them is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from courtesy.spans import Path, Tree


def at(tree: Tree, keys: Path) -> Tree:
    """What stands at a place."""
    for key in keys:
        tree = tree[key]  # type: ignore[index]  # a path of the tree itself leads through mappings and lists
    return tree


def replaced(tree: Tree, keys: Path, value: Tree) -> Tree:
    """The tree with another value at a place."""
    if not keys:
        return value
    first, *rest = keys
    if isinstance(tree, MappingNode) and isinstance(first, str):
        items = {**tree, first: replaced(tree[first], tuple(rest), value)}
        return MappingNode(items, tree.span, tree.key_spans)
    listed: list[Tree] = list(tree)
    number = int(first)
    listed[number] = replaced(listed[number], tuple(rest), value)
    return SequenceNode(listed, tree.span)


def removed(tree: Tree, keys: Path) -> Tree:
    """The tree without what stands at a place."""
    *above, last = keys
    holder = at(tree, tuple(above))
    if isinstance(holder, MappingNode):
        kept: Tree = MappingNode({key: said for key, said in holder.items() if key != last}, holder.span)
    else:
        kept = SequenceNode([said for number, said in enumerate(holder) if number != last], holder.span)
    return replaced(tree, tuple(above), kept)


def renamed(tree: Tree, keys: Path, name: str) -> Tree:
    """The tree with another name for the key at a place."""
    *above, last = keys
    holder = at(tree, tuple(above))
    items = {name if key == last else key: said for key, said in holder.items()}  # type: ignore[union-attr]  # a mapping
    return replaced(tree, tuple(above), MappingNode(items, holder.span))
