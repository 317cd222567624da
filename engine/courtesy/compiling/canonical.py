"""One form for all that judges alike: whatever the layout, the order of what has none, or the unit of a length."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct

from courtesy.model.predicate import All, Fact
from courtesy.model.predicate import Any as AnyOf
from courtesy.values import Duration, DurationUnit

Form = Any
"""What JSON can write: equal forms are written alike, once their keys are sorted."""

_UNORDERED = frozenset(
    {"tests", "same", "marks", "open_hours", "hours", "own_hours", "on", "not_on", "closed", "weekends"}
)
"""The fields whose values come in no order; that of all others says something."""
_WORDS = frozenset({"title", "because"})
"""The fields that are read and judge nothing."""
_CLOCKS = frozenset({"almanac", "zone"})
"""The fields by which local times are read."""
_IN_SMALLER_UNITS = {
    DurationUnit.HOUR: (60, DurationUnit.MINUTE),
    DurationUnit.WEEK: (7, DurationUnit.DAY),
    DurationUnit.YEAR: (12, DurationUnit.MONTH),
}
"""Units that are always the same multiple of another one. A day is no number of hours: clocks are put forward."""


def form(value: Any) -> Form:  # noqa: C901, PLR0911  one line for each kind of value
    """The form of a compiled value. What a struct says by default is left out, so that new fields change no form."""
    match value:
        case Duration(count, unit):
            factor, smaller = _IN_SMALLER_UNITS.get(unit, (1, unit))
            return f"{count * factor} {smaller}"
        case Fact(name=name, almanac=almanac):
            return {"fact": name} if almanac is None else {"fact": name, "almanac": form(almanac)}
        case All(parts) | AnyOf(parts):
            return _combination(type(value), parts)
        case Struct():
            return _struct(value)
        case bool() | None:
            return value
        case float() if value.is_integer():
            return int(value)
        case int() | float():
            return value + 0
        case str():
            return str(value)
        case date():
            return value.isoformat()
        case frozenset():
            return in_no_order(value)
        case dict():
            return {str(key): form(inner) for key, inner in value.items()}
        case _:
            return [form(item) for item in value]


def without_clocks(value: Any) -> Form:
    """The form of a compiled value as it reads by any clock and calendar: without zones, calendars and weeks."""
    return _without_clocks(form(value))


def _without_clocks(said: Form) -> Form:
    if isinstance(said, dict):
        return {key: _without_clocks(inner) for key, inner in said.items() if key not in _CLOCKS}
    return [_without_clocks(inner) for inner in said] if isinstance(said, list) else said


def in_no_order(values: Any) -> list[Form]:
    """The forms of several values of which each counts once, whatever their order."""
    forms = {_key(one): one for one in map(form, values)}
    return [forms[key] for key in sorted(forms)]


def _combination(kind: type[All | AnyOf], parts: tuple[Any, ...]) -> Form:
    """All or any of several parts, those of a part of the same kind among them; of a single one, that one."""
    flat: list[Any] = []
    for part in parts:
        flat += part.parts if type(part) is kind else (part,)
    forms = in_no_order(flat)
    return forms[0] if len(forms) == 1 else {kind.__name__: forms}


def _struct(value: Struct) -> Form:
    said: dict[str, Form] = {}
    for name, usual in _usual(type(value)).items():
        inner = getattr(value, name)
        if inner != usual or type(inner) is not type(usual):
            said[name] = _unordered(inner) if name in _UNORDERED else form(inner)
    return {type(value).__name__: said}


def _unordered(value: Any) -> Form:
    """Several values without an order, or such values by their keys; a field of the same name may hold another kind."""
    if isinstance(value, dict):
        return {str(key): in_no_order(inner) for key, inner in value.items()}
    return in_no_order(value) if isinstance(value, tuple) else form(value)


@cache
def _usual(kind: type[Struct]) -> dict[str, Any]:
    """The fields of a struct that judge, with what they say by default: nothing is equal to NODEFAULT."""
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    stated = [NODEFAULT] * (len(names) - len(defaults)) + [
        usual.factory() if hasattr(usual, "factory") else usual for usual in defaults
    ]
    return {name: usual for name, usual in zip(names, stated, strict=True) if name not in _WORDS}


def _key(one: Form) -> str:
    import json  # noqa: PLC0415  cold start

    return json.dumps(one, sort_keys=True)
