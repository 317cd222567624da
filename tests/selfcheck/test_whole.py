"""The self-check knows all that the language has: what it forgot, it would never compare."""

from __future__ import annotations

from pathlib import Path

from courtesy.rules import RULE_TYPES
from courtesy.selfcheck import reference
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
