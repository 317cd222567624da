"""A deadline lies before what it counts from.

`N dates` are whole local dates, and the first of them is that of the anchor itself: `1 date` is the same day, and
`0 dates` end when that day begins. Whoever wants the same day writes `1 date`; `1 day` ends on the next day, when the
clock shows the same time.

Bad:
    rules:
      - {id: timing.same-day, level: should, deadline: {at_most: 0 dates, after: interview}}
Good:
    rules:
      - {id: timing.same-day, level: should, deadline: {at_most: 1 date, after: interview}}
Why: Nothing that comes after the interview is in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, Place
from courtesy.review.parts import parts_of
from courtesy.values import Duration, DurationUnit

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDS = {"deadline.at_most", "expect.within"}
_NONE = Duration(0, DurationUnit.DATE)


def check(linted: Linted) -> Iterator[LintFinding]:
    """Deadlines, and times in which something is owed, of no dates."""
    for rule in linted.source.rules:
        for part in parts_of(linted.source, rule):
            if part.path in _ENDS and Duration.parse(part.value) == _NONE:
                message = (
                    f"`{rule.id}` ends before what it counts from: `0 dates` are over when the day begins on which it "
                    "lies"
                )
                place = Place(f"`{part.path}`", part.span, rule.id)
                yield linted.found(Sense.BEFORE_ANCHOR, message, place, fix="`1 date` is the same day")
