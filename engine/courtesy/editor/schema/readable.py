"""A schema as editors read it best: its messages in words, its values told apart by their shape.

What it permits stays the same; only dates are read more closely, so that the thirtieth of February is none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from courtesy.editor.schema.pieces import Piece, any_of_keys, by_shape, lacking
from courtesy.editor.schema.sentences import BY_TITLE
from courtesy.instants import DATE
from courtesy.loading.errors import listed
from courtesy.loading.hints import as_written, form_hint
from courtesy.loading.schema_problems import expectation
from courtesy.rules import RULE_TYPES
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_REAL_DATE = (
    "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP}-02-29)"
)
"""The form of dates that there are."""
_SAID = ("title", "description", "examples")
_OF_LISTS = ("items", "minItems", "maxItems")
_OF_MAPPINGS = ("properties", "patternProperties", "additionalProperties", "minProperties", "allOf", "defaultSnippets")
_NESTED = ("properties", "patternProperties")
_SINGLE = ("items", "additionalProperties", "propertyNames", "if", "then", "else")
_SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})
_FIRST = ("string", "integer", "number", "object", "array", "boolean", "null")
"""What a value is taken for while there is none: a key whose value may be a text is not followed by a new line."""
_KINDS = {
    "object": "a mapping",
    "array": "a list, each item of which starts with `- `",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "string": "text",
}


def readable(schema: Piece) -> Piece:
    """The schema of files, for editors."""
    definitions: Mapping[str, Piece] = schema.get("$defs", {})
    reader = _Reader(definitions)
    inside = {name: reader.read(said) for name, said in definitions.items()}
    rest = reader.read({key: said for key, said in schema.items() if key != "$defs"})
    return {**rest, "$defs": inside} if inside else rest


class _Reader:
    def __init__(self, definitions: Mapping[str, Piece]) -> None:
        self._definitions = definitions

    def read(self, node: Any, key: str = "") -> Any:
        """A part of the schema, which stands under that key of a file; no key where it stands under none."""
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return self._referred(node, key)
        found = {**node, **self._children(node, key)}
        if _of_shapes(node):
            found = self._by_shape(found, key)
        return _in_words(_apart(_of_keys_in_words(found)), node, key)

    def _referred(self, node: Piece, key: str) -> Piece:
        """What is a scalar is written out, so that its message can name the key; the rest is referred to."""
        target = self._definitions[node["$ref"].rpartition("/")[2]]
        if not _kinds(target) or not _kinds(target) <= _SCALARS:
            return node
        return _in_words({**target, **{part: node[part] for part in _SAID if part in node}}, target, key)

    def _children(self, node: Piece, key: str) -> Piece:
        inside: Piece = {
            part: {name: self.read(said, name) for name, said in node[part].items()} for part in _NESTED if part in node
        }
        of = {"propertyNames": ""}
        return inside | {part: self.read(node[part], of.get(part, key)) for part in _SINGLE if part in node}

    def _by_shape(self, node: Piece, key: str) -> Piece:
        """Alternatives of different shapes, told apart by their shape; scalars are what is left."""
        scalars = [self.read(branch, key) for branch in node["anyOf"] if self._takes_scalars(branch)]
        rest = {part: said for part, said in node.items() if part != "anyOf"}
        shaped = [branch for branch in node["anyOf"] if not self._takes_scalars(branch)]
        found = {"anyOf": scalars} if len(scalars) > 1 else scalars[0] if scalars else self.read(shaped.pop(), key)
        for branch in reversed(shaped):
            found = by_shape(next(iter(self._kinds_of(branch))), self.read(branch, key), found)
        constants = [one["const"] for one in scalars if "const" in one]
        if constants == [True]:
            offered = {"label": "true", "body": True, "description": scalars[0]["description"]}
            return {**rest, **found, "defaultSnippets": [offered]}
        kinds = {kind for branch in node["anyOf"] for kind in self._kinds_of(branch)}
        kinds |= {"null" if constant is None else "string" for constant in constants}
        return {**rest, "type": sorted(kinds, key=_FIRST.index), **found}

    def _takes_scalars(self, branch: Piece) -> bool:
        kinds = self._kinds_of(branch)
        return not kinds or bool(kinds & _SCALARS)

    def _kinds_of(self, branch: Piece) -> frozenset[str]:
        target = self._definitions[branch["$ref"].rpartition("/")[2]] if "$ref" in branch else branch
        return _kinds(target)


def _kinds(schema: Piece) -> frozenset[str]:
    kinds = schema.get("type", ())
    return frozenset([kinds] if isinstance(kinds, str) else kinds)


# ---------------------------------------------------------------- shapes


def _of_shapes(node: Piece) -> bool:
    return "anyOf" in node and not _of_keys(node["anyOf"])


def _of_keys(branches: Sequence[Piece]) -> bool:
    """Whether alternatives only ask for a key."""
    return all("required" in branch for branch in branches)


def _apart(node: Piece) -> Piece:
    """A scalar, a list and a mapping told apart where a value may be more than one of them."""
    kinds = _kinds(node)
    if "if" in node or not kinds & _SCALARS or not kinds - _SCALARS:
        return node
    apart = {*_OF_LISTS, *_OF_MAPPINGS, "pattern", "minLength"}
    found: Piece = {part: said for part, said in node.items() if part in {"pattern", "minLength"}}
    for shape, parts in (("object", _OF_MAPPINGS), ("array", _OF_LISTS)):
        if shape in kinds:
            found = by_shape(shape, {part: node[part] for part in parts if part in node}, found)
    rest = {part: said for part, said in node.items() if part not in apart}
    return {**rest, "type": sorted(kinds, key=_FIRST.index), **found}


# ---------------------------------------------------------------- words


def _of_keys_in_words(node: Piece) -> Piece:
    """How many of some keys there must be, said in words."""
    told: list[Piece] = []
    rest = dict(node)
    if "oneOf" in rest:
        keys = _keys_of(rest.pop("oneOf"))
        of_rule = keys == list(RULE_TYPES)
        none = lacking(f"{'A rule needs a type: add' if of_rule else 'Add'} {listed(keys, most=9)}.")
        two = "; a rule that needs both is two rules" if of_rule else ""
        several = lacking(f"Keep one of {listed(keys, most=9)}{two}.")
        told.append({"if": {"oneOf": _required(keys)}, "then": {}, "else": any_of_keys(keys, several, none)})
    if "anyOf" in rest and _of_keys(rest["anyOf"]):
        keys = _keys_of(rest.pop("anyOf"))
        told.append(any_of_keys(keys, {}, lacking(f"Add {listed(keys, most=9)}.")))
    if "not" in rest and "required" in rest["not"]:
        keys = rest.pop("not")["required"]
        told.append({"if": {"required": keys}, "then": lacking(f"Keep one of {listed(keys)}.")})
    return {**rest, "allOf": told} if told else rest


def _keys_of(branches: Sequence[Piece]) -> list[str]:
    return [branch["required"][0] for branch in branches]


def _required(keys: Sequence[str]) -> list[Piece]:
    return [{"required": [key]} for key in keys]


def _in_words(found: Piece, node: Piece, key: str) -> Piece:
    """A part with its messages; `node` is the same part as the schema has it."""
    match node:
        case {"enum": words}:
            sentences = BY_TITLE.get(node.get("title", ""), {})
            return {**found, "enumDescriptions": [sentences.get(word, "") for word in words]}
        case {"const": constant}:
            return {**found, "errorMessage": _takes(key, f"`{json.dumps(constant).strip(chr(34))}`")}
        case {"pattern": pattern}:
            return _with_pattern(found, pattern.replace(DATE, _REAL_DATE), in_words(node, key))
        case _:
            return _typed_in_words(found, node, key)


def _typed_in_words(found: Piece, node: Piece, key: str) -> Piece:
    kinds = _kinds(node)
    if kinds == {"object"}:
        return _mapping_in_words(found, key)
    if not kinds or ("defaultSnippets" in found and "if" in found):
        return found
    return {**found, "errorMessage": _takes(key, " or ".join(_KINDS[k] for k in _FIRST if k in kinds and k in _KINDS))}


def in_words(node: Piece, key: str) -> str:
    """What a text has to look like that has a form of its own."""
    return f"{_takes(key, expectation(node))} {sentence(form_hint(node) or node['description'])}"


def _with_pattern(found: Piece, pattern: str, said: str) -> Piece:
    """The part with its pattern and what is told of a text that has not its form, wherever the pattern stands."""
    message = {"errorMessage": said}
    if "pattern" in found:
        return {**found, **message, "pattern": pattern, "patternErrorMessage": said}
    return {**found, **message, "else": _with_pattern(found["else"], pattern, said)}


def _mapping_in_words(found: Piece, key: str) -> Piece:
    """A mapping; that it is none is told apart from what is wrong in it."""
    example = next((one for one in found.get("examples", ()) if isinstance(one, dict)), None)
    shown = "" if example is None else f", such as `{as_written(example)}`"
    message = _takes(key, f"a mapping{shown}")
    if "propertyNames" in found or "properties" not in found:
        return {**found, "errorMessage": message}
    rest = {part: said for part, said in found.items() if part != "type"}
    return {**rest, "allOf": [{"type": "object", "errorMessage": message}, *found.get("allOf", ())]}


def _takes(key: str, what: str) -> str:
    return f"`{key}` takes {what}." if key else f"Expected {what}."
