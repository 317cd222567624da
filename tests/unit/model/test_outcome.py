"""What rules come to: one table for findings, stretches of time, obligations and plans."""

from __future__ import annotations

from itertools import product

import pytest

from courtesy.model.outcome import Outcome, Status, outcome_of, outcome_of_rule
from courtesy.model.policy import Level

ALONE = {
    (Level.MUST, Status.VIOLATED): Outcome.DENY,
    (Level.MUST, Status.UNDETERMINED): Outcome.UNDETERMINED,
    (Level.SHOULD, Status.VIOLATED): Outcome.WARN,
}


@pytest.mark.parametrize(("level", "status"), [*product(Level, Status)])
def test_what_one_rule_makes_of_an_action(level: Level, status: Status) -> None:
    """A `must` refuses or leaves open, a `should` warns; all else changes nothing."""
    assert ALONE.get((level, status), Outcome.ALLOW) is outcome_of_rule(level, status)


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("pairs", [*product(product(Level, Status), repeat=2)])
def test_the_worst_of_the_rules_decides(pairs: tuple[tuple[Level, Status], ...], *, later: bool) -> None:
    """Together they come to the worst of each; what is refused waits where a later time is better."""
    worst = min((outcome_of_rule(*pair) for pair in pairs), key=list(Outcome).index)
    expected = Outcome.WAIT if later and worst is Outcome.DENY else worst
    assert expected is outcome_of(pairs, later=later)


def test_no_rules_permit() -> None:
    """Where no rule has anything to say, the action is allowed."""
    assert Outcome.ALLOW is outcome_of(())
