"""Random lines of versions: the engine says what the reference does, and a fault that is planted is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from courtesy.judging.line import Line
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.examiner import TooComplexError
from courtesy.selfcheck.line_examiner import LineExaminer
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_lines import random_line
from courtesy.selfcheck.shrinking import as_file

if TYPE_CHECKING:
    from collections.abc import Callable

ENOUGH = 150
"""Lines; a few show each fault."""


def examined(number: int) -> tuple[int, int]:
    """How many acts were judged by the line of that number, and how many lie where none of its versions holds."""
    random = dice("lines", number)
    season = random.choice(SEASONS)
    try:
        examiner = LineExaminer([as_file(version) for version in random_line(random, season)])
    except TooComplexError:
        return 0, 0
    document, now = random_case(random, season, random_kinds(random), 5)
    case = examiner.load(document)
    acts = enumerate(case.actions)
    held = [examiner.examine(case, action, now, random, windows=place == 0) for place, action in acts]
    examiner.examine_plan(case, now)
    return sum(held), held.count(False)


@pytest.mark.slow
def test_nothing_differs() -> None:
    """Random acts by random lines are judged as the reference judges them by the version of their dates."""
    judged, outside = map(sum, zip(*map(examined, range(30)), strict=True))
    assert judged > 30
    assert outside > 0


@pytest.mark.parametrize(
    ("method", "broken"),
    [
        ("after", lambda *_: ()),  # no version follows another
        ("nearest", lambda line, _: line.members[0]),  # the first version judges all
        ("spans", lambda line, start, until: iter([(line.nearest(start), start, until)])),  # windows know no change
    ],
)
def test_a_planted_fault_is_found(method: str, broken: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the versions of a line have to do with each other cannot be left out unnoticed."""
    monkeypatch.setattr(Line, method, broken)
    with pytest.raises(DifferenceFoundError) as raised:
        sum(examined(number)[0] for number in range(ENOUGH))
    assert raised.value.difference.kind in {"line", "status", "outcome"}
