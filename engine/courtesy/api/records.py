"""Values from what `to_dict` gives of them: they come back from queues, files and other programs."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from courtesy.api.arguments import kind_of
from courtesy.api.errors import UnusableArgumentError
from courtesy.loading.case_loader import UNKNOWN, read_case
from courtesy.loading.python_source import tree_of
from courtesy.model.case import Case
from courtesy.model.verdict import Condition, Finding, Obligation, PlanVerdict, Verdict
from courtesy.model.vocabulary import BUILT_IN
from courtesy.values import Truth

_T = TypeVar("_T")
_KEYS: dict[type, dict[str, str]] = {
    Finding: {"rule_id": "rule"},
    Obligation: {"rule_id": "rule", "standing": "status"},
}
"""Where the key of a field is not its name."""
_OF_THE_WHOLE = ("policy", "now", "matcher", "engine")
"""What a document tells once for all of its actions."""
_HOLDS = {False: Truth.FALSE, None: Truth.UNKNOWN, True: Truth.TRUE}


def from_dict(kind: type[_T], data: Mapping[str, Any]) -> _T:
    """The value of that class whose `to_dict` is `data`: a case or a part of one, a verdict or a part of one.

    Times come back with their offsets, not with the names of their zones. A case is read in the built-in words; one
    that uses a policy's own is read by the policy's `case_from`. Raises UnusableArgumentError, InvalidInputError.
    """
    if kind is Case:
        return read_case(tree_of(data, none=UNKNOWN), BUILT_IN)  # type: ignore[return-value]  # it is that class
    try:
        return _struct(kind, data)  # type: ignore[no-any-return]  # made of the class that is asked for
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        what = f"expected what `to_dict` gives of a `{getattr(kind, '__name__', kind)}`, found {kind_of(data)}"
        raise UnusableArgumentError(f"{what} that is none", "give the data as `to_dict` gave it") from None


def _struct(kind: Any, data: Mapping[str, Any]) -> Any:
    if kind is Verdict and "actions" in data:
        (action,) = _whole(data)
        return _struct(Verdict, action)
    if kind is PlanVerdict:
        data = {**data, "actions": _whole(data)}
    keys, hints = _KEYS.get(kind, {}), get_type_hints(kind)
    stated = {name: data[key] for name in kind.__struct_fields__ if (key := _key(name, keys)) in data}
    if kind is Condition:
        stated["holds"] = _HOLDS[stated["holds"]]
    return kind(**{name: _value(hints[name], value) for name, value in stated.items()})


def _key(name: str, keys: Mapping[str, str]) -> str:
    return keys.get(name, name).rstrip("_")


def _whole(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The actions of a document with what it tells once for all of them."""
    return [{**{name: data[name] for name in _OF_THE_WHOLE}, **action} for action in data["actions"]]


def _value(hint: Any, data: Any) -> Any:  # noqa: PLR0911  one arm for each kind of type
    """The value of a type for which JSON has `data`."""
    choices = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
    for choice in choices:
        made = get_origin(choice) or choice
        match data:
            case list() if made is tuple:
                return tuple(_value(get_args(choice)[0], item) for item in data)
            case list() if made is frozenset:
                return frozenset(data)
            case Mapping() if isinstance(made, type) and issubclass(made, Struct):
                return _struct(made, data)
            case Mapping() if made is Mapping:
                return {key: _value(get_args(choice)[1], item) for key, item in data.items()}
            case str() if isinstance(made, type) and issubclass(made, Enum):
                return made(data)
            case str() if made in {datetime, date}:
                return made.fromisoformat(data)
    return data
