"""What a policy changes of a part of another: maps key by key, everything else whole; `none` takes a key out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.loading.errors import WrongValueError
from courtesy.spans import MappingNode, Scalar

if TYPE_CHECKING:
    from courtesy.errors import Problem
    from courtesy.spans import Tree


def takes_out(tree: Tree | None) -> bool:
    """Whether a value says that its key goes: `none`, without quotes."""
    return isinstance(tree, Scalar) and tree.plain and tree == "none"


def merged(old: MappingNode, change: MappingNode, problems: list[Problem]) -> MappingNode:
    """The map as it is with the change, each key with the place where it was written last."""
    items, places = dict(old), dict(old.key_spans)
    for key, new in change.items():
        if takes_out(new):
            if items.pop(key, None) is None:
                hint = "leave it out" if not old else f"there are {', '.join(f'`{other}`' for other in old)}"
                problems.append(WrongValueError(change.span_of(key), "a key to take out", f"no `{key}` there", hint))
            continue
        was = items.get(key)
        if isinstance(new, MappingNode):
            items[key] = merged(was if isinstance(was, MappingNode) else MappingNode({}, new.span), new, problems)
            if isinstance(was, MappingNode):
                continue
        else:
            items[key] = new
        places[key] = change.span_of(key)
    return MappingNode(items, change.span, places)
