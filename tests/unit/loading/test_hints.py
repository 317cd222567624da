"""The tables of likely fixes speak of what the schemas have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy.loading import hints

if TYPE_CHECKING:
    from collections.abc import Iterator


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _nodes(part)


NODES = [node for name in ("policy", "case") for node in _nodes(courtesy.schema(name))]
TITLES = {node["title"] for node in NODES if isinstance(node.get("title"), str)}
KEYS = {key for node in NODES if isinstance(node.get("properties"), dict) for key in node["properties"]}


def test_every_title_that_a_hint_is_found_by_is_one_of_a_schema() -> None:
    """A title that is worded anew would leave its hint behind."""
    named = {*hints._HINTS, *hints._FORMS, *hints._EMPTY, *hints._DATES, *(title for title, _ in hints._VALUES)}
    assert set() == named - TITLES


def test_every_key_that_is_suggested_is_one_of_a_schema() -> None:
    """Keys that people write lead to keys that there are, and are none themselves."""
    assert set() == {*hints._KEYS.values(), *hints._INNER_KEYS.values()} - KEYS
    assert set() == set(hints._ELSEWHERE) - KEYS


@pytest.mark.parametrize("key", sorted(hints._DISTINCT))
def test_a_word_of_the_language_is_never_taken_for_another(key: str) -> None:
    """Whoever writes `at_least` does not mean `at_most`."""
    assert "did you mean" not in (hints.key_hint(key, sorted(hints._DISTINCT - {key})) or "")


def test_a_key_by_another_name_is_suggested_where_it_can_stand() -> None:
    """`quiet` means hours in a rule, and nothing in a selector."""
    assert "did you mean `hours`?" == hints.key_hint("quiet", ["require", "hours"])
    assert hints.key_hint("quiet", ["channel", "outcome"]) is None
