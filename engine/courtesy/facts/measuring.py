"""What a term was measured from, told on demand: only what a verdict explains is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import date_of, day_number, own_clock, shown
from courtesy.facts.derivers import fact_reader, missing_calendar
from courtesy.facts.hours import hours_clock, hours_reader
from courtesy.facts.moments import clock_for, count_reader, due_reader, side_reader
from courtesy.facts.shifts import BUSINESS, ELAPSED, FROM_THE_END
from courtesy.facts.touch_matching import NotFound, matcher_of, within
from courtesy.instants import FIRST_YEAR
from courtesy.model.almanac import WorkCalendar
from courtesy.model.declaration import Changes
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.facts import Closing, Measurement
from courtesy.model.missing import CALENDAR, HISTORY, ZONE
from courtesy.model.predicate import (
    CalendarPeriod,
    CaseDate,
    Count,
    Fact,
    Rolling,
    SinceInterview,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    WithinHours,
)
from courtesy.values import DurationUnit

if TYPE_CHECKING:
    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.facts.scene import Scene
    from courtesy.instants import Instant
    from courtesy.model.almanac import Closed
    from courtesy.model.predicate import Anchor, Term
    from courtesy.values import Duration, Value


class Measurer:
    """Measures terms of one occasion for the words of an explanation, each once."""

    __slots__ = ("_measured", "_scene")

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._measured: dict[Term, Measurement] = {}

    def measure(self, term: Term) -> Measurement:
        """The value of a term with all that it was measured from."""
        if term not in self._measured:
            self._measured[term] = self._measure(term)
        return self._measured[term]

    def _measure(self, term: Term) -> Measurement:
        match term:
            case Fact():
                return self._fact(term)
            case Count():
                return self._count(term)
            case TimeAfter():
                return self._time_after(term)
            case TimeAgainst():
                return self._time_against(term)
            case WithinHours():
                return self._within_hours(term)
            case _:
                assert_never(term)

    def _fact(self, term: Fact) -> Measurement:
        scene, reader = self._scene, fact_reader(term)
        value = reader.value(scene)
        missing = reader.missing(scene) if value is None else ()
        at = self._shown(scene.at, term)
        year = at.year if at is not None and missing == (CALENDAR,) and self._knows_holidays(term) else None
        return Measurement(
            term=term,
            value=value,
            missing=missing,
            at=at,
            mentions=reader.mentions(scene),
            evidence=reader.evidence(scene),
            recipient=scene.recipient,
            unknown_year=year,
            closing=self._closing(term, value),
        )

    def _count(self, term: Count) -> Measurement:
        scene, reader = self._scene, count_reader(term)
        value = reader.value(scene)
        start = reader.start(scene)
        begin = None if isinstance(start, NotFound) else start
        touches, certain = ((), ()) if start is NotFound.ABSENT else reader.matcher.told(scene, begin, scene.at)
        missing: tuple[str, ...] = ()
        if value is None:
            missing = (HISTORY,) if scene.history is None else reader.matcher.unknowns(touches, scene)
            if start is NotFound.UNKNOWN:
                missing = (*missing, *self._missing_start(term))
        return Measurement(
            term=term,
            value=value,
            missing=_distinct(missing),
            at=self._shown(scene.at, term),
            anchor=self._shown(begin, term),
            unknown_year=self._unknown_year_before(term) if missing == (CALENDAR,) else None,
            touches=touches,
            certain=() if start is NotFound.UNKNOWN else certain,
            recipient=scene.recipient,
            counted_from=None if term.since is None else self._taken(term.since),
            ever=reader.counts_ever(scene),
        )

    def _missing_start(self, term: Count) -> tuple[str, ...]:
        found: list[str] = []
        match term.window:
            case Rolling(length):
                found += self._missing_for(length, term)
            case CalendarPeriod() if clock_for(term, self._scene) is None:
                found.append(ZONE)
            case SinceInterview() if self._scene.stated(INTERVIEW_END) is None:
                found.append(INTERVIEW_END)
            case SinceInterview() if self._is_bare(INTERVIEW_END) and clock_for(term, self._scene) is None:
                found.append(ZONE)
        return (*found, *(self._missing_anchor(term.since, term) if term.since is not None else ()))

    def _time_after(self, term: TimeAfter) -> Measurement:
        scene, reader = self._scene, due_reader(term)
        anchor, due = reader.read(scene), reader.due(scene)
        touch = reader.find(scene) if reader.find is not None else None
        missing: tuple[str, ...] = ()
        if due is None:
            missing = (*self._missing_anchor(term.anchor, term), *self._missing_for(term.duration, term))
            missing = () if anchor is NotFound.ABSENT else missing
        clock = clock_for(term, scene)
        return Measurement(
            term=term,
            value=None if due is None else scene.at - due,
            missing=_distinct(missing),
            at=self._shown(scene.at, term),
            anchor=None if isinstance(anchor, NotFound) else self._shown(_counted_from(anchor, term, clock), term),
            due=self._shown(due, term),
            unknown_year=self._unknown_year(anchor, term) if missing == (CALENDAR,) else None,
            closed=self._closed_between(anchor, due, term),
            touches=(touch,) if touch is not None and not isinstance(touch, NotFound) else (),
            recipient=scene.recipient,
            counted_from=self._taken(term.anchor),
            anchor_day=anchor if isinstance(anchor, date) else None,
        )

    def _unknown_year(self, anchor: Instant | date | NotFound, term: TimeAfter) -> int | None:
        """The year whose holidays it takes to count business days from an anchor; None where none are known at all."""
        calendar, clock = self._calendar(term), clock_for(term, self._scene)
        if calendar is None or calendar.code is None or clock is None or isinstance(anchor, NotFound):
            return None
        day = _day_of(anchor, clock)
        return _last_unknown_year(day, calendar) if term.before else calendar.unknown_year(day)

    def _unknown_year_before(self, term: Count) -> int | None:
        """The last year up to the act whose holidays are unknown; None where none are known at all."""
        calendar, clock = self._calendar(term), clock_for(term, self._scene)
        if calendar is None or calendar.code is None or clock is None:
            return None
        return _last_unknown_year(clock.day(self._scene.at), calendar)

    def _time_against(self, term: TimeAgainst) -> Measurement:
        scene, reader = self._scene, side_reader(term)
        value, stated = reader.value(scene), reader.stated(scene)
        missing: tuple[str, ...] = ()
        if value is None:
            needs_clock = stated is not None and clock_for(term, scene) is None
            missing = (ZONE,) if needs_clock else (scene.to_state(term.fact.name),)
        return Measurement(
            term=term,
            value=value,
            missing=missing,
            at=self._shown(scene.at, term),
            stated=stated if isinstance(stated, date) else self._shown(stated, term),
        )

    def _within_hours(self, term: WithinHours) -> Measurement:
        scene, reader = self._scene, hours_reader(term)
        value, at = reader.value(scene), self._shown(scene.at, term)
        missing: tuple[str, ...] = ()
        year: int | None = None
        if value is None:
            no_zone, no_calendar = hours_clock(term, scene) is None, reader.lacks_calendar(scene)
            missing = (ZONE,) if no_zone and not no_calendar else missing_calendar(term.almanac.calendar, scene)
            year = at.year if at is not None and not no_zone and not no_calendar else None
        return Measurement(
            term=term,
            value=value,
            missing=missing,
            at=at,
            closing=reader.closing(scene) if value is False else None,
            unknown_year=year,
            recipient=scene.recipient,
        )

    def _calendar(self, term: Fact | TimeAfter | Count) -> Calendar | None:
        work = WorkCalendar() if term.almanac is None else term.almanac.calendar
        return calendar_of(work, self._scene.own_calendar())

    def _knows_holidays(self, term: Fact | TimeAfter | Count) -> bool:
        """Whether there is a calendar for the holidays of a term."""
        calendar = self._calendar(term)
        return calendar is not None and calendar.code is not None

    def _closing(self, term: Fact, value: Value | None) -> Closing | None:
        """What closes the day of the act, where a fact of the calendar says that nobody works."""
        clock, calendar = own_clock(term.almanac) or self._scene.clock(), self._calendar(term)
        if value is not False or term.changes is not Changes.DAY or clock is None or calendar is None:
            return None
        day = clock.day(self._scene.at)
        closed = calendar.closing(day)
        return None if closed is None else Closing(date_of(day), calendar.holiday(day), closed)

    def _closed_between(
        self, anchor: Instant | date | NotFound, due: Instant | None, term: TimeAfter
    ) -> tuple[Closed, ...]:
        """What the policy closes between an anchor and the end of so much business time, each once."""
        calendar, clock = self._calendar(term), clock_for(term, self._scene)
        if term.duration.unit not in BUSINESS or calendar is None or clock is None or due is None:
            return ()
        if isinstance(anchor, NotFound):
            return ()
        first, last = _day_of(anchor, clock), clock.day(due)
        counts_hours = term.duration.unit is DurationUnit.BUSINESS_HOUR
        return calendar.closings(range(min(first, last), max(first, last) + 1), in_part=counts_hours)

    def _taken(self, anchor: Anchor) -> str | None:
        """The first case date that an anchor names and the case states."""
        if not isinstance(anchor, CaseDate):
            return None
        return next((name for name in anchor.facts if self._scene.stated(name) is not None), None)

    def _missing_anchor(self, anchor: Anchor, term: TimeAfter | Count) -> tuple[str, ...]:
        scene = self._scene
        match anchor:
            case CaseDate(facts=names):
                known = [name for name in names if scene.stated(name) is not None]
                if not known:
                    return tuple(map(scene.to_state, names))
                return (ZONE,) if self._is_bare(known[0]) and clock_for(term, scene) is None else ()
            case TouchTime(selector=selector):
                if scene.history is None:
                    return (HISTORY,)
                return matcher_of(selector).unknowns(within(scene, None, scene.at), scene)
            case _:
                assert_never(anchor)

    def _missing_for(self, duration: Duration, term: TimeAfter | Count) -> tuple[str, ...]:
        if duration.unit in ELAPSED:
            return ()
        no_zone = clock_for(term, self._scene) is None
        missing = (ZONE,) if no_zone else ()
        if duration.unit in BUSINESS and (not no_zone or not self._knows_holidays(term)):
            missing = (*missing, *missing_calendar(term.almanac.calendar, self._scene))
        return missing

    def _is_bare(self, name: str) -> bool:
        return isinstance(self._scene.stated(name), date)

    def _shown(self, at: Instant | None, term: Term) -> datetime | None:
        if at is None:
            return None
        clock = own_clock(term.almanac) or self._scene.clock()
        return shown(at, clock) if clock is not None else datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)


def _counted_from(anchor: Instant | date, term: TimeAfter, clock: LocalClock | None) -> Instant | None:
    """The instant that a duration counts from: of a bare date its beginning, or its end for hours after it."""
    if not isinstance(anchor, date):
        return anchor
    if clock is None:
        return None
    return clock.start_of_day(day_number(anchor) + (not term.before and term.duration.unit in FROM_THE_END))


def _day_of(anchor: Instant | date, clock: LocalClock) -> int:
    return day_number(anchor) if isinstance(anchor, date) else clock.day(anchor)


def _last_unknown_year(day: int, calendar: Calendar) -> int | None:
    """The last year up to that of a day whose holidays are unknown; None where all are known."""
    years = range(date_of(day).year, FIRST_YEAR, -1)
    return next((year for year in years if not calendar.knows(year)), None)


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
