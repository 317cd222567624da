"""Whether the act lies in permitted hours: for each local day a table says in which parts of it it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.facts.opening import opening
from courtesy.values import DAY

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.facts.business_days import Calendar
    from courtesy.model.predicate import WithinHours


def within_hours(term: WithinHours, scene: Scene) -> Sql:
    """True inside, false outside, unknown where the zone or the holidays are."""
    clock, work = scene.clock(term.almanac, own=term.own), term.almanac.calendar
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

    types = {f"part{number}": "boolean" for number in range(len(begins))}
    day, time_of_day = clock.day(scene.at), clock.time_of_day(scene.at)
    columns = clock.read(day, ("hours", term), types, parts, work if of_calendar else None)
    later = [sql.at_least(time_of_day, sql.constant(begin)) for begin in begins]
    return sql.when(*reversed(list(zip(later, columns, strict=True))))
