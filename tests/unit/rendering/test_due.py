"""What is said of a due time, by what is later: now, what is planned, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courtesy.rendering.plan.phrases import due
from tests.unit.rendering.usual_plans import new_york

if TYPE_CHECKING:
    from datetime import datetime

DUE = new_york(12, 30, 15)
BEFORE, AFTER = new_york(12, 30, 14, 59), new_york(12, 30, 15, 1)


@pytest.mark.parametrize(
    ("at", "now", "said"),
    [
        (DUE, BEFORE, ""),
        (DUE, DUE, ""),
        (AFTER, BEFORE, ", which this action misses"),
        (AFTER, DUE, ", which this action misses"),
        (AFTER, AFTER, ", which has passed"),
    ],
)
def test_a_due_time_has_passed_only_where_it_lies_before_now(at: datetime, now: datetime, said: str) -> None:
    """What is planned too late misses a due time that is yet to come; only what lies before now has passed."""
    assert f"Wednesday 30 December 2026, 15:00 EST{said}" == due(DUE, at, now)
