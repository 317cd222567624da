"""The schemas of what lies beside a policy, with its words: cases, tests, waivers, and the project file.

A case may speak of what its policy does not know, so that its words are offered and others not refused; rules that a
test or a waiver names are rules of the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.editor.schema.fact_tests import value_of
from courtesy.editor.schema.pieces import Piece, about, by_shape, offered_by, one_or_list, parts, snippets, words
from courtesy.editor.schema.places import calendar, zone
from courtesy.editor.schema.policy_files import policy_schema
from courtesy.editor.schema.readable import readable
from courtesy.judging.unlisted import UNLISTED_RULE
from courtesy.loading.schemas import load_schema
from courtesy.model.declaration import contact_key, own_key
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.editor.schema.words import Words
    from courtesy.model.declaration import FactDeclaration

_RULES = frozenset({"violated", "undetermined", "waived", "satisfied", "not_applicable"})
_TOLD_OF = {UNLISTED_RULE: "What the policy says of channels that nobody has declared."}
"""What tests name like a rule and is none."""
_ZONE, _CALENDAR = "name_of_zone", "code_of_calendar"
_OF_A_CONTACT = "met"
"""A key that only contacts have."""


def _schema_of(name: str) -> Callable[[Words], Piece]:
    return lambda known: _with_words(name, known)


OWN_WORDS: Mapping[str, Callable[[Words], Piece]] = {
    "policy": policy_schema,
    **{name: _schema_of(name) for name in ("case", "tests", "waivers", "project")},
}
"""The schemas of files that people write, each with the words of a policy in it."""


def _with_words(name: str, known: Words) -> Piece:
    said = load_schema(name)
    found = {key: part for key, part in _filled(readable(said), known).items() if key != "$id"}
    return {**found, "$defs": {**found.get("$defs", {}), **_names(said)}}


def _names(said: Piece) -> dict[str, Piece]:
    """The definitions of zones and calendars, as far as a schema asks for such."""
    keys = [part["properties"] for part in parts(said) if isinstance(part.get("properties"), dict)]
    calendars = (of["calendar"]["pattern"] for of in keys if "calendar" in of)
    zones = any("zone" in of for of in keys)
    form = next(calendars, None)
    return {**({_ZONE: zone()} if zones else {}), **({} if form is None else {_CALENDAR: calendar(form)})}


def _filled(node: Any, known: Words) -> Any:
    """A part of a schema with the words of a policy wherever a key says which are meant."""
    if isinstance(node, list):
        return [_filled(one, known) for one in node]
    if not isinstance(node, dict):
        return node
    found = {part: _filled(said, known) for part, said in node.items() if part not in {"properties", "examples"}}
    if "examples" in node:
        found["examples"] = node["examples"]
    if "properties" in node:
        of_contact = _OF_A_CONTACT in node["properties"]
        found["properties"] = {
            key: _named(key, _filled(said, known), known, of_contact=of_contact)
            for key, said in node["properties"].items()
        }
    return found


def _named(key: str, piece: Piece, known: Words, *, of_contact: bool) -> Piece:
    """What stands under a key."""
    meanings = known.policies if key == "policy" else known.of_field(key)
    if meanings and "enum" not in piece:
        rest = {part: said for part, said in piece.items() if part != "examples"}
        return {**rest, "defaultSnippets": snippets(meanings)}
    rule_id = words({**known.rules, **_TOLD_OF}, "the id of a rule", closed=known.rules_whole)
    match key:
        case "attributes":
            return _attributes(piece, known, of_contact=of_contact)
        case "zone" | "calendar":
            name = {"$ref": f"#/$defs/{_ZONE if key == 'zone' else _CALENDAR}"}
            found = {"anyOf": [name, {"type": "null"}]} if "null" in piece.get("type", ()) else name
        case "rule":
            found = words(known.rules, "the id of a rule", closed=known.rules_whole)
        case _ if key in _RULES:
            found = one_or_list(rule_id, title="Rule id", least=0)
        case _:
            return piece
    return {**about(piece), **found}


def _attributes(piece: Piece, known: Words, *, of_contact: bool) -> Piece:
    """The policy's own facts by their keys; others are left alone."""
    key_of = contact_key if of_contact else own_key
    facts = ((key_of(name), fact) for name, fact in known.vocabulary.facts.items())
    optional = "null" in piece.get("additionalProperties", {}).get("type", ())
    stated = {key: _attribute(fact, known, optional=optional) for key, fact in facts if key is not None}
    return {**piece, "properties": stated}


def _attribute(fact: FactDeclaration, known: Words, *, optional: bool) -> Piece:
    one = value_of(fact, known)
    title = sentence(fact.title).removesuffix(".")
    said = {"title": fact.name, "description": f"{title} ({fact.type}).", **offered_by(one)}
    return {**said, **(by_shape("null", {}, one) if optional else one)}
