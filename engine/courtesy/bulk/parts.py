"""An audit in parts, each of some whole cases that follow each other in the order of their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.bulk.engines.duckdb import Session


class Stretch(NamedTuple):
    """The numbers of the first and the last case of a part."""

    first: int
    last: int


_TABLES = ("cases", "contacts", "touches", "reached", "places", "tied")

# A case without touches owes all the more, and takes some time.
_STRETCHES = """
SELECT min(case_no) AS first, max(case_no) AS last FROM (
    SELECT case_no, (sum(greatest(coalesce(number, 0), 1)) OVER (ORDER BY case_no ROWS UNBOUNDED PRECEDING) - 1) // {}
        AS part
    FROM given_cases LEFT JOIN (SELECT case_no, count(*) AS number FROM given_touches GROUP BY case_no)
        USING (case_no)
) GROUP BY part ORDER BY part
"""


def divide(session: Session, size: int) -> Sequence[Stretch]:
    """The parts, each of about so many touches; one, with nothing in it, where there are no cases."""
    found = session.ask(_STRETCHES.format(size)).to_pylist()
    return [Stretch(row["first"], row["last"]) for row in found] or [Stretch(0, -1)]


def put_in_place(session: Session, stretch: Stretch) -> None:
    """Let the tables that are judged be those of some cases."""
    for name in _TABLES:
        session.view(name, f"FROM given_{name} WHERE case_no BETWEEN {stretch.first} AND {stretch.last}")
