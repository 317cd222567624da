"""What the schemas of files say of the value that a path leads to: its keys, its words, and what they mean."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from courtesy.editor.kinds import FileKind
from courtesy.loading.schema_errors import UnknownSchemaError
from courtesy.loading.schemas import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.spans import Path

    Node = Mapping[str, Any]

_ROOTS = {
    FileKind.MANIFEST: ("policy", "manifest"),
    FileKind.RULES: ("policy", "rule_file"),
    FileKind.WAIVERS: ("waivers", ""),
    FileKind.PROJECT: ("project", ""),
    FileKind.RELEASES: ("releases", ""),
    FileKind.TESTS: ("tests", ""),
    FileKind.CASE: ("case", ""),
}
DEFINITION = "$definition"
"""The key under which a node keeps the name of the definition that it refers to."""
_WRITTEN_AS = {"rule_change": "rule"}
"""What is written as something else is, though less of it is needed."""
_BRANCHES = ("anyOf", "oneOf", "allOf")


class Schema:
    """The schema of files of one kind."""

    def __init__(self, whole: Node, part: str = "") -> None:
        self._whole = whole
        self._root: Node = whole["$defs"][part] if part else whole

    def nodes(self, path: Path) -> tuple[Node, ...]:
        """What is said of the value that a path leads to: all alternatives, the most special first."""
        found = tuple(self._alternatives(self._root))
        for step in path:
            found = tuple(
                node
                for inner in (self._below(one, step) for one in found)
                if inner
                for node in self._alternatives(inner)
            )
        return found

    def keys(self, path: Path) -> dict[str, Node]:
        """The keys that the mapping of a path may have, each with what is said of it."""
        keys: dict[str, Node] = {}
        for node in self.nodes(path):
            for key, said in node.get("properties", {}).items():
                keys.setdefault(key, self._resolved(said))
        return keys

    def own_keys(self, path: Path) -> Node | None:
        """What is said of the keys of a mapping that its writer names; None where all have names."""
        for node in self.nodes(path):
            rest = node.get("additionalProperties")
            patterns = node.get("patternProperties", {})
            if isinstance(rest, dict):
                return self._resolved(rest)
            if patterns:
                return self._resolved(next(iter(patterns.values())))
        return None

    def _below(self, node: Node, step: str | int) -> Node | None:
        if isinstance(step, int):
            items = node.get("items")
            return items if isinstance(items, dict) else None
        if step in node.get("properties", {}):
            below: Node = node["properties"][step]
            return below
        for said in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
            if isinstance(said, dict):
                return said
        return None

    def _resolved(self, node: Node) -> Node:
        """A node with what it refers to, which it may word anew."""
        while "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            target = self._definition(name) if name and name != "#" else self._whole
            said = {key: value for key, value in node.items() if key != "$ref"}
            node = {**target, **said, DEFINITION: name}
        return node

    def _definition(self, name: str) -> Node:
        """A definition; of what is written as another one is, with those of its keys that it may have."""
        own: Node = self._whole["$defs"][name]
        if name not in _WRITTEN_AS:
            return own
        whole = self._whole["$defs"][_WRITTEN_AS[name]]
        keys = {key: said for key, said in whole["properties"].items() if key in own["properties"]}
        return {**own, "properties": keys}

    def _alternatives(self, node: Node, depth: int = 0) -> Iterator[Node]:
        node = self._resolved(node)
        yield node
        for branch in (one for key in _BRANCHES for one in node.get(key, ()) if depth < len(_BRANCHES)):
            if not branch.keys() <= {"title", "description", "required"}:
                yield from self._alternatives(branch, depth + 1)


@lru_cache(maxsize=16)
def schema_of(kind: FileKind) -> Schema | None:
    """The schema of files of a kind; None where there is none."""
    if kind not in _ROOTS:
        return None
    name, part = _ROOTS[kind]
    try:
        return Schema(load_schema(name), part)
    except UnknownSchemaError:
        return None
