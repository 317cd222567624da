"""The self-check knows all that the language has: what it forgot, it would never compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from courtesy.model.fact_declarations import FACTS
from courtesy.model.vocabulary import BUILT_IN
from courtesy.rules import RULE_TYPES
from courtesy.selfcheck import reference
from courtesy.selfcheck.dice import CHANNELS, PURPOSES, ROLES, SEASONS, dice
from courtesy.selfcheck.random_conditions import Conditions
from courtesy.selfcheck.random_policies import LIKELY
from courtesy.selfcheck.reference.judging import HOLDS


def test_every_rule_type_has_a_file_of_its_own_in_the_reference() -> None:
    """Each rule type is a file of the reference, and those of single acts are judged by it."""
    files = {path.stem for path in Path(reference.__path__[0]).glob("*.py")}
    assert set() == set(RULE_TYPES) - files
    assert {name for name, kind in RULE_TYPES.items() if not kind.of_plan} == set(HOLDS)


def test_rules_of_every_type_are_drawn() -> None:
    """Random policies are drawn from all rule types, and from no others."""
    assert set(RULE_TYPES) == set(LIKELY)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_compared_with_values_that_it_can_have(name: str) -> None:
    """Random conditions read every built-in fact: what can be any text has some texts to be compared with."""
    parts = Conditions(dice("facts"), SEASONS[0], calendar=True)
    known = BUILT_IN.values_of(FACTS[name])
    assert known is None or {parts.literal(name) for _ in range(9)} <= {*known, *CHANNELS, *PURPOSES, *ROLES}
