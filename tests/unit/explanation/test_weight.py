"""What a verdict tells first, and what a plan comes to with what is owed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.explanation.outcome import by_weight, outcome_with
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.policy import Level
from courtesy.model.verdict import Finding, Obligation

if TYPE_CHECKING:
    from collections.abc import Sequence

FINDINGS = [
    Finding(rule_id=rule, type="wait", level=level, status=status, message="", recipient=recipient)
    for level, status, rule, recipient in product(Level, Status, ("a.one", "a.two"), (None, "hr"))
]
"""In the order in which they are told: binding ones first, then broken ones, then by id and recipient."""


@given(shuffled=st.permutations(FINDINGS))
def test_findings_are_told_in_one_order(shuffled: Sequence[Finding]) -> None:
    """However they were found, the binding ones come first, then the broken ones, then by rule and recipient."""
    assert FINDINGS == sorted(shuffled, key=by_weight)


@pytest.mark.parametrize(
    ("actions", "level", "standing", "outcome"),
    [
        ((), Level.MUST, Standing.OVERDUE, Outcome.DENY),
        ((Outcome.ALLOW,), Level.MUST, Standing.OVERDUE, Outcome.DENY),
        ((Outcome.ALLOW,), Level.SHOULD, Standing.OVERDUE, Outcome.WARN),
        ((Outcome.WAIT,), Level.SHOULD, Standing.OVERDUE, Outcome.WAIT),
        ((Outcome.ALLOW,), Level.MUST, Standing.MET, Outcome.ALLOW),
        ((Outcome.WARN,), Level.MUST, Standing.UNDETERMINED, Outcome.UNDETERMINED),
        ((Outcome.WARN, Outcome.DENY), Level.MUST, Standing.PLANNED, Outcome.DENY),
    ],
)
def test_a_plan_comes_to_the_worst_of_its_actions_and_what_is_owed(
    actions: tuple[Outcome, ...], level: Level, standing: Standing, outcome: Outcome
) -> None:
    """What is owed counts for the plan as its level says, beside what the actions come to."""
    owed = Obligation(rule_id="a.owed", level=level, standing=standing, message="", needed=1, done=0)
    assert outcome is outcome_with(actions, [owed])
