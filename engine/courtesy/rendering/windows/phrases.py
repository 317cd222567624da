"""What every format says about windows: in short when the act is permitted, and the rules behind the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.model.outcome import Outcome
from courtesy.rendering import judged, titles
from courtesy.rendering.ink import Ink
from courtesy.wording import times
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from courtesy.model.policy import PolicySource
    from courtesy.model.timetable import Timetable

MOST_LISTED = 6
"""Stretches up to which each is listed by itself; more are told day by day."""
_STATES = {
    Outcome.ALLOW: "open",
    Outcome.WARN: "open, against advice",
    Outcome.UNDETERMINED: "cannot be decided",
    Outcome.WAIT: "closed",
    Outcome.DENY: "closed",
}


def act(windows: Timetable) -> str:
    """The act in words, with a capital letter."""
    return titles.capital(windows.description or windows.action.id)


def span(windows: Timetable) -> tuple[str, str]:
    """From when to when it was looked."""
    return f"from {times.day_and_clock(windows.start)}", f"to {times.day_and_clock(windows.until)}"


def label(windows: Timetable) -> tuple[str, Ink]:
    """What it comes to in one word: open at once, open later, closed throughout, or undetermined."""
    first = next(iter(windows.open), None)
    if first is not None and first.start == windows.start:
        return "OPEN", Ink.GOOD if first.outcome is Outcome.ALLOW else Ink.CAUTION
    if first is not None:
        return "LATER", Ink.LATER
    return ("UNDETERMINED", Ink.QUESTION) if _undecided(windows) else ("CLOSED", Ink.BAD)


def advice(windows: Timetable, policy: PolicySource) -> Iterator[str]:
    """When the act is permitted first, when best, when after this period, and what to tell: a sentence each."""
    first = next(iter(windows.open), None)
    if first is None:
        yield (
            "Cannot be decided for any time in this period." if _undecided(windows) else "Not permitted in this period."
        )
    else:
        yield _first(first.start, windows, advised=first.outcome is Outcome.ALLOW)
        best = next((one.start for one in windows.open if one.outcome is Outcome.ALLOW), None)
        if best is None:
            yield "Every permitted time goes against some advice."
        elif best != first.start:
            yield f"Best from {times.day_and_clock(best)}."
    if windows.then is not None:
        yield f"The first permitted time after this period is {times.day_and_clock(windows.then)}."
    elif windows.windows and windows.windows[-1].outcome.refused and not _left_open(windows):
        yield "No later time is permitted either."
    if windows.missing:
        yield f"Tell us: {titles.facts(windows.missing, policy)}."


def _first(start: datetime, windows: Timetable, *, advised: bool) -> str:
    but = "" if advised else ", but against advice"
    return f"Permitted now{but}." if start == windows.start else f"Permitted from {times.day_and_clock(start)}{but}."


def _left_open(windows: Timetable) -> bool:
    """Whether nobody knows of later times: the version ends, or nobody has looked further."""
    return any(notice.code in {"version-ends", "search-gave-up"} for notice in windows.notices)


def _undecided(windows: Timetable) -> bool:
    return any(window.outcome is Outcome.UNDETERMINED for window in windows.windows)


def notes(windows: Timetable) -> Mapping[str, int]:
    """The rules behind all stretches, numbered as they first come up."""
    named = dict.fromkeys(rule for window in windows.windows for rule in window.rules)
    return {rule: number for number, rule in enumerate(named, 1)}


def state(outcome: Outcome, rules: tuple[str, ...], numbers: Mapping[str, int]) -> str:
    """What a stretch is, with the numbers of the rules behind it: `closed (1, 2)`."""
    referred = ", ".join(map(str, sorted(numbers[rule] for rule in rules)))
    return f"{_STATES[outcome]} ({referred})" if referred else _STATES[outcome]


def rows(rule_id: str, policy: PolicySource) -> Iterator[tuple[str, str]]:
    """What there is to say about a rule, each under its label: its reason, and what would make it right."""
    stated = next((rule for rule in policy.rules if rule.id == rule_id), None)
    if stated is not None and stated.because:
        yield "Why", sentence(stated.because)
    if stated is not None and stated.remedy:
        yield "To do", sentence(stated.remedy)


HEADING = "The rules behind this"


def clocks(windows: Timetable) -> str:
    """Whose clocks the hours of a day are read on."""
    zone = getattr(windows.start.tzinfo, "key", None) or times.zone_name(windows.start)
    return f"Hours are local time in {zone}."


def asked_of(windows: Timetable) -> str:
    """Which policy was asked, as of when."""
    changing = {window.version for window in windows.windows if window.version is not None}
    asked = [replace(windows.policy, version=version) for version in sorted(changing, key=_first_in(windows))]
    return f"According to {judged.versions(windows.policy, asked).rstrip(',')}, if nothing else in the case changes."


def _first_in(windows: Timetable) -> Callable[[str], int]:
    """The place of the first stretch of a version."""
    return [window.version for window in windows.windows].index
