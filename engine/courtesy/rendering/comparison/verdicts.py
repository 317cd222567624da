"""Acts and obligations that both versions have judged, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.turn import Turn
from courtesy.rendering.comparison.entry import Entry, Said, Was
from courtesy.rendering.ink import Ink
from courtesy.wording import times
from courtesy.wording.text import joined, verb_for

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.comparison import ActChange, DutyChange, Example, Judged
    from courtesy.model.outcome import Standing

TURN_INKS = {
    Turn.NEWLY_PERMITTED: Ink.BAD,
    Turn.SOONER: Ink.BAD,
    Turn.NEWLY_REFUSED: Ink.LATER,
    Turn.LATER: Ink.LATER,
    Turn.OTHER: Ink.CAUTION,
}
"""Each turn in its colour: what permits more is what matters most."""


def act_entry(change: ActChange) -> Entry:
    """A recorded act on which the verdict turns."""
    return _entry(change, (Said("Case", f"{change.case}, action {change.action}"),))


def example_entry(example: Example) -> Entry:
    """A made-up act, with what is said of its case."""
    rows = (Said("Case", example.story),)
    if example.duty is not None:
        return _owed(example.duty, rows)
    if example.change is None:
        return Entry("other", Ink.CAUTION, "An act", rows)
    if example.masked_by:
        refuses = verb_for(len(example.masked_by), "refuses")
        masked = Said("Masked", f"{joined(example.masked_by)} {refuses} it all the same.")
        return Entry("masked", Ink.FAINT, _title(example.change), (*rows, masked))
    return _entry(example.change, rows)


def _entry(change: ActChange, rows: tuple[Said, ...]) -> Entry:
    verdicts = Was("", verdict(change.old), verdict(change.new))
    return Entry(change.turn.value.replace("_", " "), TURN_INKS[change.turn], _title(change), (*rows, verdicts))


def _title(change: ActChange) -> str:
    what = change.description or change.action
    return f"{what[:1].upper()}{what[1:]}, {times.day_and_clock(change.at)}"


def verdict(of: Judged) -> str:
    """The outcome, the earliest permitted time, and the rules that decide: `wait until ..., by timing.calls`."""
    until = f" until {times.day_and_clock(of.earliest)}" if of.earliest is not None else ""
    by = f", by {joined(of.rules)}" if of.rules else ""
    return f"{of.outcome.value}{until}{by}"


def duty_entry(change: DutyChange) -> Entry:
    """An obligation that stands otherwise."""
    return _owed(change, (Said("Case", change.case),))


def _owed(change: DutyChange, rows: tuple[Said, ...]) -> Entry:
    whom = f" to {change.contact}" if change.contact else ""
    was, now = _standing(change.old, change.old_due), _standing(change.new, change.new_due)
    title = f"{change.rule_id}{whom}, as of {times.day_and_clock(change.now)}"
    return Entry("owed", Ink.CAUTION, title, (*rows, Was("", was, now)))


def _standing(standing: Standing | None, due: datetime | None) -> str:
    if standing is None:
        return "not owed"
    return standing.value if due is None else f"{standing.value}, due by {times.day_and_clock(due)}"
