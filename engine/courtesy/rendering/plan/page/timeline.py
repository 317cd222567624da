"""The timeline of a plan: where on it every bar, mark and tick stands, in percent of its length."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.instants import instant
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.predicate import Direction
from courtesy.rendering import titles
from courtesy.rendering.plan.page.axis import Axis, Tick, axis_of, percent, ticks, weekends
from courtesy.rendering.plan.page.kinds import KINDS, Kind, kind_of, why
from courtesy.rendering.plan.page.marks import Mark, Point, placed
from courtesy.wording.clocks import city

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import Lane, Plan
    from courtesy.rendering.plan.page.names import Names

    Place = tuple[str, str | None]
    """A channel and whom it leads to."""


_DOTS = {
    "done": "something done",
    "heard": "something from them",
    "both": "several of both, close together",
}


class Bar(Struct, frozen=True, kw_only=True):
    """A stretch of one kind. `said` is all there is to say about it; `label` stands in it where it is long enough."""

    kind: str
    at: str
    width: str
    said: str
    label: str


class Row(Struct, frozen=True, kw_only=True):
    """Acts of one kind to one contact. `levels` is how many marks stand above each other."""

    channel: str
    to: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    levels: int


class Flag(Struct, frozen=True):
    """A moment that all rows share, such as now. `level` keeps two that are near each other apart."""

    kind: str
    at: str
    label: str
    level: int
    leftwards: bool


class Chart(Struct, frozen=True, kw_only=True):
    """All there is to draw. `earlier` is how many touches lie before its beginning."""

    zone: str
    ticks: tuple[Tick, ...]
    weekends: tuple[tuple[str, str], ...]
    flags: tuple[Flag, ...]
    flag_levels: int
    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    dots: tuple[tuple[str, str], ...]
    earlier: int


_LABELLED_BAR = 11.0
"""Percent that a bar needs for words in it."""
_FLAG_ROOM = 12.0


def chart(names: Names) -> Chart:
    """The timeline from what happened lately to the end of the plan."""
    plan = names.plan
    zone = plan.now.tzinfo
    assert zone is not None  # noqa: S101  a plan's times are aware
    axis = axis_of(plan, zone)
    flags = _flags(plan, axis)
    rows = tuple(_row(place, names, axis) for place in _places(plan))
    used = {bar.kind for row in rows for bar in row.bars}
    dotted = {mark.kind for row in rows for mark in row.marks}
    touches = plan.case.history.touches if plan.case.history is not None else ()
    return Chart(
        zone=city(str(zone)),
        ticks=ticks(axis),
        weekends=weekends(axis),
        flags=flags,
        flag_levels=max(flag.level for flag in flags),
        rows=rows,
        kinds=tuple(kind for kind in KINDS.values() if kind.id in used),
        dots=tuple((kind, said) for kind, said in _DOTS.items() if kind in dotted),
        earlier=sum(instant(touch.at) < axis.start for touch in touches),
    )


def _places(plan: Plan) -> tuple[Place, ...]:
    """A row for each lane, then for what is planned or has happened elsewhere."""
    places = [(lane.channel, lane.contact) for lane in plan.lanes]
    for planned in plan.actions:
        places.extend((planned.action.channel, contact) for contact in planned.action.to or (None,))
    if plan.case.history is not None:
        for touch in plan.case.history.touches:
            places.extend((touch.channel, contact) for contact in touch.contacts or (None,))
    return tuple(dict.fromkeys(places))


def _row(place: Place, names: Names, axis: Axis) -> Row:
    channel, contact = place
    lanes = [lane for lane in names.plan.lanes if (lane.channel, lane.contact) == place]
    marks = placed(_points(place, names, axis))
    return Row(
        channel=titles.capital(names.channel(channel)),
        to=names.contact(contact) if contact is not None else "",
        bars=tuple(bar for lane in lanes for bar in _bars(lane, names, axis)),
        marks=marks,
        levels=1 + max((mark.level for mark in marks), default=0),
    )


def _bars(lane: Lane, names: Names, axis: Axis) -> Iterator[Bar]:
    for window in lane.windows:
        start, end = axis.percent(window.start), axis.percent(window.end)
        kind, reason = kind_of(window), why(window, names)
        yield Bar(
            kind=kind.id,
            at=percent(start),
            width=percent(end - start),
            said=f"{kind.word}, {names.stretch(window.start, window.end)}: {reason}",
            label=(f"{kind.word}: {reason}" if window.rules else kind.word) if end - start >= _LABELLED_BAR else "",
        )


def _points(place: Place, names: Names, axis: Axis) -> Iterator[Point]:
    """What happened and what is planned in one row, in time order."""
    channel, contact = place
    plan = names.plan
    for touch in plan.case.history.touches if plan.case.history is not None else ():
        here = touch.channel == channel and contact in (touch.contacts or (None,))
        if here and axis.start <= instant(touch.at) < axis.end:
            kind = "heard" if touch.direction is Direction.INBOUND else "done"
            yield Point(axis.percent(touch.at), kind, f"{names.touch(touch)}, {names.own_time(touch.at)}")
    for number, planned in enumerate(plan.actions, start=1):
        action, at = planned.action, planned.verdict.at
        if action.channel == channel and contact in (action.to or (None,)):
            said = f"Step {number}: {planned.verdict.description or action.id}, {names.own_time(at)}"
            yield Point(axis.percent(at), "planned", said, number)


def _flags(plan: Plan, axis: Axis) -> tuple[Flag, ...]:
    """Now, and the interview where it is on the axis. Of two near each other the earlier one's words stand above."""
    moments = [("now", plan.now, "Now")]
    ended = plan.case.facts.get(INTERVIEW_END)
    if isinstance(ended, datetime) and axis.start <= instant(ended) < axis.end:
        moments.append(("interview", ended, "Interview"))
    placed_at = sorted((axis.percent(at), kind, label) for kind, at, label in moments)
    near = placed_at[-1][0] - placed_at[0][0] < _FLAG_ROOM
    return tuple(
        Flag(kind, percent(at), label, int(near and later), at > 100 - _FLAG_ROOM)
        for later, (at, kind, label) in zip(range(len(placed_at) - 1, -1, -1), placed_at, strict=True)
    )
