"""What a rule about the whole plan cannot ask for: there is no single action, and often no single contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.conditions import SHORTHANDS
from courtesy.model.declaration import Subject
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.editor.schema.pieces import Piece
    from courtesy.model.declaration import FactDeclaration

_ACT, _CONTACT = "condition_without_act", "condition_without_contact"
_FOR_EACH = "for_each"


def without_act(facts: Mapping[str, FactDeclaration]) -> dict[str, Piece]:
    """The definitions of conditions that refuse what there is none to ask of."""
    of_act = [name for name, fact in facts.items() if fact.of.of_an_act]
    short = [key for key, name in SHORTHANDS.items() if name in of_act]
    of_contact = [name for name, fact in facts.items() if fact.of is Subject.CONTACT]
    no_act = "What is owed is no single action yet, so that nothing can be asked of one here: say it under `act`."
    no_contact = f"What is owed once is owed to nobody in particular: add `{_FOR_EACH}`, or ask for something else."
    return {_ACT: _refusing(_ACT, [*of_act, *short], no_act), _CONTACT: _refusing(_CONTACT, of_contact, no_contact)}


def _refusing(name: str, facts: list[str], message: str) -> Piece:
    inside = {"$ref": f"#/$defs/{name}"}
    nested = {"all": {"items": inside}, "any": {"items": inside}, "not": inside}
    return {"properties": {**dict.fromkeys(facts, False), **nested}, "errorMessage": message}


def conditions_of_plans() -> list[Piece]:
    """What holds of a rule whose type is about the whole plan."""
    told: list[Piece] = []
    for name in (name for name, kind in RULE_TYPES.items() if kind.of_plan):
        told.append({"if": {"required": [name]}, "then": _conditions(_ACT)})
        once = {"properties": {name: {"type": "object", "not": {"required": [_FOR_EACH]}}}, "required": [name]}
        told.append({"if": once, "then": _conditions(_CONTACT)})
    return told


def _conditions(name: str) -> Piece:
    return {"properties": {key: {"$ref": f"#/$defs/{name}"} for key in ("applies_to", "unless")}}
