"""Processes that race for one slot, or die on their way: never two mails. The same trials at length are in `bench/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.ledger_trials import POINTS, Death, die, fill, race

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow
CASES = {2: 24, 4: 16, 8: 8}
"""How many cases so many processes race in."""


@pytest.mark.parametrize("processes", CASES)
def test_of_those_who_race_for_a_slot_one_gets_it(
    processes: int, new_address: Callable[[], str], tmp_path: Path
) -> None:
    """In every case exactly one of the processes sends its mail, and all others are refused."""
    address = new_address()
    names = fill(address, CASES[processes])
    result = race(address, names, processes, tmp_path)
    assert dict.fromkeys(names, 1) == dict(result.mails)
    assert len(names) * (processes - 1) == result.refused


@pytest.mark.parametrize("point", POINTS)
def test_who_dies_on_the_way_sends_nothing_twice(point: str, new_address: Callable[[], str], tmp_path: Path) -> None:
    """Killed at that point, a process leaves the slot as it should be, and what may have gone out in doubt."""
    address = new_address()
    found = [die(address, name, point, tmp_path) for name in fill(address, 2)]
    assert [Death.expected(point)] * 2 == found
    assert all(one.mails + one.mails_of_the_next < 2 for one in found)
