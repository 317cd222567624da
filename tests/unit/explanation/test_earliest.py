"""The search for the earliest permitted time, on clauses made of plain intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.bounds import SEARCHED_DAYS
from courtesy.explanation.earliest import NEVER, Answer, earliest, first_unviolated
from courtesy.instants import Instant
from courtesy.values import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

HORIZON = Instant(60)
TEN_YEARS = Instant(SEARCHED_DAYS * DAY)
YEAR = 365 * DAY


@dataclass(frozen=True)
class Closed:
    """A clause that is violated in each of its intervals [start, end)."""

    intervals: tuple[tuple[int, int], ...]

    def violated(self, at: Instant) -> bool:
        """Whether `at` lies in an interval."""
        return any(start <= at < end for start, end in self.intervals)

    def outlook(self, after: Instant) -> Edges:
        """The ends and starts of all intervals."""
        return Edges((self,), after)


@dataclass(frozen=True)
class Edges:
    """Where clauses can change."""

    clauses: tuple[Closed, ...]
    after: Instant
    until: Instant = HORIZON
    open: bool = True

    def changes(self) -> Iterator[Instant]:
        """The ends and starts of all intervals up to the horizon."""
        return self.breaks(self.after)

    def breaks(self, after: Instant) -> Iterator[Instant]:
        """The same from another instant on."""
        edges = sorted(edge for clause in self.clauses for interval in clause.intervals for edge in interval)
        return (Instant(edge) for edge in edges if after < edge <= self.until)


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
        first_unviolated,
        Instant(start),
        lambda: Edges(tuple(clauses), Instant(start)),
    )
    openings = (at for at in range(start, HORIZON + 1) if not any(c.violated(Instant(at)) for c in clauses))
    assert next(openings, None) == found.at


def test_a_clause_that_does_not_heal_has_no_time() -> None:
    """A rule violated up to the horizon has no earliest time, and the answer says how far it looked."""
    assert first_unviolated(Closed(((0, 100),)), Instant(7)) == Answer(None, HORIZON)


@dataclass(frozen=True)
class Shut:
    """A clause that is open every day, but never together with its twin; it counts how often it is asked."""

    odd: int
    asked: list[int]

    def violated(self, at: Instant) -> bool:
        """Whether the half of the day is the other one."""
        self.asked.append(at)
        return at // (12 * HOUR) % 2 == self.odd

    def outlook(self, after: Instant) -> Halves:
        """Every half of a day."""
        return Halves(after)


@dataclass(frozen=True)
class Halves:
    """Halves of days for ten years, with a break in the middle of each."""

    after: Instant
    until: Instant = TEN_YEARS
    open: bool = True

    def changes(self) -> Iterator[Instant]:
        """Where the next halves begin."""
        first = self.after // (12 * HOUR) + 1
        return (Instant(number * 12 * HOUR) for number in range(first, first + 14))

    def breaks(self, after: Instant) -> Iterator[Instant]:
        """A break in the middle of each year."""
        return (Instant(year * YEAR + YEAR // 2) for year in range(10) if year * YEAR + YEAR // 2 > after)

    def look(self, after: Instant) -> int:
        """A week that begins at noon is like every other one that does."""
        return after % (24 * HOUR)


def test_weeks_that_are_alike_are_tried_once() -> None:
    """Two clauses that are never open together are followed for ten years in the steps of three weeks."""
    clauses = [Shut(odd, []) for odd in (0, 1)]
    found = earliest(
        lambda at: [clause for clause in clauses if clause.violated(at)],
        first_unviolated,
        Instant(0),
        lambda: Halves(Instant(0)),
    )
    assert found == Answer(None, TEN_YEARS)
    assert sum(len(clause.asked) for clause in clauses) < 200


@pytest.mark.parametrize(
    ("closed", "looked_at"),
    [
        ([], [0]),
        ([(0, 10)], [0, 10]),
        ([(0, 10), (0, 20)], [0, 20]),
        ([(0, 10), (10, 20)], [0, 10, 20]),
        ([(0, 20), (5, 30)], [0, 20, 30]),
        ([(5, 10)], [0]),
    ],
)
def test_each_leap_ends_where_the_last_broken_rule_heals(closed: list[tuple[int, int]], looked_at: list[int]) -> None:
    """Only those instants are looked at for all rules at which the last of the rules broken before has healed."""
    clauses, seen = [Closed((interval,)) for interval in closed], []

    def broken(at: Instant) -> list[Closed]:
        seen.append(at)
        return [clause for clause in clauses if clause.violated(at)]

    found = earliest(broken, first_unviolated, Instant(0), lambda: Edges(tuple(clauses), Instant(0)))
    assert (Answer(Instant(looked_at[-1])), looked_at) == (found, seen)


@pytest.mark.parametrize(
    ("answers", "worst"),
    [
        ([Answer(None, Instant(50)), Answer(Instant(7))], Answer(None, Instant(50))),
        ([Answer(None, Instant(50)), Answer(None, Instant(40))], Answer(None, Instant(40))),
        ([Answer(None, Instant(50)), NEVER], NEVER),
        ([Answer(Instant(7)), NEVER], NEVER),
    ],
)
def test_one_rule_that_does_not_heal_settles_it(answers: list[Answer], worst: Answer) -> None:
    """Never beats not within the days looked at, and of these the fewest are told."""
    found = earliest(lambda _: range(len(answers)), lambda key, _: answers[key], Instant(0), lambda: Halves(Instant(0)))
    assert worst == found
