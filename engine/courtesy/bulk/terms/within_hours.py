"""Whether the act lies in permitted hours: for each local day a table says in which parts of it it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk import sql
from courtesy.facts.opening import opening
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.facts.business_days import Calendar
    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.predicate import WithinHours


class Parts(NamedTuple):
    """The parts of days, by the times of day at which they begin: in each all of it is permitted, or nothing.

    `open` tells which are, by a day and a calendar; None where that is unknown. `work` is that calendar, None where
    hours take none.
    """

    begins: Sequence[int]
    open: Callable[[int, Calendar | None], tuple[bool | None, ...]]
    work: WorkCalendar | None


def parts_of(term: WithinHours) -> Parts:
    """The parts of days that hours make."""
    work = term.almanac.calendar
    of_calendar = any(hours.of_calendar for hours in term.open_hours)
    edges = sorted({edge for hours in term.open_hours for edge in (hours.start, hours.end)}
                   | {edge for closed in work.closed for edge in (closed.start, closed.end)} | {0})  # fmt: skip
    begins = [edge for edge in edges if edge < DAY]

    def parts(day: int, calendar: Calendar | None) -> tuple[bool | None, ...]:
        openings = [opening(hours, calendar if of_calendar else None) for hours in term.open_hours]
        found: list[bool | None] = []
        for begin in begins:
            answers = [one.holds(day * DAY + begin) for one in openings]
            found.append(True if True in answers else None if None in answers else False)
        return tuple(found)

    return Parts(begins, parts, work if of_calendar else None)


def within_hours(term: WithinHours, scene: Scene) -> Sql:
    """True inside, false outside, unknown where the zone or the holidays are."""
    clock, parts = scene.clock(term.almanac, own=term.own), parts_of(term)
    types = {f"part{number}": "boolean" for number in range(len(parts.begins))}
    day, time_of_day = clock.day(scene.at), clock.time_of_day(scene.at)
    columns = clock.read(day, ("hours", term), types, parts.open, parts.work)
    return by_part(parts.begins, time_of_day, columns)


def by_part(begins: Sequence[int], time_of_day: Sql, columns: Sequence[Sql]) -> Sql:
    """The column of the part in which a time of day lies."""
    later = [sql.at_least(time_of_day, sql.constant(begin)) for begin in begins]
    return sql.when(*reversed(list(zip(later, columns, strict=True))))
