"""Random policies that build on others: the engine says what the reference does, and no lock lets anything through."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from courtesy.api import policies
from courtesy.loading import inheritance
from courtesy.selfcheck.child_examiner import ChildExaminer, RefusedByLockError
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.examiner import TooComplexError
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_children import random_child, random_parent

ENOUGH = 60
"""Children; a few show each fault."""


def examined(number: int) -> str:
    """What came of the child of that number: it is examined, or it breaks a lock, or it is too complex."""
    random = dice("children", number)
    season = random.choice(SEASONS)
    parent = random_parent(random, season)
    child = random_child(random, season, parent)
    try:
        examiner = ChildExaminer(parent, child)
    except RefusedByLockError:
        return "refused"
    except TooComplexError:
        return "too complex"
    document, now = random_case(random, season, random_kinds(random), 6)
    case = examiner.load(document)
    held = [examiner.examine(case, action, now) for action in case.actions]
    locked = "locked" if examiner.locked else "free"
    return locked if any(held) else "outside"


@pytest.mark.slow
def test_nothing_differs() -> None:
    """Random children judge as the reference says, and permit nothing that a locked rule of the parent refuses."""
    seen = Counter(map(examined, range(40)))
    assert seen["locked"] > 2, seen
    assert seen["free"] > 5, seen
    assert seen["refused"] > 5, seen


@pytest.mark.parametrize(
    ("place", "name", "broken"),
    [
        (inheritance, "merged", lambda old, change, _: type(old)({**old, **change}, old.span)),  # maps are replaced
        (policies, "lock_problems", lambda _: []),  # no lock holds
    ],
)
def test_a_planted_fault_is_found(place: Any, name: str, broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a policy inherits, changes and may not loosen cannot be got wrong unnoticed."""
    monkeypatch.setattr(place, name, broken)
    with pytest.raises(DifferenceFoundError):
        Counter(map(examined, range(ENOUGH)))
