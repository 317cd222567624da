"""Acts and obligations that both versions have judged, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.comparison import Turn
from courtesy.model.outcome import Outcome
from courtesy.rendering.comparison.entry import Entry, Said, Was
from courtesy.rendering.ink import Ink
from courtesy.wording import times
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.comparison import ActChange, DutyChange, Example, Judged
    from courtesy.model.outcome import Standing

_INKS = {
    Turn.NEWLY_PERMITTED: Ink.BAD,
    Turn.SOONER: Ink.BAD,
    Turn.NEWLY_REFUSED: Ink.LATER,
    Turn.LATER: Ink.LATER,
    Turn.OTHER: Ink.CAUTION,
}


def act_entry(change: ActChange) -> Entry:
    """A recorded act on which the verdict turns."""
    return _entry(change, (Said("Case", f"{change.case}, action {change.action}"),))


def example_entry(example: Example) -> Entry:
    """A made-up act, with what is said of its case."""
    rows = (Said("Case", sentence(example.story)),)
    if example.masked_by:
        masked = Said("Masked", sentence(f"{joined(example.masked_by)} refuses it in both versions"))
        return Entry("masked", Ink.FAINT, _title(example.change), (*rows, masked))
    return _entry(example.change, rows)


def _entry(change: ActChange, rows: tuple[Said, ...]) -> Entry:
    verdicts = Was("", verdict(change.old), verdict(change.new))
    return Entry(change.turn.value.replace("_", " "), _INKS[change.turn], _title(change), (*rows, verdicts))


def _title(change: ActChange) -> str:
    what = change.description or change.action
    return f"{what[:1].upper()}{what[1:]}, {times.day_and_clock(change.at)}"


def verdict(of: Judged) -> str:
    """The outcome, the earliest permitted time, and the rules that decide: `wait until ..., by timing.calls`."""
    until = f" until {times.day_and_clock(of.earliest)}" if of.earliest is not None else ""
    never = ", whatever the time" if of.outcome is Outcome.DENY else ""
    by = f", by {joined(of.rules)}" if of.rules else ""
    return f"{of.outcome.value}{until}{never}{by}"


def duty_entry(change: DutyChange) -> Entry:
    """An obligation that stands otherwise."""
    whom = f" to {change.contact}" if change.contact else ""
    was, now = _standing(change.old, change.old_due), _standing(change.new, change.new_due)
    return Entry("owed", Ink.CAUTION, f"{change.rule_id}{whom}", (Said("Case", change.case), Was("", was, now)))


def _standing(standing: Standing | None, due: datetime | None) -> str:
    if standing is None:
        return "not owed"
    return standing.value if due is None else f"{standing.value}, due by {times.day_and_clock(due)}"
