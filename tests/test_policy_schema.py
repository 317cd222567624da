"""The schema of policies is what the rule types say, each in its own file, with what editors tell of its words.

With COURTESY_UPDATE=1 these parts of the shipped schema are written anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from courtesy.editor.schema.pieces import snippets
from courtesy.editor.schema.readable import in_words
from courtesy.editor.schema.sentences import BY_TITLE
from courtesy.editor.schema.words import Words
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.requirement import Requirement

FILE = Path(__file__).parents[1] / "schemas" / "policy.schema.json"


def assembled(schema: dict[str, Any], types: Mapping[str, type[Requirement]] = RULE_TYPES) -> dict[str, Any]:
    """The schema with one key of a rule for each rule type, as its file says it; all else stays as it is."""
    rule = schema["$defs"]["rule"]
    choices = {name for choice in rule["oneOf"] for name in choice["required"]}
    kept = {key: said for key, said in rule["properties"].items() if key not in choices}
    of_types = {name: {"title": name.capitalize(), **kind.schema} for name, kind in types.items()}
    exactly_one = [
        {"title": f"With `{name}`", "description": f"The form that has the key `{name}`.", "required": [name]}
        for name in types
    ]
    change = schema["$defs"]["rule_change"]
    properties = {**kept, **of_types}
    changed = {
        key: {part: said[part] for part in ("title", "description")} for key, said in properties.items() if key != "id"
    }
    definitions = {
        **schema["$defs"],
        "rule": {**rule, "properties": properties, "oneOf": exactly_one},
        "rule_change": {**change, "properties": changed},
    }
    return {**schema, "$defs": definitions}


def annotated(node: Any) -> Any:
    """The schema with what editors tell: a sentence for each word, and a message for each form."""
    if isinstance(node, list):
        return [annotated(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: annotated(said) if key != "examples" else said for key, said in node.items()}
    if "enum" in node and (sentences := BY_TITLE.get(str(node.get("title")))):
        found["enumDescriptions"] = [sentences[word] for word in node["enum"]]
    if "pattern" in node and "title" in node:
        found["patternErrorMessage"] = in_words(node, "")
    known = Words()
    for words in filter(None, map(known.of_field, ("channel", "purpose", "roles", "outcome", "event"))):
        examples = node.get("examples")
        if isinstance(examples, list) and len(examples) > 1 and {*map(str, examples)} <= {*words}:
            found["defaultSnippets"] = snippets({word: words[word] for word in examples})
    return found


def test_the_schema_of_policies_is_what_the_rule_types_say() -> None:
    """Every rule type, and nothing else, is a choice of the shipped schema, whose part comes from the type's file.

    Words and forms are explained to editors as their declarations say.
    """
    said = json.dumps(annotated(assembled(json.loads(FILE.read_text("utf-8")))), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("COURTESY_UPDATE"):
        FILE.write_text(said, encoding="utf-8")
    assert said == FILE.read_text("utf-8")


def test_a_rule_type_that_the_schema_does_not_know_is_found_out() -> None:
    """A rule type that is new, changed or gone makes the schema another one."""
    shipped = json.loads(FILE.read_text("utf-8"))
    for types in (
        {**RULE_TYPES, "pause": RULE_TYPES["wait"]},
        {**RULE_TYPES, "wait": RULE_TYPES["deadline"]},
        {name: kind for name, kind in RULE_TYPES.items() if name != "wait"},
    ):
        assert assembled(shipped, types) != shipped
