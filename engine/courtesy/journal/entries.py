"""What is written into a history, and what has come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct

from courtesy.instants import find_zone, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from courtesy.journal.layout import Entry
    from courtesy.model.case import Touch
    from courtesy.spans import Path

_ORDER = (
    "id", "channel", "purpose", "direction", "from", "to", "cc", "at", "event", "outcome", "tags", "attributes",
    "message_id",
)  # fmt: skip
"""The keys of a touch, in the order in which they are written."""


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


class Recorded(Struct, frozen=True, kw_only=True):
    """What has come of one thing that was to be recorded.

    `path` leads to the touch in the file, `keys` are those that were written into it where it was there already.
    `source` is the file of a mail, None for what flags say; `reason` says why nothing, or something else, was written.
    """

    change: Literal["added", "changed", "unchanged"]
    source: str | None = None
    path: Path | None = None
    touch: Touch | None = None
    keys: tuple[str, ...] = ()
    reason: str | None = None


def entry(values: Mapping[str, Any]) -> Entry:
    """A touch with these values, None and empty ones left out, a list of one as that one."""
    plain = {key: values[key] for key in _ORDER if values.get(key) not in (None, (), [], {}, "")}
    return {key: _shortest(value) for key, value in plain.items()}


def _shortest(value: Any) -> Any:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        return value
    return value[0] if len(value) == 1 else list(value)


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
