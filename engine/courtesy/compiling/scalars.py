"""A rule's scalars, read by the type of the fact they are compared with."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, assert_never
from zoneinfo import ZoneInfo

from courtesy.compiling.errors import CompileError, UnknownWordError, WrongTypeError
from courtesy.instants import instant, parse_timestamp, readings
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.declaration import Kind
from courtesy.model.forms import FORMS
from courtesy.values import FactType
from courtesy.wording.meant import value_hint

if TYPE_CHECKING:
    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Scalar

Literal = bool | int | float | str | date
"""What a scalar writes; a date is a whole day."""
_TIME = "a date or time such as `2026-11-27T15:30`"


def read_scalar(
    scalar: Scalar, declaration: FactDeclaration, vocabulary: Vocabulary, rule_id: str | None, zone: str | None
) -> Literal | CompileError:
    """The value that `scalar` writes, by the fact's type; an error where it writes none."""
    match declaration.type:
        case FactType.STRING:
            return str(scalar)
        case FactType.ONE_OF | FactType.SET:
            known = vocabulary.values_of(declaration)
            word = CHANNEL_ALIASES.get(scalar, str(scalar)) if declaration.kind is Kind.CHANNEL else str(scalar)
            if known is None or word in known:
                return word
            return UnknownWordError(scalar.span, rule_id, declaration.name, scalar, known, kind=declaration.kind)
        case FactType.BOOLEAN | FactType.INTEGER | FactType.NUMBER | FactType.TIME_OF_DAY | FactType.DURATION:
            value: Literal | None = FORMS[declaration.type].read(scalar)
            expected = FORMS[declaration.type].expected
        case FactType.TIME:
            value, expected = _time(scalar, zone), _TIME
        case _:
            assert_never(declaration.type)
    if value is not None:
        return value
    found = f"`{scalar}`" if scalar.plain else f"the text `{scalar}`"
    if declaration.type is FactType.TIME and zone is None and parse_timestamp(scalar) is not None:
        expected, found = "a time with an offset", f"the local time `{scalar}`, and no `zone` to read it in"
    return WrongTypeError(scalar.span, rule_id, expected, found, _hint(scalar, declaration.type))


def _time(scalar: Scalar, zone: str | None) -> int | date | None:
    """The instant or the whole day that is written; a local time is read in `zone`, where its clocks show it once."""
    when = parse_timestamp(scalar)
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is not None:
        return instant(when)
    found = () if zone is None else readings(when, ZoneInfo(zone))
    return instant(found[0]) if len(found) == 1 else None


def _hint(scalar: Scalar, fact_type: FactType) -> str | None:
    if fact_type is FactType.TIME and parse_timestamp(scalar) is not None:
        return "give an offset such as `-05:00`, or state the policy's `zone` and a time that its clocks show once"
    if scalar.lower() in {"unknown", "known", "null", "none", "~"}:
        return "to ask whether it is known, write `{exists: true}` or `{exists: false}`"
    return value_hint(scalar, fact_type)
