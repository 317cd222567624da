"""Touches in the words of a case file, and questions about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from courtesy.instants import find_zone, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from courtesy.journal.layout import Entry

_ORDER = (
    "id", "channel", "purpose", "direction", "from", "to", "cc", "at", "event", "outcome", "tags", "attributes",
    "message_id",
)  # fmt: skip
"""The keys of a touch, in the order in which they are written."""
_LISTS = frozenset({"cc", "tags"})


class Choice(NamedTuple):
    """One answer to a question: the flag that gives it, its value, and what it means."""

    field: str
    value: str
    meaning: str = ""


class Question(Struct, frozen=True):
    """What has to be known before something can be recorded, and is not guessed. `about` is the file of a mail."""

    about: str
    text: str
    choices: tuple[Choice, ...]


def entry(values: Mapping[str, Any]) -> Entry:
    """A touch with these values, None and empty ones left out; one person is no list, unless a copy went there."""
    plain = {key: values[key] for key in _ORDER if values.get(key) not in (None, (), [], {}, "")}
    return {key: _shaped(key, value) for key, value in plain.items()}


def _shaped(key: str, value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return [value] if key in _LISTS else value
    return value[0] if len(value) == 1 and key not in _LISTS else list(value)


def written(moment: datetime, zone_name: str | None) -> str:
    """A time as a case has it: without its offset on the clocks of the case's zone, where they show it once."""
    zone = find_zone(zone_name) if zone_name else None
    if zone is not None:
        moment = moment.astimezone(zone)
        if len(readings(moment.replace(tzinfo=None), zone)) == 1:
            moment = moment.replace(tzinfo=None)
    exact = "auto" if moment.microsecond else "seconds" if moment.second else "minutes"
    return moment.isoformat(timespec=exact)


def listed(value: Any) -> list[str]:
    """What a file says under a key, as a list."""
    return [str(item) for item in value] if isinstance(value, list) else [] if value is None else [str(value)]


def same(one: Mapping[str, Any], other: Mapping[str, Any], keys: Iterable[str]) -> bool:
    """Whether two touches say the same under these keys."""
    return all(listed(one.get(key)) == listed(other.get(key)) for key in keys)
