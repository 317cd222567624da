"""The search for the earliest permitted time, on clauses made of plain intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from courtesy.explanation.earliest import earliest, healed
from courtesy.instants import Instant

if TYPE_CHECKING:
    from collections.abc import Iterable

HORIZON = Instant(60)


@dataclass(frozen=True)
class Closed:
    """A clause that is violated in each of its intervals [start, end)."""

    intervals: tuple[tuple[int, int], ...]

    def violated(self, at: Instant) -> bool:
        """Whether `at` lies in an interval."""
        return any(start <= at < end for start, end in self.intervals)

    def changes(self, after: Instant, until: Instant) -> Iterable[Instant]:
        """The ends and starts of all intervals."""
        return sorted(Instant(edge) for interval in self.intervals for edge in interval if after < edge <= until)


CLAUSES = st.lists(
    st.builds(
        lambda pairs: Closed(tuple((start, start + length) for start, length in pairs)),
        st.lists(st.tuples(st.integers(0, 50), st.integers(1, 30)), max_size=4),
    ),
    max_size=4,
)


@given(clauses=CLAUSES, start=st.integers(0, 50))
def test_the_first_instant_open_for_all_is_found(clauses: list[Closed], start: int) -> None:
    """The earliest time is the first instant from the start on that no clause closes, or None up to the horizon."""
    found = earliest(
        lambda at: [clause for clause in clauses if clause.violated(at)],
        lambda clause, at: healed(clause, at, HORIZON),
        Instant(start),
    )
    openings = (at for at in range(start, HORIZON + 1) if not any(c.violated(Instant(at)) for c in clauses))
    assert next(openings, None) == found


def test_a_clause_that_never_heals_has_no_time() -> None:
    """A rule violated up to the horizon has no earliest time."""
    assert healed(Closed(((0, 100),)), Instant(7), HORIZON) is None
