"""The windows of a plan in words: every stretch from when to when, what it comes to and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.rendering import titles
from courtesy.rendering.plan.page.kinds import kind_of, why
from courtesy.rendering.plan.page.sections import linked
from courtesy.wording import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.outcome import Outcome
    from courtesy.model.plan import Lane
    from courtesy.model.timetable import Stretch
    from courtesy.rendering.plan.page.names import Names
    from courtesy.rendering.plan.page.sections import RuleLink

    Links = dict[str, RuleLink]
    """Rules by id, with their places in the page's list of rules."""

_MOST_ROWS = 8
"""More stretches than these are gathered by what they come to; all of them stand behind a click."""
_TOLD = 3


class Row(Struct, frozen=True):
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
    stretches: tuple[Row, ...]
    gathered: tuple[Gathered, ...]


def lane_texts(names: Names, links: Links) -> tuple[LaneText, ...]:
    """Each lane of the plan in words."""
    return tuple(_lane_text(lane, names, links) for lane in names.plan.lanes)


def _lane_text(lane: Lane, names: Names, links: Links) -> LaneText:
    stretches = tuple(_row(window, names, links) for window in lane.windows)
    gathered = _gathered(lane, names, links) if len(stretches) > _MOST_ROWS else ()
    return LaneText(titles.capital(lane.description), stretches, gathered)


def _row(window: Stretch, names: Names, links: Links) -> Row:
    start, end = times.whole_minutes(window.start, window.end)
    return Row(
        names.time(start),
        names.time(end),
        kind_of(window).id,
        kind_of(window).word,
        why(window, names),
        linked(window.rules, links),
    )


def _gathered(lane: Lane, names: Names, links: Links) -> tuple[Gathered, ...]:
    groups: dict[tuple[Outcome, tuple[str, ...]], list[Stretch]] = {}
    for window in lane.windows:
        groups.setdefault((window.outcome, window.rules), []).append(window)
    ends = (lane.windows[0], lane.windows[-1])
    return tuple(_group(windows, ends, names, links) for windows in groups.values())


def _group(windows: list[Stretch], ends: tuple[Stretch, ...], names: Names, links: Links) -> Gathered:
    kind = kind_of(windows[0])
    when = tuple(_each_day(windows, ends, names)) or tuple(_one_by_one(windows, names))
    return Gathered(kind.id, kind.word, why(windows[0], names), linked(windows[0].rules, links), when)


def _each_day(windows: list[Stretch], ends: tuple[Stretch, ...], names: Names) -> Iterator[str]:
    """Stretches of the same hours on many days, told together; nothing where they are not.

    `ends` are the first and the last stretch of the lane: they may be cut short.
    """
    whole = [window for window in windows if window not in ends]
    hours = {_hours(window) for window in whole}
    if len(whole) <= _TOLD or len(hours) > 1 or "" in hours:
        return
    yield from (names.stretch(window.start, window.end) for window in windows[:1] if window in ends)
    days = f"the first on {names.day(whole[0].start)}, the last on {names.day(whole[-1].start)}"
    yield f"{len(whole)} times {hours.pop()}, {days}"
    yield from (names.stretch(window.start, window.end) for window in windows[-1:] if window in ends)


def _one_by_one(windows: list[Stretch], names: Names) -> Iterator[str]:
    told = windows if len(windows) <= _TOLD + 1 else windows[:_TOLD]
    yield from (names.stretch(window.start, window.end) for window in told)
    if rest := len(windows) - len(told):
        yield f"and {rest} more, the last of them {names.stretch(windows[-1].start, windows[-1].end)}"


def _hours(window: Stretch) -> str:
    """A stretch within one day without its date, `09:00 to 17:00 EST`; empty for any other."""
    start, end = times.whole_minutes(window.start, window.end)
    if start.date() != end.date() or times.zone_name(start) != times.zone_name(end):
        return ""
    return f"{times.clock(start)} to {times.clock(end)} {times.zone_name(end)}"
