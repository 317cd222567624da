"""Trees with one place changed; all else of them is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from courtesy.spans import Path, Tree


def at(tree: Tree, keys: Path) -> Any:
    """What stands at a place: a `Tree`, of which only the path tells which."""
    found: Any = tree
    for key in keys:
        found = found[key]
    return found


def replaced(tree: Tree, keys: Path, value: Tree) -> Tree:
    """The tree with another value at a place."""
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    changed = replaced(at(tree, (key,)), rest, value)
    if isinstance(tree, MappingNode):
        return MappingNode({**tree, str(key): changed}, tree.span, tree.key_spans)
    items: list[Tree] = [changed if number == key else said for number, said in enumerate(tree)]
    return SequenceNode(items, at(tree, ()).span)


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
    items = {name if key == last else key: said for key, said in holder.items()}
    return replaced(tree, tuple(above), MappingNode(items, holder.span))
