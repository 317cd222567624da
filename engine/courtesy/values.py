"""The semantics in one place: three-valued logic, the types of facts, the forms of numbers, durations."""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum
from typing import Self

from msgspec import Struct

from courtesy.spans import Scalar

Value = bool | int | float | str | frozenset[str]
"""A known value on a fact sheet. Instants, times of day and durations are whole microseconds."""


class Written(int):
    """Microseconds that a case states as a time, a time of day or a duration; `text` is how it wrote them."""

    text: str

    def __new__(cls, value: int, text: str = "") -> Self:
        """The value as it was written."""
        number = super().__new__(cls, value)
        number.text = text
        return number


MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Truth(IntEnum):
    """Kleene's three truth values: and is `min`, or is `max`, not is `2 - x`."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @classmethod
    def of(cls, known: bool | None) -> Truth:  # noqa: FBT001  the truth value is the subject, not an option
        """The truth value of a Python boolean, None being unknown."""
        return cls.UNKNOWN if known is None else cls.TRUE if known else cls.FALSE

    def negated(self) -> Truth:
        """Not."""
        return NOT[self]


NOT = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)
"""Kleene's not as a table: `NOT[x]`."""


class Word(StrEnum):
    """Base of our enumerations: a member is the text that files and JSON have for it."""


class FactType(Word):
    """What values a fact can have."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    ONE_OF = "one_of"
    SET = "set"
    TIME = "time"
    TIME_OF_DAY = "time_of_day"
    DURATION = "duration"

    @property
    def ordered(self) -> bool:
        """Whether `at_least` and its like make sense."""
        return self in _ORDERED


_ORDERED = frozenset({FactType.INTEGER, FactType.NUMBER, FactType.TIME, FactType.TIME_OF_DAY, FactType.DURATION})


# ---------------------------------------------------------------- what plain scalars write

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)


def is_null(tree: object) -> bool:
    """Whether a value was left empty, or says `null`."""
    return isinstance(tree, Scalar) and tree.plain and tree in _NULLS


def boolean_of(tree: object) -> bool | None:
    """The truth value that a scalar writes: plain `true` or `false`; None for all else."""
    if isinstance(tree, Scalar) and tree.plain:
        return {"true": True, "false": False}.get(tree)
    return None


def integer_of(tree: object) -> int | None:
    """The whole number that a plain scalar writes, of at most 18 digits; None for all else."""
    return int(tree) if isinstance(tree, Scalar) and tree.plain and _INTEGER.fullmatch(tree) else None


def number_of(tree: object) -> int | float | None:
    """The number that a plain scalar writes; None for all else."""
    if (whole := integer_of(tree)) is not None:
        return whole
    return float(tree) if isinstance(tree, Scalar) and tree.plain and _NUMBER.fullmatch(tree) else None


# ---------------------------------------------------------------- durations


class DurationUnit(Word):
    """The units of time that policies may use. Minutes and hours elapse; all others take a clock or a calendar."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    DATE = "date"
    BUSINESS_DAY = "business day"
    BUSINESS_HOUR = "business hour"
    MONTH = "month"
    YEAR = "year"


DURATION = rf"[0-9]{{1,6}} +({'|'.join(DurationUnit)})s?"
"""The form of a duration, as a regular expression, for the schema too."""
_DURATION = re.compile(DURATION)
_MEAN_MONTH = 2_629_746 * SECOND  # a twelfth of the 365.2425 days that a year has on average
_NOMINAL_MICROSECONDS = {
    DurationUnit.MINUTE: MINUTE,
    DurationUnit.HOUR: HOUR,
    DurationUnit.DAY: DAY,
    DurationUnit.WEEK: 7 * DAY,
    DurationUnit.DATE: DAY,
    DurationUnit.BUSINESS_DAY: DAY,
    DurationUnit.BUSINESS_HOUR: HOUR,
    DurationUnit.MONTH: _MEAN_MONTH,
    DurationUnit.YEAR: 12 * _MEAN_MONTH,
}


class Duration(Struct, frozen=True, cache_hash=True):
    """A length of time as a policy writes it, such as `7 days`."""

    count: int
    unit: DurationUnit

    @classmethod
    def parse(cls, text: str) -> Duration | None:
        """The duration that `text` writes (`24 hours`, `1 week`, `2 business days`), or None where it is none."""
        match = _DURATION.fullmatch(text)
        return cls(int(text.partition(" ")[0]), DurationUnit(match[1])) if match else None

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    @property
    def nominal_microseconds(self) -> int:
        """The length in microseconds where every day has 24 hours, and every month is as long as they are on average.

        For comparing durations with each other only.
        """
        return self.count * _NOMINAL_MICROSECONDS[self.unit]
