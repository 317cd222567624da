"""Times and lengths of time as text in SQL, letter by letter as Python writes them in the conditions of a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from courtesy.bulk import sql
from courtesy.values import DAY, MINUTE, SECOND

if TYPE_CHECKING:
    from courtesy.bulk.sql import Sql


def seconds(length: Sql) -> Sql:
    """Microseconds as seconds: a whole number, or else the shortest decimal that means the same double."""
    whole = exp.cast(sql.quotient(length, SECOND), "text")
    broken = exp.cast(exp.Div(this=exp.cast(length, "double"), expression=sql.constant(float(SECOND))), "text")
    return sql.when((_is_whole(length, SECOND), whole), otherwise=broken)


def date(day: Sql) -> Sql:
    """A day number as an ISO date."""
    return _formatted(sql.times(day, sql.constant(DAY)), "%Y-%m-%d")


def reading(at: Sql, shown: Sql) -> Sql:
    """What a clock shows at an instant, with its distance from UTC, as ISO 8601."""
    offset = sql.minus(shown, at)
    ahead = sql.call("ABS", offset)
    return sql.joined(
        _formatted(shown, "%Y-%m-%dT%H:%M:%S"),
        sql.when((_is_whole(shown, SECOND), _NOTHING), otherwise=_formatted(shown, ".%f")),
        sql.when((sql.less(offset, sql.constant(0)), sql.constant("-")), otherwise=sql.constant("+")),
        _formatted(ahead, "%H:%M"),
        sql.when((_is_whole(ahead, MINUTE), _NOTHING), otherwise=_formatted(ahead, ":%S")),
    )


_NOTHING = sql.constant("")


def _is_whole(length: Sql, unit: int) -> Sql:
    return sql.equal(sql.remainder(length, unit), sql.constant(0))


def _formatted(shown: Sql, how: str) -> Sql:
    moment = exp.Anonymous(this="make_timestamp", expressions=[shown])
    return exp.Anonymous(this="strftime", expressions=[moment, sql.constant(how)])
