"""The keys of policies and cases, as the schemas describe them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.wording.text import joined
from tests.manual.blocks.layout import items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_VOCABULARY = 5
"""Where a schema gives so many words as examples, or more, they are all that there are."""


def rule_keys(name: str) -> Iterator[str]:
    """The keys of the rule type, as the schema describes them; conditions have no keys of their own."""
    schema = courtesy.schema("policy")["$defs"]
    body = _resolved(schema["rule"]["properties"][name], schema)
    if "properties" not in body:
        body = next((_resolved(choice, schema) for choice in body.get("anyOf", [])), body)
    if body.get("additionalProperties") is False:
        yield f"Keys:\n\n{_listed(body, schema)}"


def keys(path: str) -> str:
    """The keys of a part of a schema: `policy rule`, `case contact`, or `case` as a whole."""
    name, _, part = path.partition(" ")
    schema = courtesy.schema(name)
    definitions = schema.get("$defs", {})
    return _listed(definitions[part] if part else schema, definitions, nested=part != "rule")


def _listed(body: dict[str, Any], schema: dict[str, Any], *, nested: bool = False) -> str:
    return items(_keys_of(body, schema, "", nested=nested))


def _keys_of(body: dict[str, Any], schema: dict[str, Any], prefix: str, *, nested: bool) -> Iterator[str]:
    for key, part in body["properties"].items():
        needed = " (required)" if key in body.get("required", []) else _in_place_of(key, body)
        yield f"- `{prefix}{key}`{needed}: {part['description']}{_values(part, schema)}"
        if nested and "properties" in part and part.get("type") == "object":
            yield from _keys_of(part, schema, f"{prefix}{key}.", nested=True)


def _in_place_of(key: str, body: dict[str, Any]) -> str:
    """That one of several keys is needed, where it is one of them."""
    choice = [name for branch in body.get("anyOf", []) for name in branch.get("required", [])]
    others = [name for name in choice if name != key]
    return f" (required, or {_quoted(others, 'or')})" if key in choice else ""


def _values(part: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a key can say: all values where they are few words, else an example where there is one."""
    if "enum" in part:
        return f" One of {_quoted(part['enum'], 'or')}."
    examples = [e for e in part.get("examples", _resolved(part, schema).get("examples", [])) if isinstance(e, str)]
    if len(examples) >= _VOCABULARY and all(re.fullmatch("[a-z_]+", example) for example in examples):
        return f" Known are {_quoted(examples, 'and')}."
    return f" For example {' or '.join(f'`{example}`' for example in examples[:2])}." if examples else ""


def _quoted(words: Iterable[str], conjunction: str) -> str:
    return joined((f"`{word}`" for word in words), conjunction)


def _resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The part itself, or the definition that it refers to."""
    named: dict[str, Any] = schema[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return named
