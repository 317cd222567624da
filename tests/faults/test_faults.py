"""The list of deliberate faults is kept: each can be planted, and some that are cheap to find are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.plant import ROOT, faults, look_for

if TYPE_CHECKING:
    from tests.faults.plant import Fault

FAULTS = faults()
STAGES = {
    "selectors", "lowering", "applicability", "counts", "anchors", "hours", "unlisted channels", "outcome",
    "obligations", "earliest", "alternatives", "plans", "versions", "waivers", "words",
}  # fmt: skip
CHEAP = ("limit-allows-one-more", "a-day-is-shorter")


def test_there_are_faults_of_every_stage() -> None:
    """At least forty faults are listed, one for every stage at least, and no two of one name do the same."""
    assert len(FAULTS) >= 40
    assert STAGES <= {fault.stage for fault in FAULTS}
    assert len({(fault.file, fault.find, fault.put) for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_can_be_planted(fault: Fault) -> None:
    """The text that a fault replaces stands in its file exactly once, and what replaces it differs."""
    text = (ROOT / "engine" / "courtesy" / fault.file).read_text("utf-8")
    assert text.count(fault.find) == 1
    assert fault.find != fault.put


@pytest.mark.slow
@pytest.mark.parametrize("fault", [one for one in FAULTS if one.name in CHEAP], ids=lambda fault: fault.name)
def test_cheap_ones_are_found(fault: Fault) -> None:
    """A few faults are found by the self-check within some hundred cases."""
    assert look_for(fault, 2000, 2026, fast=()).by == "selfcheck"
