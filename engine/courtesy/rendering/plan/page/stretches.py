"""The windows of a plan in words: every stretch from when to when, what it comes to and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.rendering import naming
from courtesy.rendering.plan.page.kinds import kind_of, why
from courtesy.rendering.plan.page.sections import linked
from courtesy.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import Lane
    from courtesy.model.verdict import Outcome
    from courtesy.model.windows import TimeWindow
    from courtesy.rendering.plan.page.names import Names
    from courtesy.rendering.plan.page.sections import RuleLink

    Links = dict[str, RuleLink]
    """Rules by id, with their places in the page's list of rules."""

_MOST_ROWS = 8
"""More stretches than these are gathered by what they come to; all of them stand behind a click."""
_TOLD = 3


class Stretch(Struct, frozen=True):
    """One row of a table: a stretch, what it comes to, and why."""

    start: str
    end: str
    kind: str
    word: str
    why: str
    rules: tuple[RuleLink, ...]


class Gathered(Struct, frozen=True):
    """All stretches that come to the same for the same reasons, told in a few lines."""

    kind: str
    word: str
    why: str
    rules: tuple[RuleLink, ...]
    when: tuple[str, ...]


class LaneText(Struct, frozen=True):
    """A lane in words. `gathered` is empty where the stretches are few enough to be read one by one."""

    title: str
    stretches: tuple[Stretch, ...]
    gathered: tuple[Gathered, ...]


def lane_texts(names: Names, links: Links) -> tuple[LaneText, ...]:
    """Each lane of the plan in words."""
    return tuple(_lane_text(lane, names, links) for lane in names.plan.lanes)


def _lane_text(lane: Lane, names: Names, links: Links) -> LaneText:
    stretches = tuple(_stretch(window, names, links) for window in lane.windows)
    gathered = _gathered(lane, names, links) if len(stretches) > _MOST_ROWS else ()
    return LaneText(naming.capital(lane.description), stretches, gathered)


def _stretch(window: TimeWindow, names: Names, links: Links) -> Stretch:
    return Stretch(
        names.time(window.start),
        names.time(window.end),
        kind_of(window).id,
        kind_of(window).word,
        why(window, names),
        linked(window.rules, links),
    )


def _gathered(lane: Lane, names: Names, links: Links) -> tuple[Gathered, ...]:
    groups: dict[tuple[Outcome, tuple[str, ...]], list[TimeWindow]] = {}
    for window in lane.windows:
        groups.setdefault((window.outcome, window.rules), []).append(window)
    return tuple(_group(windows, names, links) for windows in groups.values())


def _group(windows: list[TimeWindow], names: Names, links: Links) -> Gathered:
    last = windows[-1]
    return Gathered(
        kind_of(last).id, kind_of(last).word, why(last, names), linked(last.rules, links), tuple(_when(windows, names))
    )


def _when(windows: list[TimeWindow], names: Names) -> Iterator[str]:
    first, last = windows[0], windows[-1]
    hours = {_hours(window) for window in windows}
    if len(windows) > _TOLD and len(hours) == 1 and (each := hours.pop()):
        days = f"the first {names.day(first.start)}, the last {names.day(last.start)}"
        yield f"{len(windows)} times {each}; {days}"
        return
    told = windows if len(windows) <= _TOLD + 1 else windows[:_TOLD]
    yield from (names.stretch(window.start, window.end) for window in told)
    if rest := len(windows) - len(told):
        yield f"and {rest} more, the last of them {names.stretch(last.start, last.end)}"


def _hours(window: TimeWindow) -> str:
    """A stretch within one day without its date, `09:00 to 17:00 EST`; empty for any other."""
    start, end = window.start, window.end
    if start.date() != end.date() or times.zone_name(start) != times.zone_name(end):
        return ""
    return f"{times.clock(start)} to {times.clock(end)} {times.zone_name(end)}"
