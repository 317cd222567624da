"""Problems of rows: told once for each value, at the first row that has it, at most so many for each column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.bulk.reading.errors import MoreRowsError
from courtesy.spans import Span
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from courtesy.bulk.reading.store import Store
    from courtesy.errors import Problem

    Told = Callable[[Span, str], Problem | None]
    """What is wrong with a value at its place; None where it is right."""

KEY = "key of the row"
"""The column in which a store keeps by what a database knows a row, in words."""
_ROW = re.compile(r"row ([\d,]+)")
MOST_TOLD = 5
"""So many values of a column are told for each way in which they are wrong."""
_MOST_COUNTED = 1000
"""Of so many values it is counted in how many rows they are: nobody mends them one by one."""


def span_of(shown: str, table: str, row: int | None = None, column: str | None = None) -> Span:
    """A place in a table: the row, counted from 1 without the line of names, and the column."""
    place = [table] + ([] if row is None else [f"row {row:,}"]) + ([] if column is None else [column])
    return Span(shown, path=tuple(place))


def by_keys(store: Store, problems: Iterable[Problem]) -> None:
    """Name the rows of problems by their keys too, where what was kept of their tables has these as `KEY`."""
    for problem in problems:
        table, row, *rest = *(problem.span.path or ()), "", ""
        number = _ROW.fullmatch(str(row))
        if number is None or KEY not in store.types(raw(str(table))):
            continue
        place = int(number[1].replace(",", "")) - 1
        ((key,),) = store.rows(f"SELECT {store.quoted(KEY)} FROM {store.quoted(raw(str(table)))} WHERE rowid = {place}")
        problem.span = replace(problem.span, path=(table, f"{row} ({key})", *rest[:-2]))


def raw(table: str) -> str:
    """What the store calls a table as it was given."""
    return f"raw {table}"


def in_rows(problem: Problem, rows: int) -> None:
    """Say of a problem in how many rows it is, where it is in several."""
    if rows > 1 and hasattr(problem, "found"):
        number = agree(rows, "row")
        problem.found += f" ({number})" if problem.found.endswith(" in") else f" in {number}"


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
    for first, rows, value in store.one_by_one(grouped):
        found = problem(span_of(shown, table, first, column), "" if value is None else value)
        if found is None:
            continue
        number += 1
        if number > MOST_TOLD:
            more = [more[0] + 1, more[1] + rows]
            if number == _MOST_COUNTED:
                break
            continue
        in_rows(found, rows)
        yield found
    if more[0]:
        yield MoreRowsError(span_of(shown, table, None, column), *more)
