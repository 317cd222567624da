"""The keys that fit into a mapping: those of the language, and what the policy itself names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.hover import said_of_fact
from courtesy.editor.kinds import FileKind
from courtesy.editor.meanings import words_of
from courtesy.editor.naming import rule_titles
from courtesy.editor.offers import OfferKind
from courtesy.editor.schema_nodes import DEFINITION, schema_of
from courtesy.editor.skeletons import value_snippet
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.preferences import ANY_CHANNEL
from courtesy.model.vocabulary import own_first
from courtesy.rules import RULE_TYPES
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.editor.offers import Offer, Writer
    from courtesy.editor.place import Place
    from courtesy.editor.sheet import Sheet
    from courtesy.spans import Path


def key_offers(sheet: Sheet, place: Place, mapping: Path, writer: Writer) -> Iterator[Offer]:
    """The keys that the mapping of a path does not have yet."""
    schema = schema_of(sheet.kind)
    if schema is None:
        return
    beside = place.keys_beside()
    nodes = schema.nodes(mapping)
    of_rule = any(RULE_TYPES.keys() <= node.get("properties", {}).keys() for node in nodes)
    has_type = of_rule and not beside.isdisjoint(RULE_TYPES)
    for key, node in schema.keys(mapping).items():
        if key not in beside and not (has_type and key in RULE_TYPES):
            yield writer.key(key, str(node.get("description", "")), value_snippet(schema, (*mapping, key), node, place))
    if any(node.get(DEFINITION) == "condition" or node.get("title") == "Condition" for node in nodes):
        yield from _facts(sheet, beside, writer)
    for word, said in _named_by_policy(sheet, mapping).items():
        if word not in beside:
            kind = OfferKind.RULE if "." in word else OfferKind.WORD
            yield writer.key(word, said, _below(sheet, mapping, place), kind=kind)


def _below(sheet: Sheet, mapping: Path, place: Place) -> str:
    """What follows the name of something: a change of a rule is a mapping, all else is a value."""
    if sheet.kind is not FileKind.MANIFEST or mapping != ("change",):
        return " "
    return " {$1}" if place.flow else f"\n{' ' * (place.indent + 2)}"


def _facts(sheet: Sheet, beside: frozenset[str], writer: Writer) -> Iterator[Offer]:
    """The facts that a condition can read, the policy's own first."""
    facts = words_of(sheet).vocabulary.facts
    for name in sorted(facts, key=lambda name: own_key(name) is None and contact_key(name) is None):
        if name not in beside:
            fact = facts[name]
            value = " ${1|true,false|}" if fact.type is FactType.BOOLEAN else " "
            yield writer.key(name, said_of_fact(fact), value, kind=OfferKind.FACT, detail=fact.type.replace("_", " "))


def _named_by_policy(sheet: Sheet, mapping: Path) -> Mapping[str, str]:
    """The keys of a mapping that are names of something: rules, channels, facts."""
    words = words_of(sheet)
    if sheet.kind is FileKind.MANIFEST:
        if mapping == ("change",):
            return {**rule_titles(sheet, mapping), "all": "Every inherited rule that is not locked."}
        channels = {name: words.channels[name] for name in own_first(words.vocabulary.channels)}
        if mapping == ("preferences", "hours"):
            return channels
        if mapping == ("preferences", "gaps"):
            return {ANY_CHANNEL: "Whatever the channel.", **channels}
    if mapping[-1:] == ("obligations",):
        return rule_titles(sheet)
    if mapping[-1:] == ("attributes",) and sheet.kind in {FileKind.CASE, FileKind.TESTS}:
        of_contact = "contacts" in mapping
        facts = words.vocabulary.facts.values()
        keys = {(contact_key(one.name) if of_contact else own_key(one.name)): one.title for one in facts}
        return {key: title for key, title in keys.items() if key is not None}
    return {}
