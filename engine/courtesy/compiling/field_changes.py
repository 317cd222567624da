"""In which fields two statements of a rule differ, and by which order those can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.compiling.written import written
from courtesy.model.order import Order, Standing
from courtesy.model.policy import Concerns, Level
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule

_LEVELS = tuple(reversed(Level))
_NOTHING = MappingNode({})


def _by_level(before: Level, after: Level) -> Standing:
    if before is after:
        return Standing.EQUAL
    return Standing.STRICTER if _LEVELS.index(after) > _LEVELS.index(before) else Standing.LOOSER


def _by_contacts(before: Concerns, after: Concerns) -> Standing:
    if before is after:
        return Standing.EQUAL
    if after is Concerns.EVERYONE:
        return Standing.STRICTER
    return Standing.LOOSER if before is Concerns.EVERYONE else Standing.UNCOMPARABLE


HIGHER = Order("higher", _by_level)
"""The order of levels."""
MORE = Order("about more contacts", _by_contacts)
"""The order of whom a rule concerns."""


class FieldChange(NamedTuple):
    """A field of a rule's requirement that is another one: the keys that fill it, its values, and its order, if any."""

    keys: tuple[str, ...]
    was: Any
    now: Any
    order: Order | None


def field_changes(before: CompiledRule, after: CompiledRule) -> Iterator[FieldChange]:
    """The fields in which the requirements of two rules of one type differ, but for the clock and calendar."""
    kind, orders = type(before.requirement), _orders(before, after)
    for name in kind.__struct_fields__:  # type: ignore[attr-defined]  # every rule type is a struct
        was, now = getattr(before.requirement, name), getattr(after.requirement, name)
        if was == now or name == "almanac":  # which `zone` and its like make another one
            continue
        if name in orders:
            key, order = orders[name]
            yield FieldChange((kind.name, key) if key != kind.name else (key,), was, now, order)
        else:
            yield FieldChange((kind.name, _key_of(name, before, after)), was, now, None)


def _orders(before: CompiledRule, after: CompiledRule) -> dict[str, tuple[str, Order]]:
    """The keys with an order that both rules are written with, by the field that each fills."""
    old, new = _bodies(before, after)
    kind = type(before.requirement)
    return {
        order.field or key: (key, order)
        for key, order in kind.stricter.items()
        if order.of_nothing or key == kind.name or (key in old and key in new)
    }


def _key_of(field: str, before: CompiledRule, after: CompiledRule) -> str:
    """The key that fills a field without an order: of the same name, or else the first under which all differs."""
    old, new = _bodies(before, after)
    changed = (key for key in {**old, **new} if written(old, key) != written(new, key))
    ordered = type(before.requirement).stricter
    return field if field in {**old, **new} else next((key for key in changed if key not in ordered), field)


def _bodies(before: CompiledRule, after: CompiledRule) -> tuple[MappingNode, MappingNode]:
    """What stands under the rule type before and after; nothing where that has no keys."""
    old, new = ((one.rule.tree or _NOTHING).get(one.rule.type) for one in (before, after))
    return old if isinstance(old, MappingNode) else _NOTHING, new if isinstance(new, MappingNode) else _NOTHING
