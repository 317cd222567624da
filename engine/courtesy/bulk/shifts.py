"""Durations put to work in SQL: an anchor moved by one, and the start of a window that looks one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from courtesy.bulk import sql
from courtesy.facts.shifts import ELAPSED, FROM_THE_END, first_day, later_day
from courtesy.model.predicate import AllHistory, CalendarPeriod, Edge, Rolling, SinceInterview
from courtesy.values import HOUR, Duration, DurationUnit

if TYPE_CHECKING:
    from courtesy.bulk.clocks import Clock, Target
    from courtesy.bulk.sql import Sql
    from courtesy.facts.business_days import Calendar
    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.predicate import TimeAfter, Window


class Moment(NamedTuple):
    """A time: an instant, or a whole day where the instant is null; unknown where both are.

    The day is `sql.NULL` itself where no table states any.
    """

    at: Sql
    day: Sql


def moved(moment: Moment, term: TimeAfter, clock: Clock) -> Sql:
    """The instant of `anchor + duration`, or with `before` of `anchor - duration`."""
    count, unit = term.duration.count, term.duration.unit
    duration = Duration(-count, unit) if term.before else term.duration
    work = term.almanac.calendar
    of_instant = (_of_instant_back if term.before else _of_instant)(moment.at, duration, clock, work)
    if moment.day is sql.NULL:
        return of_instant
    begin = clock.begin_of(moment.day if term.before else sql.plus(moment.day, sql.constant(1)))
    if term.before and unit is DurationUnit.DATE:
        of_day = _days(moment.day, duration, clock, work, extra=1).begins
    elif unit in FROM_THE_END:
        of_day = _of_instant(begin, duration, clock, work)
    else:
        of_day = _days(moment.day, duration, clock, work, extra=int(term.edge is Edge.END)).begins
    return sql.when((sql.known(moment.at), of_instant), otherwise=of_day)


def _of_instant_back(at: Sql, duration: Duration, clock: Clock, work: WorkCalendar) -> Sql:
    if duration.unit is DurationUnit.DATE:
        return _days(clock.day(at), duration, clock, work, extra=1).begins
    return _of_instant(at, duration, clock, work)


def _of_instant(at: Sql, duration: Duration, clock: Clock, work: WorkCalendar) -> Sql:
    if duration.unit in ELAPSED:
        return sql.plus(at, sql.constant(duration.count * ELAPSED[duration.unit]))
    if duration.unit is DurationUnit.BUSINESS_HOUR:
        return clock.business_hours(at, duration.count * HOUR, work)
    target = _days(clock.day(at), duration, clock, work)
    if duration.unit is DurationUnit.DATE:
        return target.begins
    return target.at(clock.time_of_day(at), clock.second(at))


def _days(day: Sql, duration: Duration, clock: Clock, work: WorkCalendar, *, extra: int = 0) -> Target:
    """The day that lies a duration of days, weeks, months or business days after another, and so many dates more."""

    def of_day(one: int, calendar: Calendar | None) -> int | None:
        later = later_day(one, duration, calendar)
        return None if later is None else later + extra

    by_calendar = work if duration.unit is DurationUnit.BUSINESS_DAY else None
    return clock.shifted(day, ("later", str(duration), duration.count, extra), of_day, by_calendar)


def window_start(window: Window, at: Sql, clock: Clock, work: WorkCalendar, week_starts: int) -> Sql | None:
    """The first instant of a window; None for those that do not move with the act."""
    match window:
        case Rolling(length, closed):
            back = Duration(-length.count, length.unit)
            match back.unit:
                case DurationUnit.DATE:
                    return _days(clock.day(at), back, clock, work, extra=1).begins
                case DurationUnit.BUSINESS_DAY:
                    return _business_days_back(at, back.count, clock, work)
                case DurationUnit.BUSINESS_HOUR:
                    # A closed one holds whatever the act still lies in time after.
                    last = sql.minus(at, sql.constant(int(closed)))
                    return sql.plus(clock.business_hours(last, back.count * HOUR, work), sql.constant(1))
                case _:
                    return sql.plus(_of_instant(at, back, clock, work), sql.constant(int(not closed)))
        case CalendarPeriod(period):
            meaning = ("period", period.value, week_starts)
            return clock.shifted(
                clock.day(at), meaning, lambda day, _: first_day(period, day, week_starts), None
            ).begins
        case SinceInterview() | AllHistory():
            return None
        case _:
            assert_never(window)


def _business_days_back(at: Sql, back: int, clock: Clock, work: WorkCalendar) -> Sql:
    def of_day(today: int, calendar: Calendar | None) -> int | None:
        works = None if calendar is None else calendar.is_business_day(today)
        return None if works is None or calendar is None else calendar.shift(today, back + works)

    return clock.shifted(clock.day(at), ("back", back), of_day, work).begins
