"""The case of a test: the base with what the test changes."""

from __future__ import annotations

from courtesy.spans import MappingNode, SequenceNode, Tree
from courtesy.values import is_null


def case_of_test(base: MappingNode, changes: MappingNode) -> MappingNode:
    """The base with the changes of a test: `at` and `action` change its first action, mappings merge, null removes."""
    case = merged(base, without(changes, "at", "action"))
    stated = changes.get("action")
    action = stated if isinstance(stated, MappingNode) else MappingNode({}, changes.span)
    if "at" in changes:
        spans = {**action.key_spans, "at": changes.span_of("at")}
        action = MappingNode({**action, "at": changes["at"]}, action.span, spans)
    actions = case.get("actions")
    if not action or not isinstance(actions, SequenceNode) or not actions:
        return case
    first, *others = actions
    changed = SequenceNode([_merged(first, action), *others], actions.span)
    return MappingNode({**case, "actions": changed}, case.span, case.key_spans)


def without(tree: MappingNode, *keys: str) -> MappingNode:
    """A mapping without some of its keys."""
    return MappingNode({key: said for key, said in tree.items() if key not in keys}, tree.span, tree.key_spans)


def merged(base: MappingNode, changes: MappingNode) -> MappingNode:
    """A mapping with the changes that another one states, key by key; null removes, lists replace."""
    kept = {key: said for key, said in base.items() if key not in changes}
    stated = {
        key: _merged(base[key], said) if key in base else _without_nulls(said)
        for key, said in changes.items()
        if not is_null(said)
    }
    order = (*(key for key in base if key in kept or key in stated), *(key for key in stated if key not in base))
    both = {**kept, **stated}
    return MappingNode({key: both[key] for key in order}, base.span, {**base.key_spans, **changes.key_spans})


def _merged(base: Tree, changes: Tree) -> Tree:
    if isinstance(base, MappingNode) and isinstance(changes, MappingNode):
        return merged(base, changes)
    return _without_nulls(changes)


def _without_nulls(tree: Tree) -> Tree:
    """What null removes is not there."""
    match tree:
        case MappingNode():
            kept = {key: _without_nulls(said) for key, said in tree.items() if not is_null(said)}
            return MappingNode(kept, tree.span, tree.key_spans)
        case SequenceNode():
            return SequenceNode([_without_nulls(item) for item in tree], tree.span)
        case _:
            return tree
