"""What a test states so that its base becomes a given case: mappings merge, null removes, lists replace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACTIONS = "actions"


def changes_to(base: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a test that make the case of the base; its one action is changed by `at` and `action`."""
    first, other = base[_ACTIONS], case[_ACTIONS]
    if len(first) != 1 or len(other) != 1:
        return _changes(base, case)
    changed = _changes(first[0], other[0])
    at = {"at": changed.pop("at")} if "at" in changed else {}
    rest = _changes(
        {key: said for key, said in base.items() if key != _ACTIONS},
        {key: said for key, said in case.items() if key != _ACTIONS},
    )
    return {**rest, **({"action": changed} if changed else {}), **at}


def _changes(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {key: None for key in base if key not in wanted}
    for key, said in wanted.items():
        was = base.get(key)
        if key in base and was == said:
            continue
        found[key] = _changes(was, said) if isinstance(was, dict) and isinstance(said, dict) else said
    return found
