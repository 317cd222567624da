"""Python data to a tree, so that one reader reads files and values: mappings, objects with fields, what databases give.

None means absent, and so unknown: a key whose value is None is left out. Where leaving it out would say something
(without a `history` nothing has happened), the caller says what None stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import count
from math import isfinite
from typing import TYPE_CHECKING, Any
from uuid import UUID

from msgspec import Struct

from courtesy.bounds import MAX_DEPTH, MAX_VALUES
from courtesy.deadline import look_at_the_clock
from courtesy.errors import InvalidInputError
from courtesy.loading.characters import has_control_characters
from courtesy.loading.errors import DuplicateKeyError, LimitExceededError, NotTextError, WrongTypeError, quoted
from courtesy.model.document import stated as stated_in
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span
from courtesy.values import Written

if TYPE_CHECKING:
    from courtesy.errors import Problem
    from courtesy.spans import Path, Tree

_HALVES = range(0xD800, 0xE000)
_LARGEST = 10**18
_MINUTE = timedelta(minutes=1)
_MEANINGLESS = (BaseException, bytes, bytearray, memoryview)
"""What has items or fields that say nothing about a case; functions and classes are no better."""


def tree_of(data: object, *, none: Mapping[Path, str] | None = None) -> Tree:
    """The tree of Python data; each place knows the path that leads to it.

    `none` says what None stands for at a path, where it is not the same as leaving the key out. Raises
    InvalidInputError that names, by its path and type, all that cannot be taken.
    """
    converter = _Converter(none or {})
    tree = converter.tree(_plain(data), (), 0)
    if converter.problems:
        raise InvalidInputError(converter.problems)
    return tree


def _control_character(text: str) -> str:
    """The first character that is none of a text."""
    number = next(ord(one) for one in text if has_control_characters(one))
    what = "half a character," if number in _HALVES else "the control character"
    return f"{what} U+{number:04X}"


class _Converter:
    def __init__(self, none: Mapping[Path, str]) -> None:
        self.none = none
        self.problems: list[Problem] = []
        self.values = count(1)

    def tree(self, data: object, path: Path, depth: int) -> Tree:  # noqa: C901, PLR0911  one arm for each type
        span = _place(path)
        if depth > MAX_DEPTH or next(self.values) > MAX_VALUES:
            limit = f"{MAX_DEPTH} levels of nesting" if depth > MAX_DEPTH else f"{MAX_VALUES:,} values"
            raise InvalidInputError([LimitExceededError(span, f"at most {limit}", "more")])
        look_at_the_clock()
        match data:
            case Scalar() | MappingNode() | SequenceNode():
                return data
            case str():
                if has_control_characters(data):
                    self.problems.append(NotTextError(span, "text", _control_character(data), "remove it"))
                return Scalar(str.__str__(data), span)
            case bool():
                return Scalar("true" if data else "false", span, plain=True)
            case None:
                return Scalar("null", span, plain=True)
            case Written():
                return Scalar(data.text, span, plain=True)
            case int() | float() | Decimal():  # NaN and the infinite ones included
                return self.number(data, span)
            case UUID():
                return Scalar(str(data), span)
            case date() | time() | timedelta():
                return Scalar(_time_text(data), span)
            case _:
                return self.compound(data, path, depth)

    def number(self, data: float | Decimal, span: Span) -> Scalar:
        if not _is_finite(data):
            self.problems.append(WrongTypeError(span, "a finite number", quoted(str(data))))
        elif not -_LARGEST < data < _LARGEST:
            self.problems.append(WrongTypeError(span, "a number below 10^18", "a larger one"))
        else:
            whole = isinstance(data, int) or (isinstance(data, Decimal) and data == int(data))
            return Scalar(str(int(data) if whole else float(data)), span, plain=True)
        return Scalar("0", span, plain=True)

    def compound(self, data: object, path: Path, depth: int) -> Tree:
        if isinstance(data, Mapping):
            return self.mapping(data.items(), path, depth)
        if not (callable(data) or isinstance(data, _MEANINGLESS)):
            if (stated := _stated_fields(data)) is not None:
                # The key under which it stands has told its id.
                told = ((key, value) for key, value in stated if not (key == "id" and path[-1:] == (value,)))
                return self.mapping(told, path, depth)
            if isinstance(data, Iterable):
                items = sorted(data, key=str) if isinstance(data, frozenset | set) else data
                found = [self.tree(_plain(item), (*path, place), depth + 1) for place, item in enumerate(items)]
                return SequenceNode(found, _place(path))
        taken = "text, a number, a truth value, a time, a list, a mapping or an object with fields"
        found_type = f"a value of type `{type(data).__qualname__:.60}`"
        self.problems.append(WrongTypeError(_place(path), taken, found_type))
        return Scalar("", _place(path))

    def mapping(self, data: Iterable[tuple[object, object]], path: Path, depth: int) -> MappingNode:
        items: dict[str, Tree] = {}
        spans: dict[str, Span] = {}
        for given, given_value in data:
            key, value = _plain(given), _plain(given_value)
            if isinstance(key, str) and has_control_characters(key):
                self.problems.append(NotTextError(_place(path), "text as a key", _control_character(key), "remove it"))
                continue
            if not isinstance(key, str | int | UUID) or isinstance(key, bool):
                self.problems.append(WrongTypeError(_place(path), "text as a key", f"`{key!r:.60}`"))
                continue
            name = str(key)
            inner = (*path, name)
            if name in spans:
                self.problems.append(DuplicateKeyError(_place(inner), name, spans[name]))
            spans[name] = _place(inner)
            stated = self.none.get(inner) if value is None else value
            if stated is not None:
                items[name] = self.tree(stated, inner, depth + 1)
        return MappingNode(items, _place(path), spans)


def _place(path: Path) -> Span:
    return Span("<given>", path=path)


def _is_finite(number: float | Decimal) -> bool:
    if isinstance(number, Decimal):
        return number.is_finite()
    return isinstance(number, int) or isfinite(number)


def _plain(data: Any) -> Any:
    """The value of Python that a member of an enumeration or a value of numpy or pandas stands for."""
    if isinstance(data, Enum):
        return _plain(data.value)
    if hasattr(type(data), "dtype"):  # of numpy, or a column of pandas; its times are of any unit
        return (data.astype("datetime64[us]") if data.dtype.kind == "M" else data).tolist()
    if isinstance(data, date) and data != data:  # noqa: PLR0124  the NaT of pandas, a time that is none
        return None
    return data


def _time_text(data: date | time | timedelta) -> str:
    if isinstance(data, timedelta):
        minutes, rest = divmod(data, _MINUTE)
        return str(data) if rest else f"{minutes} minutes"
    if isinstance(data, datetime) and (data.utcoffset() or timedelta()) % _MINUTE:
        # Offsets with seconds, of before there were time zones, cannot be written.
        return (data.replace(tzinfo=UTC) - (data.utcoffset() or timedelta())).isoformat()
    return data.isoformat()


def _stated_fields(data: Any) -> list[tuple[Any, object]] | None:
    """The fields of an object, or None where it has none; a final underscore keeps a name from being Python's."""
    if isinstance(data, Struct) and not isinstance(data, Iterable):
        return list(stated_in(data))
    if hasattr(type(data), "model_dump"):  # Pydantic
        return _stated_fields(data.model_dump()) or list(data.model_dump().items())
    if hasattr(type(data), "keys") and hasattr(type(data), "__getitem__"):  # a row of a database
        return [(name, data[name]) for name in data.keys()]  # noqa: SIM118  it is iterated by value
    if is_dataclass(data):
        names: Iterable[str] = (field.name for field in dataclass_fields(data))
    elif isinstance(data, tuple):
        names = getattr(data, "_fields", ())
    elif isinstance(data, Iterable):
        return None
    else:
        annotated = (name for kind in type(data).__mro__ for name in getattr(kind, "__annotations__", ()))
        names = dict.fromkeys((*annotated, *getattr(data, "__dict__", ())))
    stated = [(name.rstrip("_"), getattr(data, name)) for name in names if name[:1] != "_" and hasattr(data, name)]
    return stated or None
