"""How values of each type are written, in policies and cases alike: one reader, and what it expects in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from courtesy.instants import parse_time_of_day
from courtesy.spans import Scalar
from courtesy.values import Duration, FactType, boolean_of, integer_of, number_of


class Form(NamedTuple):
    """What reads a scalar of one type, None where it is not so written, and what it expects, in words."""

    read: Callable[[Scalar], bool | int | float | None]
    expected: str


def _length(scalar: Scalar) -> int | None:
    duration = Duration.parse(scalar)
    return None if duration is None else duration.nominal_microseconds


FORMS: Mapping[FactType, Form] = {
    FactType.BOOLEAN: Form(boolean_of, "`true` or `false`"),
    FactType.INTEGER: Form(integer_of, "a whole number"),
    FactType.NUMBER: Form(number_of, "a number"),
    FactType.TIME_OF_DAY: Form(parse_time_of_day, "a time of day such as `09:00`"),
    FactType.DURATION: Form(_length, "a duration such as `7 days`"),
}
"""The types whose values have a form of their own; text is as it is, words are listed, and times need a zone."""
