"""The schema of policy tests is that of cases, in parts: what a case of a test states is what differs from the base.

With COURTESY_UPDATE=1 what comes from the schema of cases is written anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parents[1] / "schemas"
FILE = SCHEMAS / "tests.schema.json"
NOT_OF_A_TEST = {"courtesy", "policy"}
"""What a case says of who judges it: a test is judged by the policy that it lies beside."""


def changed(node: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A part of the schema of cases for what replaces it in one test: any part of a mapping will do, null removes."""
    if "$ref" in node:
        named = definitions[node["$ref"].rpartition("/")[2]]
        node = {**named, **{key: said for key, said in node.items() if key != "$ref"}}
    node = {key: said for key, said in node.items() if key not in {"required", "minProperties"}}
    if "anyOf" in node:
        gone = {"title": "Nothing", "description": "It is taken out.", "type": "null"}
        return {**node, "anyOf": [*node["anyOf"], gone]}
    if "enum" in node:
        return {**node, "enum": [*node["enum"], None]}
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    node["type"] = [*kinds, "null"]
    if "properties" in node:
        node["properties"] = {key: changed(said, definitions) for key, said in node["properties"].items()}
    if isinstance(node.get("additionalProperties"), dict):
        node["additionalProperties"] = changed(node["additionalProperties"], definitions)
    return node


def assembled(schema: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """The schema of tests with what it has of that of cases; what is its own stays as it is."""
    sections = {key: said for key, said in case["properties"].items() if key not in NOT_OF_A_TEST}
    definitions = {**schema["$defs"], **case["$defs"]}
    base = {**definitions["base"], "properties": sections}
    own = {key: said for key, said in definitions["test"]["properties"].items() if key not in sections}
    own["action"] = {**changed(case["$defs"]["action"], case["$defs"]), **titles(own["action"])}
    changes = {key: changed(said, case["$defs"]) for key, said in sections.items()}
    return {
        **schema,
        "$defs": {**definitions, "base": base, "test": {**definitions["test"], "properties": {**own, **changes}}},
    }


def titles(node: dict[str, Any]) -> dict[str, Any]:
    """How a part is called, and what it is."""
    return {key: node[key] for key in ("title", "description")}


def test_the_schema_of_tests_is_what_that_of_cases_says() -> None:
    """A test can state whatever a case can, in the same words, and the shipped schema says so."""
    case = json.loads((SCHEMAS / "case.schema.json").read_text("utf-8"))
    said = json.dumps(assembled(json.loads(FILE.read_text("utf-8")), case), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COURTESY_UPDATE"):
        FILE.write_text(said, encoding="utf-8")
    assert said == FILE.read_text("utf-8")
