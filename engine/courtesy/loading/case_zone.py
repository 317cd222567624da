"""The zone that a project gives to cases that state none."""

from __future__ import annotations

from typing import Any

from courtesy.spans import MappingNode, Scalar


def with_zone(tree: Any, zone: str | None) -> Any:
    """The tree of a case with that zone where it states none; whatever else is given stays as it is."""
    if zone is None or not isinstance(tree, MappingNode) or "zone" in tree:
        return tree
    return MappingNode({**tree, "zone": Scalar(zone, tree.span)}, tree.span, tree.key_spans)
