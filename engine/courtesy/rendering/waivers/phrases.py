"""What every format says about waivers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from courtesy.wording import times
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.waivers import WaivedFinding, WaivedObligation, Waiver


def waiver_rows(waived: WaivedFinding | WaivedObligation | None) -> Iterator[tuple[str, str]]:
    """What something waived would be, and each waiver that holds, under a label."""
    lead = "" if waived is None else f"Would be {waived.would_be.value}, but is"
    for waiver in () if waived is None else waived.waivers:
        yield "Waived", f"{lead} waived by {waiver.by} until the end of {last_day(waiver)}. {sentence(waiver.because)}"
        lead = "Also"


def granted(waived: WaivedFinding) -> str:
    """By whose leave something is lifted, in brief: `waived by the office manager until the end of Monday ...`."""
    return joined(f"waived by {one.by} until the end of {last_day(one)}" for one in waived.waivers)


def last_day(waiver: Waiver) -> str:
    """The last day on which it holds: `Monday 30 November 2026`."""
    return times.day(waiver.until - timedelta(days=1))


def whom(waiver: Waiver) -> str:
    """What it is for: `contact hr of case analyst-2026`."""
    named = [f"{what} {name}" for what, name in (("contact", waiver.contact), ("action", waiver.action)) if name]
    case = [f"case {waiver.case}"] if waiver.case else []
    return " of ".join((*named, *case)) if case else f"{named[0]} of any case"
