"""On which side of a mark a stated time lies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.bulk.shifts import Moment
from courtesy.facts.clock import day_number
from courtesy.model.declaration import Changes

if TYPE_CHECKING:
    from courtesy.bulk.clocks import Clock
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Mark, TimeAgainst


def time_against(term: TimeAgainst, scene: Scene) -> Sql:
    """-1 before, 0 at and 1 after it; of several marks 0 at any of them."""
    of_act = term.fact.changes is Changes.MOMENT
    stated = Moment(scene.at, sql.NULL) if of_act else scene.moment(term.fact.name)
    clock = scene.clock(term.almanac)
    sides = [_side(stated, mark, clock) for mark in term.marks]
    at_one = sql.either(*(sql.equal(side, sql.constant(0)) for side in sides))
    unknown = sql.either(*(sql.unknown(side) for side in sides))
    return sql.when((sql.surely(at_one), sql.constant(0)), (unknown, sql.NULL), otherwise=sides[0])


def _side(stated: Moment, mark: Mark, clock: Clock) -> Sql:
    if isinstance(mark, date):
        number = sql.constant(day_number(mark))
        of_instant = sql.sign(sql.minus(clock.day(stated.at), number))
        if stated.day is sql.NULL:
            return of_instant
        of_day = sql.sign(sql.minus(stated.day, number))
    else:
        instant = sql.constant(int(mark))
        of_instant = sql.sign(sql.minus(stated.at, instant))
        if stated.day is sql.NULL:
            return of_instant
        following = clock.begin_of(sql.plus(stated.day, sql.constant(1)))
        of_day = sql.when(
            (sql.less(instant, clock.begin_of(stated.day)), sql.constant(1)),
            (sql.at_least(instant, following), sql.constant(-1)),
        )
    return sql.when((sql.known(stated.at), of_instant), otherwise=of_day)
