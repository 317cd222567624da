"""Values in the shape of a case file: what is stated, under the names that files have for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import asdict

from courtesy.model.case import Case, Contact, History
from courtesy.model.declaration import own_key
from courtesy.model.log import Log
from courtesy.values import Written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

SECTIONS = ("interview", "candidate", "case", "attributes")
"""The keys of a case file under which facts are stated, each by the rest of its name."""


def stated(value: Struct) -> Iterator[tuple[str, Any]]:
    """The fields that differ from what they are where nothing is said, by their names in a file."""
    for name, default in _defaults(type(value)):
        found = getattr(value, name)
        if found is not default and (type(found) is not type(default) or found != default):
            yield name.rstrip("_"), found  # which keeps a name from being a word of Python


@cache
def _defaults(kind: type[Struct]) -> tuple[tuple[str, object], ...]:
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    made = [default.factory() if hasattr(default, "factory") else default for default in defaults]
    return tuple(zip(names, [NODEFAULT] * (len(names) - len(made)) + made, strict=True))


def document_of(case: Case, strange: Collection[str] = ()) -> dict[str, Any]:
    """What a case file would say, without the strange facts; what no case can have is left for its reader to refuse."""
    document = asdict(case)
    facts, history = document.pop("facts"), document.pop("history")
    document["history"] = "unknown" if history is None else _touches(history)
    for name, value in items_of(facts):
        if str(name) not in strange:
            _state(document, str(name), value)
    return document


def items_of(facts: object) -> Iterable[tuple[object, object]]:
    """What was given as facts, which may be anything."""
    if isinstance(facts, Mapping):
        return facts.items()
    return [(facts, None)] if facts else []


def _touches(history: object) -> object:
    """The touches of a history; whatever else was given in its place."""
    if not isinstance(history, History):
        return history
    log: object = history.log
    return history.touches if isinstance(log, Log) else log


def _state(document: dict[str, Any], name: str, value: object) -> None:
    """State a fact under its section: `interview.ended_at` is the key `ended_at` of `interview`."""
    *sections, key = name.split(".") if own_key(name) is None else name.split(".", 1)
    place: dict[str, Any] = document
    for section in sections:
        inner = place.get(section, {})
        if isinstance(inner, Struct):  # what is known of it beside its facts
            inner = dict(stated(inner))
        if not isinstance(inner, dict):
            document[name] = value  # which no file may say: its reader will refuse it
            return
        place[section] = inner
        place = inner
    place.setdefault(key, value)


def for_json(value: Any) -> Any:  # noqa: PLR0911  one arm for each kind of value
    """A value of a case ready for JSON, in the shape of a case file; times are ISO 8601 text."""
    match value:
        case Case():
            said = {key: for_json(part) for key, part in document_of(value).items() if part is not None}
            return {key: part for key, part in said.items() if part not in ([], {})}
        case Struct():
            return {key: for_json(part) for key, part in stated(value)}
        case Mapping():
            return {str(key): _under(str(key), part) for key, part in value.items()}
        case Enum():
            return value.value
        case Written():
            return value.text
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case tuple():
            return [for_json(part) for part in value]
        case _:
            return value


def _under(key: str, value: Any) -> Any:
    """What stands under a key, which has told the id of a contact."""
    said = for_json(value)
    return (
        {name: part for name, part in said.items() if name != "id" or part != key}
        if isinstance(value, Contact)
        else said
    )
