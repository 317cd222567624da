"""Marks of a timeline that do not cover each other: those of the past are gathered, planned ones stand above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOM = 3.6
"""Percent of the timeline that a mark takes where the timeline is at its shortest."""
_HIGHEST = 3
_TOLD = 8


class Point(Struct, frozen=True):
    """Something that happened or is planned, at its place in percent. `step` is the number of a planned act."""

    at: float
    kind: str  # done, heard or planned
    said: str
    step: int | None = None


class Mark(Struct, frozen=True, kw_only=True):
    """What is drawn: one point, or several of the past that stand too near each other, `count` of them."""

    kind: str
    at: str
    level: int
    said: str
    count: int = 1
    step: int | None = None


def placed(points: Iterable[Point]) -> tuple[Mark, ...]:
    """The marks of one row, from left to right."""
    ends = [-ROOM] * (_HIGHEST + 1)  # how far each level is taken
    marks = []
    for gathered in sorted(_gathered(points), key=lambda group: group[0].at):
        first = gathered[0]
        level = next((level for level, end in enumerate(ends) if first.at - end >= ROOM), _HIGHEST)
        ends[level] = first.at
        told = [point.said for point in gathered[:_TOLD]]
        if len(gathered) > _TOLD:
            told.append(f"and {len(gathered) - _TOLD} more")
        kinds = {point.kind for point in gathered}
        marks.append(
            Mark(
                kind=kinds.pop() if len(kinds) == 1 else "both",
                at=f"{first.at:.3f}%",
                level=level,
                said="; ".join(told),
                count=len(gathered),
                step=first.step,
            )
        )
    return tuple(marks)


def _gathered(points: Iterable[Point]) -> list[list[Point]]:
    groups: list[list[Point]] = []
    for point in points:
        near = groups and point.step is None and groups[-1][0].step is None and point.at - groups[-1][0].at < ROOM
        if near:
            groups[-1].append(point)
        else:
            groups.append([point])
    return groups
