"""What messages say that they expect reads as English, whatever value of a file it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.loading.schema_problems import expectation

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_NOUNS = re.compile(r"an? (?:on|not on|off|until|by|because|locked|forbid|same|from|to|another|closed|is|has)\b")
_PYTHON = re.compile(r"\['|\{'|True|False|None|\bstr\b|\bint\b|\bdict\b")


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _nodes(part)


def _descriptions() -> set[str]:
    schemas = [courtesy.schema(name) for name in ("policy", "case", "project", "waivers", "releases")]
    forms = [
        node for schema in schemas for node in _nodes(schema) if {"pattern", "anyOf"} & {*node} and "$defs" not in node
    ]
    return {expectation(node) for node in forms if isinstance(node.get("title", ""), str)}


def test_what_is_expected_is_named_by_a_noun() -> None:
    """Nothing is called by a key that is no noun: "expected an until", "a days such as"."""
    assert [] == sorted(text for text in _descriptions() if _NO_NOUNS.match(text) and "closed day" not in text)
    assert [] == sorted(text for text in _descriptions() if re.match(r"an? (?!\w*ss\b)\w+s such as", text))


def test_no_message_shows_what_python_calls_a_value() -> None:
    """Examples are shown as files have them: lists without quotes, `true` in small letters."""
    assert [] == sorted(text for text in _descriptions() if _PYTHON.search(text))
