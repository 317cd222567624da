"""A timetable as Markdown: a table of stretches, or of days where they repeat."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import escaped
from courtesy.rendering.notices import markdown as notices
from courtesy.rendering.windows import phrases
from courtesy.rendering.windows.days import by_days
from courtesy.rendering.windows.phrases import MOST_LISTED
from courtesy.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.model.policy import PolicySource
    from courtesy.model.timetable import Timetable
    from courtesy.rendering.ink import Paint


def render(windows: Timetable, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  Markdown has no colour
    """When the act is permitted in short, then stretch by stretch or day by day, then the rules that close the rest."""
    return block(_windows(windows, policy))


def _windows(windows: Timetable, policy: PolicySource) -> Iterator[str]:
    numbers = phrases.notes(windows)
    word, _ = phrases.label(windows)
    yield from (f"# {word}: {escaped(phrases.act(windows))}", "")
    reach = titles.capital(" ".join(phrases.span(windows)))
    yield from (escaped(" ".join((f"{reach}.", *phrases.advice(windows, policy)))), "")
    yield from _by_days(windows, numbers) if len(windows.windows) > MOST_LISTED else _listed(windows, numbers)
    yield ""
    if numbers:
        yield from (f"## {phrases.HEADING}", "")
        for rule_id, number in numbers.items():
            yield f"{number}. {escaped(titles.rule(rule_id, policy))}"
            yield from (f"   - {label}: {escaped(said)}" for label, said in phrases.rows(rule_id, policy))
        yield ""
    yield from notices.lines(windows.notices)
    yield escaped(phrases.asked_of(windows))


def _listed(windows: Timetable, numbers: Mapping[str, int]) -> Iterator[str]:
    yield from ("| From | To | State |", "| --- | --- | --- |")
    for window in windows.windows:
        bounds = (times.day_and_clock(window.start), times.day_and_clock(window.end))
        yield _row(*bounds, phrases.state(window.outcome, window.rules, numbers))


def _by_days(windows: Timetable, numbers: Mapping[str, int]) -> Iterator[str]:
    yield from (escaped(phrases.clocks(windows)), "", "| Days | Hours | State |", "| --- | --- | --- |")
    for days in by_days(windows.windows, windows.start.tzinfo or UTC):
        for place, hours in enumerate(days.hours):
            yield _row("" if place else days.title, hours.told, phrases.state(hours.outcome, hours.rules, numbers))


def _row(*cells: str) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
