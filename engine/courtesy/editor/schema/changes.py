"""The schema of changes of inherited rules: any part of a rule, and `none` for what is to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.editor.schema.pieces import about

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.editor.schema.pieces import Piece

_CHANGED = "_change"
_NONE: Piece = {"enum": ["none"], "enumDescriptions": ["Takes the key out."]}
_MERGED = ("condition", "selector", "anchor", "hours", "hours_window", "citation", "roles", "history_test")
"""The definitions whose mappings are merged key by key."""


def as_changes(definitions: Mapping[str, Piece]) -> dict[str, Piece]:
    """The definitions of changes: that of a rule, and of the parts that rules share."""
    found = {f"{name}{_CHANGED}": _changeable(definitions[name]) for name in _MERGED}
    rule = _changeable({**definitions["rule"], **about(definitions["rule_change"])})
    of_rule = {key: said for key, said in rule["properties"].items() if key in definitions["rule_change"]["properties"]}
    return {**found, "rule_change": {**definitions["rule_change"], "properties": of_rule}}


def _changeable(node: Any) -> Any:
    """A part of which any key may be missing, and of which `none` takes any out."""
    if isinstance(node, list):
        return [_changeable(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return {**node, "$ref": f"#/$defs/{name}{_CHANGED}"} if name in _MERGED else node
    kept = {key: said for key, said in node.items() if key not in {"required", "dependentRequired"}}
    if "allOf" in kept:
        kept["allOf"] = [one for one in kept["allOf"] if "type" in one]
    for part in ("then", "else", "items", "anyOf"):
        if part in kept:
            kept[part] = _changeable(kept[part])
    if "properties" in kept:
        kept["properties"] = {key: _or_none(said) for key, said in kept["properties"].items()}
    return kept


def _or_none(said: Piece) -> Piece:
    changed = _changeable(said)
    return {**about(said), "anyOf": [changed, _NONE]}
