"""What was measured, said as the conditions of a verdict say it, by the same code."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple, cast

from courtesy.instants import Instant, find_zone, moment
from courtesy.model.facts import Measurement
from courtesy.model.predicate import CaseDate, Fact, TimeAfter, TimeAgainst, WithinHours
from courtesy.values import FactType, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.bulk.measures import Measured
    from courtesy.explanation.conditions import Plain
    from courtesy.model.facts import FactSheet
    from courtesy.model.predicate import Term
    from courtesy.model.verdict import Condition
    from courtesy.values import Value


class Told(NamedTuple):
    """A finding's comparison as text, each part null where there is none."""

    fact: str | None = None
    operator: str | None = None
    expected: str | None = None
    measured: str | None = None
    unit: str | None = None


NOTHING = Told()
_NUMBERS = {FactType.INTEGER, FactType.TIME, FactType.TIME_OF_DAY, FactType.DURATION}


def tell(measured: Measured, by: str | None) -> Told:
    """The comparison that decided, as text: several values are separated by commas.

    `by` is the text of that name of rows, as `Measured` says.
    """
    comparison = measured.comparison
    measurement = _measurement(comparison.leaf.term, by)
    sheet = _Sheet(defaultdict(lambda: measurement.value), measurement)
    # A comparison asks no more than this of a sheet, and how it came out is told by the status.
    return _as_text(comparison.condition(cast("FactSheet", sheet), [Truth.TRUE] * (comparison.number + 1)))


class _Sheet(NamedTuple):
    values: Mapping[int, Value | None]
    measurement: Measurement

    def measure(self, _: Term) -> Measurement:
        return self.measurement


def _measurement(term: Term, by: str | None) -> Measurement:
    match term:
        case TimeAfter(anchor):
            taken = anchor.facts[int(by or 0)] if isinstance(anchor, CaseDate) else None
            return Measurement(term=term, value=None, counted_from=taken)
        case TimeAgainst():
            zone = (None if by is None else find_zone(by)) or UTC
            return Measurement(term=term, value=None, at=moment(Instant(0), zone))
        case WithinHours():
            return Measurement(term=term, value=None)
        case Fact():
            return Measurement(term=term, value=_value(by, term.type))
        case _:
            return Measurement(term=term, value=None if by is None else int(by))


def _value(found: str | None, kind: FactType) -> Value | None:
    if found is None:
        return None
    if kind is FactType.BOOLEAN:
        return found == "true"
    if kind is FactType.NUMBER:
        return float(found)
    return int(found) if kind in _NUMBERS else found


def _as_text(condition: Condition) -> Told:
    expected, observed = said(condition.expected), said(condition.observed)
    return Told(condition.fact, condition.operator, expected, observed, condition.unit)


def said(value: Plain | None) -> str | None:
    """What stands in a condition, as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a column of numbers does not tell 1 from 1.0
    return str(value).lower() if isinstance(value, bool) else str(value)
