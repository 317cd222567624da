"""The values of facts: what a row says, or a table that is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.facts.clock import weekday_of
from courtesy.model.almanac import WorkCalendar
from courtesy.model.declaration import Subject
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.facts.business_days import Calendar
    from courtesy.model.predicate import Fact

ROLES_OF_OTHERS = "cc.roles"


def fact(term: Fact, scene: Scene) -> Sql:
    """The value of a fact, null where it is unknown."""
    if term.event is not None:
        return _of_event(term.event, scene)
    if term.name in _DERIVED:
        return _DERIVED[term.name](term, scene)
    if term.of is Subject.TEXT:
        return sql.column(term.name)
    if scene.is_time(term.name):
        stated = scene.moment(term.name)
        return sql.call("COALESCE", stated.at, sql.times(stated.day, sql.constant(DAY)))
    return scene.stated(term.name)


def _of_event(event: str, scene: Scene) -> Sql:
    return sql.both(sql.known(scene.recipient), sql.surely(sql.less(scene.first_of(event), scene.order)))


def _business_day(term: Fact, scene: Scene) -> Sql:
    clock = scene.clock(term.almanac)
    work = WorkCalendar() if term.almanac is None else term.almanac.calendar

    def works(day: int, calendar: Calendar | None) -> tuple[bool | None]:
        return (None if calendar is None else calendar.is_business_day(day),)

    (found,) = clock.read(clock.day(scene.at), "business day", {"works": "boolean"}, works, work)
    return found


def _weekday(term: Fact, scene: Scene) -> Sql:
    clock = scene.clock(term.almanac)
    (found,) = clock.read(
        clock.day(scene.at), "weekday", {"weekday": "text"}, lambda day, _: (WEEKDAYS[weekday_of(day)],), None
    )
    # The table has every day: the zone decides whether one is known.
    return found


def _met(_: Fact, scene: Scene) -> Sql:
    interviewer = sql.surely(sql.has_any(scene.of_contact("roles"), ["interviewer"]))
    assumed = sql.when((interviewer, sql.YES))
    return sql.when(
        (sql.unknown(scene.recipient), sql.NO), otherwise=sql.call("COALESCE", scene.of_contact("met"), assumed)
    )


def _roles(_: Fact, scene: Scene) -> Sql:
    return sql.when((sql.unknown(scene.recipient), sql.texts([])), otherwise=scene.of_contact("roles"))


def roles_of_others_have(values: Iterable[str], scene: Scene) -> Sql:
    """Whether anyone else who gets the message has one of some roles; lists of nobody are not made for that."""
    found = sql.surely(sql.has_any(scene.of_others("roles"), values))
    return sql.when((sql.surely(scene.of_others("unknown")), sql.NULL), otherwise=found)


def _roles_of_others(_: Fact, scene: Scene) -> Sql:
    roles = sql.call("COALESCE", scene.of_others("roles"), sql.texts([]))
    return sql.when((sql.surely(scene.of_others("unknown")), sql.NULL), otherwise=roles)


_DERIVED: dict[str, Callable[[Fact, Scene], Sql]] = {
    "action.channel": lambda _, __: sql.column("channel"),
    "action.purpose": lambda _, __: sql.column("purpose"),
    "action.tags": lambda _, __: sql.column("tags"),
    "action.at": lambda _, scene: scene.at,
    "action.local_time": lambda term, scene: scene.clock(term.almanac).time_of_day(scene.at),
    "action.weekday": _weekday,
    "action.business_day": _business_day,
    "recipient.roles": _roles,
    "recipient.met": _met,
    "recipient.relationship": lambda _, scene: scene.of_contact("relationship"),
    "recipient.zone": lambda _, __: sql.column("zone"),
    ROLES_OF_OTHERS: _roles_of_others,
}
