"""What the scalars of a rule write, by the type of what they are compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from courtesy.selfcheck.reference.clocks import clock, showing
from courtesy.selfcheck.reference.durations import length

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.situation import Situation, Value

Part = Any
"""A part of a rule as its file has it: a scalar, a mapping or a list. A schema has told its shape."""
_ALIASES = {"x": "twitter"}
_MICROSECONDS = {
    "minute": 60_000_000,
    "hour": 3_600_000_000,
    "day": 86_400_000_000,
    "week": 604_800_000_000,
    "date": 86_400_000_000,
    "business day": 86_400_000_000,
    "business hour": 3_600_000_000,
    "month": 2_629_746_000_000,  # the twelfth part of 365.2425 days
    "year": 31_556_952_000_000,
}


def listed(tree: Part) -> list[Part]:
    """One thing, or a list of them, as a list."""
    if tree is None:
        return []
    return list(tree) if isinstance(tree, list) else [tree]


def literal(name: str, scalar: Part, situation: Situation) -> Value:
    """The value that a scalar writes for a fact, or for a field of a touch."""
    declared = situation.policy.vocabulary.facts.get(name)
    if name in {"channel", "action.channel"}:
        return _ALIASES.get(str(scalar), str(scalar))
    if declared is None:
        return str(scalar)
    return _value(str(scalar), declared.type.value, situation.policy.zone)


@lru_cache(maxsize=8192)
def _value(text: str, kind: str, zone: str | None) -> Value:  # noqa: PLR0911  one return for each type
    match kind:
        case "boolean":
            return text == "true"
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "time":
            return _time(text, zone)
        case "time_of_day":
            return clock(text)
        case "duration":
            return length(text).count * _MICROSECONDS[length(text).unit]
        case _:
            return text


def _time(text: str, zone: str | None) -> datetime | date:
    """A bare date, or the instant of a time: with an offset, or local in the policy's zone."""
    if "T" not in text and " " not in text:
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text.replace("z", "Z"))
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    return showing(at, 0, ZoneInfo(zone or "UTC"))
