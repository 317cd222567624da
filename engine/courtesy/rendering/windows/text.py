"""A timetable as text for a terminal of 80 columns: when an act is permitted, and what closes the rest."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, wrapped
from courtesy.rendering.notices import text as notices
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.windows import phrases
from courtesy.rendering.windows.days import by_days
from courtesy.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.model.policy import PolicySource
    from courtesy.model.timetable import Timetable
    from courtesy.rendering.ink import Paint

_WIDEST_HOURS = 30


def render(windows: Timetable, policy: PolicySource, paint: Paint) -> str:
    """When the act is permitted in short, then stretch by stretch or day by day, then the rules that close the rest."""
    return block(_windows(windows, policy, paint))


def _windows(windows: Timetable, policy: PolicySource, paint: Paint) -> Iterator[str]:
    word, ink = phrases.label(windows)
    indent, numbers = len(word) + 2, phrases.notes(windows)
    yield from wrapped(phrases.act(windows), label=word, label_width=indent, paint=paint, ink=Ink.STRONG, label_ink=ink)
    for said in phrases.span(windows):
        yield from wrapped(said, indent=indent, paint=paint, ink=Ink.FAINT)
    for said in phrases.advice(windows, policy):
        yield from wrapped(said, indent=indent)
    yield ""
    if len(windows.windows) > phrases.MOST_LISTED:
        yield from _by_days(windows, numbers, paint)
    else:
        yield from _listed(windows, numbers, paint)
    if numbers:
        yield from ("", paint(phrases.HEADING, Ink.STRONG))
        for rule_id, number in numbers.items():
            yield from wrapped(titles.rule(rule_id, policy), indent=2, label=f"({number})")
            for label, said in phrases.rows(rule_id, policy):
                yield from wrapped(said, indent=6, label=label, label_width=7, paint=paint, label_ink=Ink.FAINT)
    yield from notices.lines(windows.notices, paint)
    yield ""
    yield from wrapped(phrases.asked_of(windows), paint=paint, ink=Ink.FAINT)


def _listed(windows: Timetable, numbers: Mapping[str, int], paint: Paint) -> Iterator[str]:
    states = [phrases.state(window.outcome, window.rules, numbers) for window in windows.windows]
    width = max(map(len, states), default=0) + 2
    for window, state in zip(windows.windows, states, strict=True):
        ink = OUTCOME_INK[window.outcome]
        yield from wrapped(
            f"from {times.day_and_clock(window.start)}",
            indent=2, label=state, label_width=width, paint=paint, label_ink=ink,
        )  # fmt: skip
        yield from wrapped(f"to {times.day_and_clock(window.end)}", indent=2 + width)


def _by_days(windows: Timetable, numbers: Mapping[str, int], paint: Paint) -> Iterator[str]:
    yield from wrapped(phrases.clocks(windows), indent=2, paint=paint, ink=Ink.FAINT)
    found = by_days(windows.windows, windows.start.tzinfo or UTC)
    widths = [len(hours.told) for days in found for hours in days.hours]
    width = max(filter(_WIDEST_HOURS.__ge__, widths), default=0) + 2
    for days in found:
        yield ""
        yield from wrapped(days.title, indent=2, paint=paint, ink=Ink.STRONG)
        for hours in days.hours:
            yield from wrapped(
                phrases.state(hours.outcome, hours.rules, numbers),
                indent=4, label=hours.told, label_width=width, paint=paint, ink=OUTCOME_INK[hours.outcome],
            )  # fmt: skip
