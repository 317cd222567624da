"""What is in a ledger as text: each touch with its number, its state and when it was."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.instants import find_zone
from courtesy.model.ledger import LedgerState
from courtesy.model.predicate import Direction
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, printable, wrapped
from courtesy.wording import times
from courtesy.wording.text import agree, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from courtesy.model.case import Touch
    from courtesy.model.ledger import LedgerCase, LedgerEntry, LedgerReport
    from courtesy.rendering.ink import Paint

_INKS = {
    LedgerState.CLAIMED: Ink.LATER,
    LedgerState.SENDING: Ink.LATER,
    LedgerState.DONE: Ink.GOOD,
    LedgerState.RELEASED: Ink.FAINT,
    LedgerState.IN_DOUBT: Ink.QUESTION,
}
_USUAL_OUTCOME = "delivered"


def render(report: LedgerReport, paint: Paint) -> str:
    """Cases with their touches, then single touches."""
    return block(_lines(report, paint))


def _lines(report: LedgerReport, paint: Paint) -> Iterator[str]:
    for case in report.cases:
        yield from _case(case, paint)
    for entry in report.entries:
        yield from _entry(entry, UTC, paint, case_id=entry.case_id)
    if not report.cases and not report.entries:
        yield "Nothing."


def _case(case: LedgerCase, paint: Paint) -> Iterator[str]:
    erased = ", erased" if case.document is None else ""
    yield paint(printable(f"{case.case_id}, revision {case.revision}{erased}"), Ink.STRONG)
    zone = str((case.document or {}).get("zone", "UTC"))
    for entry in case.entries:
        yield from _entry(entry, find_zone(zone) or UTC, paint)
    if not case.entries:
        yield "  Nothing has happened."


def _entry(entry: LedgerEntry, zone: tzinfo, paint: Paint, case_id: str | None = None) -> Iterator[str]:
    label = f"{entry.seq}  {entry.state.value.replace('_', ' ')}"
    where = "" if case_id is None else f"{case_id}: "
    said = f"{where}{_act(entry.touch)}, {times.day_and_clock(entry.touch.at.astimezone(zone))}"
    yield from wrapped(said, indent=2, label=label, label_width=13, paint=paint, label_ink=_INKS[entry.state])
    if notes := list(_notes(entry, zone)):
        yield from wrapped(sentence(", ".join(notes)), indent=15, paint=paint, ink=Ink.FAINT)


def _act(touch: Touch) -> str:
    """`email follow_up to boss, copied to hr`, `email reply from hr`: in the words of files, as no policy is asked."""
    inbound = touch.direction is Direction.INBOUND
    kind = touch.event if inbound else touch.purpose
    said = f"{touch.channel} {kind}" if kind else touch.channel
    if touch.contacts:
        said += f" {'from' if inbound else 'to'} {joined(touch.contacts)}"
    return f"{said}, copied to {joined(touch.cc)}" if touch.cc else said


def _notes(entry: LedgerEntry, zone: tzinfo) -> Iterator[str]:
    """What else is known of it."""
    if entry.touch.id is not None:
        yield f"as `{entry.touch.id}`"
    if entry.touch.outcome != _USUAL_OUTCOME:
        yield entry.touch.outcome.replace("_", " ")
    if entry.recorded:
        yield "recorded"
    if entry.late:
        yield "confirmed late"
    if entry.lease_until is not None and entry.state in {LedgerState.CLAIMED, LedgerState.SENDING}:
        yield f"until {times.day_and_clock(entry.lease_until.astimezone(zone))}"
    if entry.state is LedgerState.IN_DOUBT:
        yield f"counts until `courtesy ledger resolve` ends it; its id is {entry.touch_id}"
    if entry.evidence is not None:
        yield f"“{entry.evidence}”"


def heading(case: LedgerCase, change: str) -> str:
    """What importing a case has come to: `northgate: new, 3 touches, revision 4`."""
    return f"{case.case_id}: {change}, {agree(len(case.entries), 'touch')}, revision {case.revision}"
