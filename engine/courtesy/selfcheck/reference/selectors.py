"""Which touches a selector means, for certain or perhaps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.ordering import order
from courtesy.selfcheck.reference.scalars import listed, literal
from courtesy.selfcheck.reference.truth import Kleene, both, either, no

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.case import Touch
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Happening, Situation, Value

VOID = {"bounced", "failed", "cancelled"}
_WAYS = {"direction", "to", "same", "copies"}


def matching(selector: Part, situation: Situation, touches: Sequence[Happening]) -> Iterator[tuple[Happening, bool]]:
    """The touches that match or may match, in the order given, each with whether that is certain.

    Of several selectors in a list any one is enough.
    """
    kinds = selector if isinstance(selector, list) else [selector or {}]
    for seen in touches:
        found = either(both(_parts(kind, situation, seen.touch)) for kind in kinds)
        if found is not False:
            yield seen, found is True


def _parts(selector: Part, situation: Situation, touch: Touch) -> Iterator[Kleene]:
    """Everything that must hold of a touch."""
    direction = selector.get("direction", "outbound")
    yield direction in {"any", touch.direction.value}
    whom = (*touch.contacts, *touch.cc) if selector.get("copies") == "true" else touch.contacts
    yield _concerns(_whose(selector, situation), situation, touch, whom)
    if "outcome" not in selector:
        yield touch.outcome not in VOID
    for field, test in selector.items():
        if field not in _WAYS:
            yield from _tested(field, test, situation, touch, whom)
    for field in listed(selector.get("same")):
        yield _same(str(field), situation, touch)


def _whose(selector: Part, situation: Situation) -> str:
    return str(selector.get("to", "same_contact" if situation.of_a_contact else "same_company"))


def _concerns(to: str, situation: Situation, touch: Touch, whom: Sequence[str]) -> bool:
    """Whether a touch is one with the contact, the company, or anyone; without a contact, with nobody or anybody."""
    if situation.recipient is None:
        return to != "same_contact" or not touch.contacts
    if to == "same_contact":
        return situation.recipient.id in whom
    return to == "anyone" or any(name in situation.case.contacts for name in whom)


def _tested(field: str, test: Part, situation: Situation, touch: Touch, whom: Sequence[str]) -> Iterator[Kleene]:
    """The tests of one field."""
    if not isinstance(test, dict):
        yield _one_of(field, test, situation, touch, whom, wanted=True)
        return
    for operator, operand in test.items():
        if operator == "includes":
            for one in listed(operand):
                yield _one_of(field, one, situation, touch, whom, wanted=True)
        else:
            yield _one_of(field, operand, situation, touch, whom, wanted=operator not in {"is_not", "none_of"})


def _one_of(  # noqa: PLR0911  one return for each kind of field
    field: str, tree: Part, situation: Situation, touch: Touch, whom: Sequence[str], *, wanted: bool
) -> Kleene:
    """Whether a field has one of the values (where `wanted`), or none of them."""
    values = {literal(field, item, situation) for item in listed(tree)}
    match field:
        case "tags":
            return bool(touch.tags & values) is wanted
        case "roles":
            known = [situation.case.contacts[name].roles for name in whom if name in situation.case.contacts]
            if any(roles is not None and roles & values for roles in known):
                return wanted
            return None if None in known else not wanted
        case "event":
            return (touch.event in values) is wanted
        case "channel" | "outcome":
            return (getattr(touch, field) in values) is wanted
        case "purpose":
            if touch.purpose is None:
                return None if touch.direction.value == "outbound" else not wanted
            return (touch.purpose in values) is wanted
        case _:
            value = situation.attribute(touch.attributes, field)
            if value is None:
                return None
            found = either(_equal(value, one, situation) for one in values)
            return found if wanted else no(found)


def _same(field: str, situation: Situation, touch: Touch) -> Kleene:
    """Whether a touch has the action's own value in a field."""
    action = situation.action
    match field:
        case "channel":
            return action is not None and touch.channel == action.channel
        case "tags":
            return action is not None and touch.tags == action.tags
        case "purpose":
            own = None if action is None else action.purpose
            if touch.purpose is None and touch.direction.value == "inbound":
                return False
            return None if own is None or touch.purpose is None else own == touch.purpose
        case _:
            theirs, mine = situation.attribute(touch.attributes, field), situation.stated(field)
            if mine is None or theirs is None:
                return None
            return _equal(theirs, mine, situation)


def _equal(theirs: Value, ours: Value, situation: Situation) -> Kleene:
    """Whether two values are equal; a time equals a bare date if it lies in it."""
    found = order(theirs, ours, situation) if isinstance(ours, date) else int(theirs != ours)
    return None if found is None else found == 0
