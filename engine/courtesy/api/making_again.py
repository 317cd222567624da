"""Makes values again, each of the class that is asked for, of what is told of them in JSON."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from courtesy.api.calendars import calendar_problem
from courtesy.api.told import AMONG, KEYS, UNFOLDED, is_nowhere, span_of
from courtesy.errors import InvalidInputError
from courtesy.loading.act_reader import ActReader
from courtesy.loading.case_loader import UNKNOWN, read_case
from courtesy.loading.python_source import tree_of
from courtesy.model.case import Case
from courtesy.model.declaration import own_name
from courtesy.model.frozen import frozen
from courtesy.model.plan import Plan
from courtesy.model.verdict import PlanVerdict, Verdict
from courtesy.spans import MappingNode, Span
from courtesy.values import Truth, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.errors import Problem
    from courtesy.model.vocabulary import Vocabulary

_OF_THE_WHOLE = ("policy", "now", "matcher", "engine")
"""What a document tells once for all of its actions."""
_PLACES = (Span, Span | None)
_TRUTHS = {False: Truth.FALSE, None: Truth.UNKNOWN, True: Truth.TRUE}


class Reader:
    """Reads values in the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def struct(self, kind: Any, data: Mapping[str, Any]) -> Any:
        """The value of a class for which JSON has `data`."""
        if kind is Case:
            return read_case(tree_of(data, none=UNKNOWN), self.vocabulary, calendar_problem)
        if kind is Span:
            return span_of(data)
        if kind is Verdict and "actions" in data:
            (data,) = _whole(data)
        elif kind in {PlanVerdict, Plan}:
            data = {**data, "actions": _whole(data)}
        elif kind in UNFOLDED:
            data = UNFOLDED[kind](data)
        hints = get_type_hints(kind)
        return kind(**{name: self.value(hints[name], told) for name, told in _told(kind, data, hints)})

    def value(self, hint: Any, data: Any) -> Any:  # noqa: C901, PLR0911  one arm for each kind of type
        """The value of a type for which JSON has `data`."""
        choices = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
        for choice in choices:
            made = get_origin(choice) or choice
            match data:
                case list() if made is tuple:
                    return tuple(self.value(get_args(choice)[0], item) for item in data)
                case list() if made is frozenset:
                    return frozenset(data)
                case Mapping() if made is Span and type(None) in choices and is_nowhere(data):
                    return None
                case Mapping() if isinstance(made, type) and issubclass(made, Struct):
                    return self.struct(made, data)
                case Mapping() if made is Mapping and (inner := get_args(choice)[1]) != Value:
                    return frozen({key: self.value(inner, item) for key, item in data.items()})
                case Mapping() if made is Mapping:
                    return self.attributes(data)
                case str() if isinstance(made, type) and issubclass(made, Enum):
                    return made(data)
                case str() if made in {datetime, date}:
                    return made.fromisoformat(data)
                case bool() | None if made is Truth:
                    return _TRUTHS[data]
        return data

    def attributes(self, data: Mapping[str, Any]) -> dict[str, Value]:
        """What an act states of facts of the policy's own; as it is told where they are not declared."""
        declared = {name: value for name, value in data.items() if own_name(name) in self.vocabulary.facts}
        problems: list[Problem] = []
        acts = ActReader(None, {}, self.vocabulary, problems)
        read = acts.attributes(MappingNode({"attributes": tree_of(declared)}))
        if problems:
            raise InvalidInputError(problems)
        return {**data, **read}


def _told(kind: Any, data: Mapping[str, Any], hints: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a class that are told, each with what is told of it."""
    keys, among = KEYS.get(kind, {}), AMONG.get(kind, ())
    for name in kind.__struct_fields__:
        key = keys.get(name, name).rstrip("_")
        if name in among:
            apart = data.get(key, {})
            yield name, None if apart is None else {**data, **apart}
        elif hints[name] in _PLACES:
            yield name, data  # where it stands is told among the other keys
        elif key in data:
            yield name, data[key]


def _whole(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The actions of a document with what it tells once for all of them."""
    return [{**{name: data[name] for name in _OF_THE_WHOLE}, **action} for action in data["actions"]]
