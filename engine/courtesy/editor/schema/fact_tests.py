"""What a condition may ask of a fact, and a selector of a field of a touch: by its type, with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.editor.schema.pieces import Piece, one_or_list, snippets, words
from courtesy.editor.schema.sentences import FACT_TYPES, UNITS
from courtesy.instants import TIME_OF_DAY, TIME_OR_DATE
from courtesy.model.declaration import Kind
from courtesy.model.forms import FORMS
from courtesy.values import DURATION, Duration, FactType
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.editor.schema.words import Words
    from courtesy.model.declaration import FactDeclaration

DECLARED_UNDER = {Kind.CHANNEL: "channels", Kind.PURPOSE: "purposes", Kind.ROLES: "roles"}
"""The section of a manifest that adds to the words of a kind."""
_ORDERED = ("at_least", "at_most", "more_than", "less_than")
_FORMS: Mapping[FactType, Piece] = {
    FactType.INTEGER: {"type": "integer"},
    FactType.NUMBER: {"type": "number"},
    FactType.TIME: {"type": "string", "pattern": f"^{TIME_OR_DATE}$"},
    FactType.TIME_OF_DAY: {"type": "string", "pattern": f"^{TIME_OF_DAY}$"},
    FactType.DURATION: {"type": "string", "pattern": f"^{DURATION}$"},
}
_SAMPLES: Mapping[FactType, tuple[object, ...]] = {
    FactType.INTEGER: (0,),
    FactType.NUMBER: (0,),
    FactType.TIME: ("2026-11-20",),
    FactType.TIME_OF_DAY: ('"09:00"',),
}
"""What is offered to be written over."""


def fact(declaration: FactDeclaration, test: Piece, words: Words) -> Piece:
    """The property of a condition that asks for a fact; `test` is the schema of tests of any type."""
    kind = declaration.type
    unit = f", in {declaration.unit}" if declaration.unit else ""
    one = value_of(declaration, words)
    title = sentence(declaration.title).removesuffix(".")
    return {
        "title": declaration.name,
        "description": f"{title} ({kind}{unit}).",
        "markdownDescription": "  \n".join([f"{title} ({kind.replace('_', ' ')}{unit}).", *_said(declaration)]),
        **one_or_list(one, mapping=_operators(one, test, kind)),
        "defaultSnippets": _offered(one, kind),
    }


def field_test(name: str, field: Piece, words: Words) -> Piece:
    """The property of a selector that asks for a field of a touch; `field` is what the schema says of any value."""
    own = words.attributes.get(name)
    one = value_of(own, words) if own is not None else _field_value(name, words)
    said = {"title": own.name, "description": f"{sentence(own.title).removesuffix('.')} ({own.type})."} if own else {}
    mapping = _mapping(field, {key: _operand(said, one) for key, said in field["properties"].items()})
    return {**{key: field[key] for key in ("title", "description")}, **said, **one_or_list(one, mapping=mapping)}


def _said(declaration: FactDeclaration) -> list[str]:
    """How the values of a fact are said: of a boolean, both; of others none, since their words say it."""
    if declaration.type is not FactType.BOOLEAN:
        return []
    told = {"true": declaration.says, "false": declaration.denies}
    return [f"`{value}`: {sentence(said)}" for value, said in told.items() if said]


def _field_value(name: str, words_of_policy: Words) -> Piece:
    known = words_of_policy.of_field(name)
    declared = DECLARED_UNDER.get(name, "")  # type: ignore[call-overload]
    return words(known, f"a known {name.removesuffix('s')}", closed=words_of_policy.whole, declared=declared)


def value_of(declaration: FactDeclaration, known: Words) -> Piece:
    """One value of a fact, as a rule or a case writes it."""
    kind = declaration.type
    if kind is FactType.BOOLEAN:
        meanings = {True: sentence(declaration.says), False: sentence(declaration.denies)}
        return {
            "enum": list(meanings),
            "enumDescriptions": [said if said != "." else "" for said in meanings.values()],
            "errorMessage": f"Expected {FORMS[kind].expected}, without quotes.",
        }
    form = _FORMS.get(kind)
    if form is not None:
        expected = FORMS[kind].expected if kind in FORMS else "a date or time such as `2026-11-27T15:30`"
        return {**form, "errorMessage": f"Expected {expected}.", **_samples(kind)}
    declared = "" if declaration.kind is None else DECLARED_UNDER.get(declaration.kind, "")
    return words(known.of_fact(declaration), f"a value of `{declaration.name}`", closed=known.whole, declared=declared)


def _samples(kind: FactType) -> Piece:
    if kind is FactType.DURATION:
        offered = {str(Duration(2, unit)): said for unit, said in UNITS.items()}
        return {"defaultSnippets": snippets(offered)}
    samples: list[Any] = [{"label": str(one), "body": one, "description": FACT_TYPES[kind]} for one in _SAMPLES[kind]]
    return {"defaultSnippets": samples}


def _operators(one: Piece, test: Piece, kind: FactType) -> Piece:
    """The mapping of operators that make sense for a fact of this type."""
    left_out = set() if kind.ordered else set(_ORDERED)
    if kind is not FactType.SET:
        left_out.add("includes")
    fitting = {key: _operand(said, one) for key, said in test["properties"].items() if key not in left_out}
    return _mapping(test, fitting)


def _operand(said: Piece, one: Piece) -> Piece:
    """What stands under an operator: a value, or a list of them where the schema says so."""
    told = {key: said[key] for key in ("title", "description")}
    if said.get("type") == "boolean":
        return {**told, "type": "boolean"}
    shape = said.get("$ref", "").rpartition("/")[2]
    if shape == "values":
        return {**told, "type": "array", "minItems": 1, "items": {**told, **one}}
    if shape == "value_or_values":
        return {**told, **one_or_list(one)}
    return {**told, **one}


def _mapping(schema: Piece, properties: Mapping[str, Piece]) -> Piece:
    return {"minProperties": schema.get("minProperties", 1), "properties": properties, "additionalProperties": False}


def _offered(one: Piece, kind: FactType) -> list[Piece]:
    """What stands behind a fact that is accepted: its values, and of what has an order also its bounds."""
    values: list[Piece] = one_or_list(one)["defaultSnippets"]
    if not kind.ordered:
        return values
    sample = values[0]["body"]
    return [
        {"label": f"{key}: ...", "body": {key: f"${{1:{sample}}}"}, "description": f"With a bound: {key}."}
        for key in ("at_most", "at_least")
    ] + values
