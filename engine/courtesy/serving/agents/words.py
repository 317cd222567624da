"""The schema of cases and actions in the words of the policy that answers, as short as an agent needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy import Policies, Policy

Schema = dict[str, Any]
_KEPT = frozenset(
    {"type", "description", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf", "$ref"}
)
"""The keywords that say what may be written; patterns and lengths are told when they are not kept."""
_JSON_TYPES = {"boolean": "boolean", "integer": "integer", "number": "number", "set": "array"}
_OWN, _OF_CONTACT = "attributes.", "recipient.attributes."


def case_schema(policy: Policy | Policies) -> Schema:
    """What a case may state. Its parts refer to `#/$defs/...`, which `parts_of_cases` gives."""
    stated = _Words(policy).plain(courtesy.schema("case"))
    stated["properties"]["attributes"] = _attributes(policy, _OWN)
    return {**stated, "description": "Everything that is known: the format of case files, `courtesy://schema/case`."}


def parts_of_cases(policy: Policy | Policies) -> dict[str, Schema]:
    """What the schemas of cases and of actions refer to."""
    words = _Words(policy)
    parts = {name: words.plain(part) for name, part in courtesy.schema("case")["$defs"].items()}
    for name, of in (("action", _OWN), ("touch", _OWN), ("contact", _OF_CONTACT)):
        parts[name]["properties"]["attributes"] = _attributes(policy, of)
    return parts


class _Words:
    """Shortens schemas, and puts the words of a policy where words stand."""

    def __init__(self, policy: Policy | Policies) -> None:
        words = policy.vocabulary
        self._words: dict[str, Mapping[str, str]] = {
            "channel": {name: channel.noun.name for name, channel in words.channels.items()},
            "purpose": {name: noun.name for name, noun in words.purposes.items()},
            "roles": {name: noun.name for name, noun in words.roles.items()},
        }

    def plain(self, node: Any, field: str = "") -> Any:
        """One part of a schema, which stands under the name `field`."""
        if not isinstance(node, dict):
            return node
        found = {key: self._part(key, value) for key, value in node.items() if key in _KEPT}
        if field in self._words:
            return _one_of(found, self._words[field])
        if field in {"outcome", "event"}:  # which no policy adds to
            return {"description": found["description"], "enum": node["examples"]}
        return found

    def _part(self, key: str, value: Any) -> Any:
        match key:
            case "properties":
                return {name: self.plain(part, name) for name, part in value.items()}
            case "anyOf":
                return [self.plain(one) for one in value]
        return self.plain(value)


def _one_of(node: Schema, words: Mapping[str, str]) -> Schema:
    """One word, or a list of them where the field takes one."""
    said = "; ".join(f"`{word}`: {name}" for word, name in words.items())
    description = f"{node['description']} {said}."
    if "items" not in node:
        return {"description": description, "enum": list(words)}
    return {"description": description, "type": ["string", "array"], "items": {"enum": list(words)}}


def _attributes(policy: Policy | Policies, prefix: str) -> Schema:
    """What the policy itself declares, under `attributes`."""
    facts = {
        name.removeprefix(prefix): fact for name, fact in policy.vocabulary.facts.items() if name.startswith(prefix)
    }
    properties = {}
    for key, fact in facts.items():
        values = policy.vocabulary.values_of(fact)
        kind: Schema = {"enum": list(values)} if values else {"type": _JSON_TYPES.get(fact.type.value, "string")}
        properties[key] = {"description": fact.title, **kind}
    said = "Facts that the policy declares." if facts else "The policy declares no facts of its own here."
    return {"type": "object", "description": said, "properties": properties, "additionalProperties": False}
