"""The manifest's part of the schema of policies: what it declares, changes, disables and prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.editor.schema.pieces import Piece, about, snippets, words
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.preferences import ANY_CHANNEL
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from courtesy.editor.schema.words import Words


def write_manifest(known: Words, found: dict[str, Piece]) -> None:
    """Put the words of a policy into the definitions of a schema that are about its manifest."""
    _Manifest(known, found).write()


class _Manifest:
    def __init__(self, known: Words, found: dict[str, Piece]) -> None:
        self._known, self._found = known, found

    def write(self) -> None:
        """All of it."""
        self._preferences()
        manifest, known = self._found["manifest"]["properties"], self._known
        inherited = known.inherited
        self._new_names(manifest["channels"], (*inherited.channels, *CHANNEL_ALIASES))
        for section, taken in (
            ("purposes", inherited.purposes),
            ("roles", inherited.roles),
            ("facts", inherited.facts),
        ):
            self._new_names(manifest[section], taken)
        self._new_names(manifest["sources"], known.inherited_sources)
        self._facts()
        change, disabled = manifest["change"], manifest["disable"]["items"]["properties"]
        changed = {
            name: {"title": name, "description": title, "$ref": "#/$defs/rule_change"}
            for name, title in known.inherited_rules.items()
        }
        change["properties"] = {**change["properties"], **changed}
        if known.whole and known.inherited_rules:
            change["additionalProperties"] = False
            change.pop("propertyNames")
            change["errorMessage"] = "Expected the id of an inherited rule, or `all`."
        disabled["rule"] = {**about(disabled["rule"]), **self._rule_id(known.inherited_rules)}
        locked = manifest["locked"]
        locked["then"]["items"] = {**about(locked["then"]["items"]), **self._rule_id(known.rules)}
        ignored = manifest["lint"]["properties"]["ignore"]["items"]["properties"]
        ignored["rule"] = {**about(ignored["rule"]), **self._rule_id(known.rules)}
        if known.policies:
            manifest["extends"]["defaultSnippets"] = snippets(known.policies)

    def _rule_id(self, rules: Mapping[str, str]) -> Piece:
        return words(rules, "the id of a rule", closed=self._known.rules_whole)

    def _new_names(self, section: Piece, taken: Iterable[str]) -> None:
        """Words that are declared cannot be those that are known already."""
        names = section["propertyNames"]
        if "$ref" in names:
            names = section["propertyNames"] = {**self._found["word"], **about(names)}
        if taken:
            before = names["pattern"].removeprefix("^")
            names["pattern"] = f"^(?!({'|'.join(name.replace('.', '[.]') for name in taken)})$){before}"
            said = names.get("patternErrorMessage", "")
            names["patternErrorMessage"] = f"{said} What is built in or inherited is not declared again.".strip()

    def _facts(self) -> None:
        """Which keys a fact takes, by its type."""
        fact_of_policy = self._found["fact"]
        only = {
            "values": [FactType.ONE_OF],
            "denies": [FactType.BOOLEAN],
            "unit": [FactType.INTEGER, FactType.NUMBER],
        }
        told = fact_of_policy.setdefault("allOf", [])
        for key, types in only.items():
            named = " or ".join(f"`{one}`" for one in types)
            told.append({
                "if": {"properties": {"type": {"enum": types}}},
                "else": {"properties": {key: False}, "errorMessage": f"Only a {named} has `{key}`."},
            })  # fmt: skip
        listed = {"required": ["values"], "errorMessage": "Add `values`: a `one_of` lists the values that it can have."}
        needed = {"properties": {"type": {"const": FactType.ONE_OF}}, "required": ["type"]}
        told.append({"if": needed, "then": listed})

    def _preferences(self) -> None:
        preferences, known = self._found["preferences"]["properties"], self._known
        one = words(known.channels, "a known channel", closed=known.whole, declared="channels")
        items = preferences["channels"]["items"]
        preferences["channels"]["items"] = {**about(items), **one}
        for section, also in (("hours", {}), ("gaps", {ANY_CHANNEL: "Any two actions to one contact."})):
            part = preferences[section]
            named = {**also, **known.channels}
            part["properties"] = {
                name: {**part["additionalProperties"], "title": name, "description": said}
                for name, said in named.items()
            }
            if known.whole:
                part["additionalProperties"] = False
                part["errorMessage"] = f"`{section}` takes a mapping of channels that the policy knows."
        act = self._found["optional_act"]["properties"]
        act["channel"] = {**about(act["channel"]), **one}
        purpose = words(known.purposes, "a known purpose", closed=known.whole, declared="purposes")
        act["purpose"] = {**about(act["purpose"]), **purpose}
