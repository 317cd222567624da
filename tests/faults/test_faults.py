"""The list of deliberate faults is kept: each can be planted, and some that are cheap to find are found.

The others are found by `python -m tests.faults.plant` and `python -m tests.faults.audited`, which take long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults import audited
from tests.faults.plant import ROOT, faults, look_for

if TYPE_CHECKING:
    from tests.faults.plant import Fault

FAULTS = faults()
STAGES = {
    "selectors", "lowering", "applicability", "counts", "anchors", "hours", "unlisted channels", "outcome",
    "obligations", "earliest", "alternatives", "plans", "versions", "waivers", "words", "audits",
}  # fmt: skip
CHEAP = ("limit-allows-one-more", "a-day-is-shorter")
CHEAP_BY_AUDITS = (
    # Of facts and lowering, which audits share with checks, or which checks alone have.
    ("void-touches-count", "fallback-is-forgotten", "hours-in-any-zone", "unknown-passes"),
    # Of what each file of audits has to get right.
    ("one-value-for-all-terms-of-a-kind", "waits-end-a-microsecond-early", "hours-begin-late-in-the-day",
     "days-do-not-fall-in"),
    ("counts-are-always-told", "audits-know-whom-one-met", "hours-before-a-day-count-from-its-end",
     "clocks-change-the-day-after"),
    ("audits-count-copies", "audits-know-the-roles", "ties-are-in-no-order", "one-zone-is-enough"),
    ("look-ups-are-mixed-up", "the-best-finding-counts", "seconds-are-whole", "east-is-west"),
)  # fmt: skip
FEW = 12
"""Policies, by which audits find these."""
OF_AUDITS = {
    *("almanacs", "as_text", "audit", "clocks", "columns", "findings", "intake", "measures", "occasions", "predicates"),
    *("reach", "reporting", "scene", "selectors", "shifts", "telling", "texts", "together", "touch_tests"),
    *(f"terms/{path.stem}" for path in (ROOT / "engine/courtesy/bulk/terms").glob("[a-z]*.py")),
}
"""The files that decide what an audit says."""


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


def test_each_file_of_audits_has_a_fault() -> None:
    """In every file that decides what an audit says something is deliberately got wrong."""
    faulty = {fault.file.removeprefix("bulk/").removesuffix(".py") for fault in FAULTS if fault.stage == "audits"}
    assert OF_AUDITS - faulty == set()


def test_only_what_concerns_facts_and_lowering_is_beyond_audits() -> None:
    """A reason why no audit can find a fault is given of those alone that audits would have to find else."""
    assert {fault.stage for fault in FAULTS if fault.beyond_audits} <= audited.STAGES - {"audits"}
    assert {name for some in CHEAP_BY_AUDITS for name in some} <= {fault.name for fault in audited.concerned()}


@pytest.mark.slow
@pytest.mark.parametrize("names", CHEAP_BY_AUDITS, ids=" ".join)
def test_cheap_ones_are_found_by_audits(names: tuple[str, ...]) -> None:
    """A few faults are found by audits of some cases by a dozen policies, which checks and the reference contradict."""
    found = {one.fault: one.after is not None for one in audited.look_for(names, FEW)}
    assert dict.fromkeys(names, True) == found
