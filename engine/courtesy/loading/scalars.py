"""Scalars of a case, read by the type of the fact that they state."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, assert_never

from courtesy.errors import Problem
from courtesy.instants import (
    FIRST_YEAR,
    LAST_YEAR,
    find_zone,
    gap_readings,
    parse_timestamp,
    readings,
)
from courtesy.loading.errors import LocalTimeError, UnknownNameError, UnknownZoneError, WrongTypeError, WrongValueError
from courtesy.loading.hints import found_words
from courtesy.model.forms import FORMS
from courtesy.spans import SequenceNode
from courtesy.values import FactType, Written, is_null
from courtesy.wording.meant import time_hint, value_hint

if TYPE_CHECKING:
    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import MappingNode, Scalar
    from courtesy.values import Value

_TIME = "a time such as `2026-11-20T15:30`"
_DATE = "a date such as `2026-11-20`"
_DAY_HINT = f"years from {FIRST_YEAR} to {LAST_YEAR}, with two digits for month, day, hour and minute"


def _day_hint(scalar: Scalar) -> str:
    return time_hint(scalar, or_date=True) or _DAY_HINT


def as_list(tree: Scalar | SequenceNode | None) -> list[Scalar]:
    """One value, or a list of them, as a list; nothing is the empty list."""
    if tree is None:
        return []
    return list(tree) if isinstance(tree, SequenceNode) else [tree]


def text_at(tree: MappingNode, key: str) -> str | None:
    """The text at a key without the space around it, or None where there is no such key."""
    return str(tree[key]).strip() if key in tree else None


def read_zone(scalar: Scalar) -> str | Problem:
    """The name of a place that has a time zone, or `UTC`."""
    return UnknownZoneError(scalar.span, scalar) if find_zone(scalar) is None else str(scalar)


def read_day(scalar: Scalar) -> date | Problem:
    """A bare date."""
    found = parse_timestamp(scalar)
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    return WrongValueError(scalar.span, _DATE, found_words(scalar), _day_hint(scalar))


def read_time(scalar: Scalar, zone: str | None) -> datetime | Problem:
    """An aware datetime; a local time is read on the clocks of `zone`."""
    found = read_time_or_day(scalar, zone)
    if isinstance(found, Problem | datetime):
        return found
    return WrongValueError(scalar.span, _TIME, f"the date `{scalar}`", f"add the time of day, `{scalar}T09:00`")


def read_time_or_day(scalar: Scalar, zone: str | None) -> datetime | date | Problem:
    """An aware datetime, or a bare date."""
    found = parse_timestamp(scalar)
    if found is None:
        return WrongValueError(scalar.span, f"{_TIME}, or a date", found_words(scalar), _day_hint(scalar))
    if not isinstance(found, datetime) or found.tzinfo is not None:
        return found
    place = find_zone(zone) if zone else None
    if place is None:
        return LocalTimeError(
            scalar.span,
            "a time with an offset",
            f"the local time `{scalar}`, and no `zone` to read it in",
            f"state the `zone` of the case, or add an offset, `{found.isoformat()}+00:00`",
        )
    moments = readings(found, place)
    if len(moments) == 1:
        return moments[0]
    if moments:
        first, second = (moment.isoformat() for moment in moments)
        return LocalTimeError(
            scalar.span,
            f"a local time that occurs once in {zone}",
            f"`{scalar}`, which occurs twice because the clock is put back",
            f"write `{first}` or `{second}`",
        )
    by_old, by_new = (moment.isoformat() for moment in gap_readings(found, place))
    return LocalTimeError(
        scalar.span,
        f"a local time that occurs in {zone}",
        f"`{scalar}`, which is skipped because the clock is put forward",
        f"write `{by_old}` or `{by_new}`",
    )


def read_value(
    scalar: Scalar, declaration: FactDeclaration, vocabulary: Vocabulary, zone: str | None
) -> Value | datetime | date | Problem:
    """The value that a scalar states for a fact."""
    value: Value | None
    match declaration.type:
        case FactType.TIME:
            return read_time_or_day(scalar, zone)
        case FactType.ONE_OF | FactType.SET:
            known = vocabulary.values_of(declaration)
            if known is None or scalar in known:
                return str(scalar)
            return UnknownNameError(scalar.span, f"value of `{declaration.name}`", scalar, known)
        case FactType.STRING:
            value, expected = None if is_null(scalar) else str(scalar), "text"
        case FactType.BOOLEAN | FactType.INTEGER | FactType.NUMBER:
            value, expected = FORMS[declaration.type].read(scalar), FORMS[declaration.type].expected
        case FactType.TIME_OF_DAY | FactType.DURATION:
            found, expected = FORMS[declaration.type].read(scalar), FORMS[declaration.type].expected
            value = None if found is None else Written(int(found), str(scalar))
        case _:
            assert_never(declaration.type)
    if value is not None:
        return value
    hint = "leave the key out: what is absent is unknown" if is_null(scalar) else value_hint(scalar, declaration.type)
    return WrongTypeError(scalar.span, expected, found_words(scalar), hint)
