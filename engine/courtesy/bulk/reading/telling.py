"""Problems of rows: told once for each value, at the first row that has it, at most so many for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk.reading.errors import MoreRowsError
from courtesy.spans import Span
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.bulk.reading.store import Store
    from courtesy.errors import Problem

    Told = Callable[[Span, str], Problem | None]
    """What is wrong with a value at its place; None where it is right."""

MOST_TOLD = 5
"""So many values of a column are told for each way in which they are wrong."""


def span_of(shown: str, table: str, row: int | None = None, column: str | None = None) -> Span:
    """A place in a table: the row, counted from 1 without the line of names, and the column."""
    place = [table] + ([] if row is None else [f"row {row:,}"]) + ([] if column is None else [column])
    return Span(shown, path=tuple(place))


def told(store: Store, place: tuple[str, str, str | None], query: str, problem: Told) -> Iterator[Problem]:
    """What is wrong with the rows of a query, which gives `row` and `value`; a value without a problem is left out.

    `place` is where the table lies, its name, and the column.
    """
    shown, table, column = place
    grouped = (
        f"SELECT min(row) AS first, count(*) AS rows, CAST(value AS VARCHAR) AS value FROM ({query}) "
        "GROUP BY value ORDER BY first, value"
    )
    more = [0, 0]
    number = 0
    for first, rows, value in store.rows(f"{grouped} LIMIT 1000"):
        found = problem(span_of(shown, table, first, column), "" if value is None else value)
        if found is None:
            continue
        number += 1
        if number > MOST_TOLD:
            more = [more[0] + 1, more[1] + rows]
            continue
        if rows > 1 and hasattr(found, "found"):
            found.found += f" in {agree(rows, 'row')}"
        yield found
    if more[0]:
        yield MoreRowsError(span_of(shown, table, None, column), *more)
