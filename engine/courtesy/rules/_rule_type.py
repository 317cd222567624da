"""What all rule types share: what holds of one whose file says nothing else, and how it writes its part of the schema.

Whether a rule forbids for good, and what can be done first so that it is kept, planning reads off the predicate that
the rule lowers to (`model/bearing.py`): no rule type says it a second time. Each says itself, in `stricter`, which of
its fields have an order, along which a locked rule may be changed: there is no default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from courtesy.rules._numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.predicate import Predicate
    from courtesy.spans import Tree

FALLBACK = {
    "description": "The case date to count from where the first is unknown; of several, the first that is known.",
    "type": ["string", "array"],
    "minLength": 1,
    "minItems": 1,
    "examples": ["interview.ended_at"],
    "items": {
        "title": "Case date",
        "description": "A date to count from where those before it are unknown.",
        "type": "string",
        "minLength": 1,
        "examples": ["interview.ended_at"],
    },
}
"""The key `or` beside an anchor."""
BEFORE = {
    "title": "Before",
    "description": "Before which date of the case.",
    "type": "string",
    "minLength": 1,
    "examples": ["interview.decision_promised_for"],
}
"""The key `before`: touches have happened already, so that it takes dates only."""


class RuleType(Struct, frozen=True, kw_only=True):
    """A requirement of single acts, judged for one contact at a time."""

    synonyms: ClassVar[tuple[str, ...]] = ()
    of_plan: ClassVar[bool] = False
    offers: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of_a_contact(cls, body: Tree) -> bool:  # noqa: ARG003  another rule type reads it
        """Whether a rule with this body is about one contact at a time."""
        return True

    @classmethod
    def numbers(cls, body: Tree) -> Mapping[str, str]:
        """The numbers of a rule with this body that its title and reasons may carry, as they are said there."""
        return numbers_in(body, cls.offers)

    def premises(self) -> tuple[Predicate, ...]:
        """What must hold, beside the rule's own `applies_to`, for it to ask anything."""
        return ()


def refers(part: str, description: str) -> dict[str, Any]:
    """The schema of a value that is written as one of the parts that rules share: `duration`, `selector`, `anchor`."""
    return {"description": description, "$ref": f"#/$defs/{part}"}


def number(description: str, *, minimum: int) -> dict[str, Any]:
    """The schema of a whole number."""
    return {"description": description, "type": "integer", "minimum": minimum, "maximum": 1_000_000}


def mapping(
    description: str,
    *,
    example: Mapping[str, Any],
    required: tuple[str, ...],
    any_of: tuple[str, ...] = (),
    one_of: tuple[str, ...] = (),
    together: tuple[tuple[str, str], ...] = (),
    **keys: dict[str, Any],
) -> dict[str, Any]:
    """The schema of a body that is a mapping of `keys`; `or_` is the key `or`.

    At least one of them is in `any_of`, exactly one in `one_of`; of those that go `together` the first asks for the
    second.
    """
    named = {key.rstrip("_"): schema for key, schema in keys.items()}
    return {
        "description": description,
        "examples": [example],
        "type": "object",
        "properties": {key: {"title": _title(key), **schema} for key, schema in named.items()},
        "required": list(required),
        **({"dependentRequired": {key: [other] for key, other in together}} if together else {}),
        **({"oneOf": [_with(key) for key in one_of]} if one_of else {}),
        **({"anyOf": [_with(key) for key in any_of]} if any_of else {}),
        "additionalProperties": False,
    }


def _with(key: str) -> dict[str, Any]:
    return {"title": f"With `{key}`", "description": f"The form that has the key `{key}`.", "required": [key]}


def _title(key: str) -> str:
    return key.replace("_", " ").capitalize()
