"""What is left of a tree without the parts that its schema refuses, so that one run finds wrong meaning as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.spans import MappingNode, SequenceNode, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jsonschema import ValidationError

    Path = tuple[str | int, ...]

_REFERRED_TO = frozenset({"contacts", "sources", "zone"})
"""Without these, everything that refers to them would be reported as well."""
_ACTS = frozenset({("history",), ("actions",)})
_PREFERENCE = 3  # `preferences`, a section of them, an entry of that
_TO_KEY = 2  # `history`, its place, a key
_NEEDED = frozenset({"channel", "direction", "to", "from", "event", "at"})
"""Without one of these an act is read differently, or not at all."""


def without_invalid_parts(tree: Tree, errors: Iterable[ValidationError]) -> Tree | None:
    """The tree without what the errors are about; None where too little would be left to judge."""
    cuts: set[Path] = set()
    emptied: set[Path] = set()
    for error in errors:
        path: Path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            path = (*path, error.message)
        elif not path and error.validator == "type":
            return None
        if path[:1] == ("contacts",) and len(path) > 1 and not any(isinstance(step, int) for step in path):
            (emptied if len(path) == len(("contacts", "id")) else cuts).add(path)
        elif path and path[0] in _REFERRED_TO and not any(isinstance(step, int) for step in path):
            return None
        elif path:
            cuts.add(_unsound(path))
    return _without(tree, cuts, emptied, ())


def _unsound(path: Path) -> Path:
    """What must go where the value at the path is wrong: that value, or the whole that is of no use without it."""
    if path[0] == "preferences":
        return path[:_PREFERENCE]
    if path[:1] in _ACTS and len(path) > _TO_KEY and path[_TO_KEY] not in _NEEDED:
        return path[: _TO_KEY + 1]
    item = next((place for place, step in enumerate(path) if isinstance(step, int)), None)
    if item is not None:
        return path[: item + 1]
    return path[:2] if path[0] == "facts" else path


def _without(node: Tree, cuts: set[Path], emptied: set[Path], at: Path) -> Tree:
    if at in emptied:
        return MappingNode({}, node.span)
    match node:
        case MappingNode():
            kept = {
                key: _without(value, cuts, emptied, (*at, key)) for key, value in node.items() if (*at, key) not in cuts
            }
            return MappingNode(kept, node.span, node.key_spans)
        case SequenceNode():
            items = [
                _without(v, cuts, emptied, (*at, place)) for place, v in enumerate(node) if (*at, place) not in cuts
            ]
            return SequenceNode(items, node.span)
        case _:
            return node
