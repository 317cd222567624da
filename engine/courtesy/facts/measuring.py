"""What a term was measured from, told on demand: only what a verdict explains is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import day_number, own_clock, shown
from courtesy.facts.derivers import fact_reader
from courtesy.facts.hours import hours_reader
from courtesy.facts.moments import clock_for, count_reader, due_reader, side_reader
from courtesy.facts.shifts import ELAPSED
from courtesy.facts.touch_matching import NotFound, matcher_of, within
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.facts import Measurement
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
    from courtesy.facts.clock import LocalClock
    from courtesy.facts.scene import Scene
    from courtesy.instants import Instant
    from courtesy.model.predicate import Almanac, Anchor, Term
    from courtesy.values import Duration


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
        year = at.year if at is not None and missing == (CALENDAR,) and self._has_calendar(term.almanac) else None
        return Measurement(
            term=term,
            value=value,
            missing=missing,
            at=at,
            mentions=reader.mentions(scene),
            evidence=reader.evidence(scene),
            recipient=scene.recipient,
            unknown_year=year,
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
            touches=touches,
            certain=() if start is NotFound.UNKNOWN else certain,
            recipient=scene.recipient,
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
            touches=(touch,) if touch is not None and not isinstance(touch, NotFound) else (),
            recipient=scene.recipient,
            counted_from=self._taken(term.anchor),
            anchor_day=anchor if isinstance(anchor, date) else None,
        )

    def _unknown_year(self, anchor: Instant | date | NotFound, term: TimeAfter) -> int | None:
        """The year whose holidays it takes to count business days from an anchor; None where none are known at all."""
        calendar, clock = calendar_of(term.almanac.calendar), clock_for(term, self._scene)
        if calendar is None or clock is None or isinstance(anchor, NotFound):
            return None
        return calendar.unknown_year(day_number(anchor) if isinstance(anchor, date) else clock.day(anchor))

    def _time_against(self, term: TimeAgainst) -> Measurement:
        scene, reader = self._scene, side_reader(term)
        value, stated = reader.value(scene), reader.stated(scene)
        missing: tuple[str, ...] = ()
        if value is None:
            needs_clock = stated is not None and clock_for(term, scene) is None
            missing = (ZONE,) if needs_clock else (term.fact.name,)
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
            no_zone = (own_clock(term.almanac) or scene.clock()) is None
            missing = (ZONE,) if no_zone and not reader.lacks_calendar else (CALENDAR,)
            year = at.year if at is not None and not no_zone and not reader.lacks_calendar else None
        return Measurement(
            term=term,
            value=value,
            missing=missing,
            at=at,
            closing=reader.closing(scene) if value is False else None,
            unknown_year=year,
            recipient=scene.recipient,
        )

    def _has_calendar(self, almanac: Almanac | None) -> bool:
        return almanac is not None and calendar_of(almanac.calendar) is not None

    def _taken(self, anchor: Anchor) -> str | None:
        """The first case date that an anchor names and the case states."""
        if not isinstance(anchor, CaseDate):
            return None
        names = (anchor.fact,) if anchor.fallback is None else (anchor.fact, anchor.fallback)
        return next((name for name in names if self._scene.stated(name) is not None), None)

    def _missing_anchor(self, anchor: Anchor, term: TimeAfter | Count) -> tuple[str, ...]:
        scene = self._scene
        match anchor:
            case CaseDate(fact, fallback):
                names = (fact,) if fallback is None else (fact, fallback)
                known = [name for name in names if scene.stated(name) is not None]
                if not known:
                    return names
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
        counts_days = duration.unit is DurationUnit.BUSINESS_DAY
        no_calendar = counts_days and (not no_zone or not self._has_calendar(term.almanac))
        return (*((ZONE,) if no_zone else ()), *((CALENDAR,) if no_calendar else ()))

    def _is_bare(self, name: str) -> bool:
        return isinstance(self._scene.stated(name), date)

    def _shown(self, at: Instant | None, term: Term) -> datetime | None:
        if at is None:
            return None
        clock = own_clock(term.almanac) or self._scene.clock()
        return shown(at, clock) if clock is not None else datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)


def _counted_from(anchor: Instant | date, term: TimeAfter, clock: LocalClock | None) -> Instant | None:
    """The instant that a duration counts from: of a bare date its beginning, for hours and minutes its end."""
    if not isinstance(anchor, date):
        return anchor
    if clock is None:
        return None
    return clock.start_of_day(day_number(anchor) + (term.duration.unit in ELAPSED))


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
