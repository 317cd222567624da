"""Terms that read time: time since an anchor, on which side of a mark it lies, counts in a window."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import LocalClock, day_number, own_clock
from courtesy.facts.shifts import BUSINESS, shifter, window_start
from courtesy.facts.touch_matching import NotFound, finder, matcher_of
from courtesy.instants import Instant, instant
from courtesy.model.almanac import WorkCalendar
from courtesy.model.declaration import Changes
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.predicate import CaseDate, Rolling, SinceInterview, TouchTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.scene import Scene
    from courtesy.model.case import Touch
    from courtesy.model.predicate import Anchor, Count, Mark, TimeAfter, TimeAgainst


def anchor_reader(anchor: Anchor) -> Callable[[Scene], Instant | date | NotFound]:
    """How to find the moment that an anchor names: an instant, or the whole day of a bare date."""
    match anchor:
        case CaseDate(facts=facts):

            def stated(scene: Scene) -> Instant | date | NotFound:
                found = next((said for fact in facts if (said := scene.stated(fact)) is not None), None)
                if isinstance(found, date):
                    return found
                return Instant(found) if isinstance(found, int) else NotFound.UNKNOWN

            return stated
        case TouchTime(selector=selector):
            find = finder(anchor, matcher_of(selector))

            def touched(scene: Scene) -> Instant | date | NotFound:
                touch = find(scene)
                return touch if isinstance(touch, NotFound) else instant(touch.at)

            return touched
        case _:
            assert_never(anchor)


def clock_for(term: TimeAfter | TimeAgainst | Count, scene: Scene) -> LocalClock | None:
    """The clock that a term reads: that of the rule's own zone, else the recipient's; None where it is unknown."""
    return own_clock(term.almanac) or scene.clock()


def calendar_for(term: TimeAfter | Count, scene: Scene) -> Calendar | None:
    """The calendar that a term reads: the policy's, or the recipient's own; None where there is none."""
    return calendar_of(term.almanac.calendar, scene.own_calendar())


class DueReader:
    """When `anchor + duration` is, or `anchor - duration`, for one `TimeAfter`."""

    __slots__ = ("_calendar", "_own", "_shift", "find", "read")

    def __init__(self, term: TimeAfter) -> None:
        self._own = own_clock(term.almanac)
        self._calendar = term.almanac.calendar if term.duration.unit in BUSINESS else WorkCalendar()
        self.read = anchor_reader(term.anchor)
        self._shift = shifter(term.duration, term.edge, before=term.before)
        self.find: Callable[[Scene], Touch | NotFound] | None = (
            finder(term.anchor, matcher_of(term.anchor.selector)) if isinstance(term.anchor, TouchTime) else None
        )

    def due(self, scene: Scene) -> Instant | None:
        """The instant; None where the anchor is unknown or absent."""
        anchor = self.read(scene)
        return None if isinstance(anchor, NotFound) else self.due_after(anchor, scene)

    def due_after(self, anchor: Instant | date, scene: Scene) -> Instant | None:
        """The instant where the anchor is a given one."""
        calendar = calendar_of(self._calendar, scene.own_calendar())
        return self._shift(self._own or scene.clock(), calendar, anchor)

    def value(self, scene: Scene) -> int | None:
        """Microseconds from then to the act."""
        due = self.due(scene)
        return None if due is None else scene.at - due


due_reader = lru_cache(maxsize=1024)(DueReader)
"""The reader of a term, made once."""


class SideReader:
    """On which side of its marks a stated time lies, for one `TimeAgainst`."""

    __slots__ = ("_fact", "_marks", "_own")

    def __init__(self, term: TimeAgainst) -> None:
        self._own, self._fact, self._marks = own_clock(term.almanac), term.fact, term.marks

    def stated(self, scene: Scene) -> Instant | date | None:
        """The time that the fact states, an instant or a bare date; None where it is unknown."""
        if self._fact.changes is Changes.MOMENT:
            return scene.at
        found = scene.stated(self._fact.name)
        if isinstance(found, date):
            return found
        return Instant(found) if isinstance(found, int) else None

    def value(self, scene: Scene) -> int | None:
        """-1 before, 0 at and 1 after the mark; None where that is unknown."""
        stated = self.stated(scene)
        if stated is None:
            return None
        clock = self._own or scene.clock()
        sides = [side(stated, mark, clock) for mark in self._marks]
        if 0 in sides:
            return 0
        return None if None in sides else sides[0]


side_reader = lru_cache(maxsize=1024)(SideReader)
"""The reader of a term, made once."""


def side(stated: Instant | date, mark: Mark, clock: LocalClock | None) -> int | None:
    """-1 where a stated time lies before a mark, 0 at it, 1 after it.

    None where days are compared with instants and no clock is known, and where the mark lies within the stated day.
    """
    if isinstance(stated, date):
        if isinstance(mark, date):
            return _sign(day_number(stated) - day_number(mark))
        return None if clock is None else _side_of_instant(day_number(stated), mark, clock)
    if isinstance(mark, date):
        return None if clock is None else _sign(clock.day(stated) - day_number(mark))
    return _sign(stated - mark)


def _sign(difference: int) -> int:
    return (difference > 0) - (difference < 0)


def _side_of_instant(day: int, mark: int, clock: LocalClock) -> int | None:
    if mark < clock.start_of_day(day):
        return 1
    return -1 if mark >= clock.start_of_day(day + 1) else None


class CountReader:
    """How many touches match, for one `Count`."""

    __slots__ = ("_calendar", "_case_window", "_or_ever", "_own", "_since", "_start", "_threshold", "matcher")

    def __init__(self, term: Count) -> None:
        self.matcher = matcher_of(term.selector)
        self._threshold = term.threshold
        self._own = own_clock(term.almanac)
        counts_business = isinstance(term.window, Rolling) and term.window.length.unit in BUSINESS
        self._calendar = term.almanac.calendar if counts_business else WorkCalendar()
        self._start = window_start(term.window, term.almanac)
        self._case_window = isinstance(term.window, SinceInterview)
        self._since = anchor_reader(term.since) if term.since is not None else None
        self._or_ever = term.or_ever

    def start(self, scene: Scene) -> Instant | NotFound | None:
        """The first instant that counts, None where all do; `NotFound` where it is unknown, or nothing can count."""
        clock = self._own or scene.clock()
        begin: Instant | NotFound | None = None
        if self._since is not None:
            since = self._since(scene)
            begin = since if isinstance(since, NotFound) else _begin(since, clock)
            if begin is NotFound.ABSENT:
                if not self._or_ever:
                    return begin
                begin = None
        start: Instant | NotFound | None = None
        if self._start is not None:
            start = self._start(clock, calendar_of(self._calendar, scene.own_calendar()), scene.at)
            if start is None:
                return NotFound.UNKNOWN
        elif self._case_window:
            start = _begin(scene.stated(INTERVIEW_END), clock)
        if begin is None or start is None:
            return start if begin is None else begin
        return NotFound.UNKNOWN if isinstance(begin, NotFound) or isinstance(start, NotFound) else max(start, begin)

    def counts_ever(self, scene: Scene) -> bool:
        """Whether all count because there is no touch to count since."""
        return self._or_ever and self._since is not None and self._since(scene) is NotFound.ABSENT

    def value(self, scene: Scene) -> int | None:
        """The count, or a number on the same side of the threshold; None where unknown."""
        if scene.history is None:
            return self._threshold if self._threshold <= 0 else None  # there are never fewer than none
        start = self.start(scene)
        if start is NotFound.ABSENT:
            return 0  # nothing lies after something that never happened
        if isinstance(start, NotFound):
            # Where the window starts is unknown, so everything that matches may or may not lie in it.
            least, most = 0, self.matcher.count(scene, None, scene.at)[1]
        else:
            least, most = self.matcher.count(scene, start, scene.at)
        return least if least == most or least >= self._threshold or most < self._threshold else None


count_reader = lru_cache(maxsize=1024)(CountReader)
"""The reader of a term, made once."""


def _begin(stated: object, clock: LocalClock | None) -> Instant | NotFound:
    """Where a stated time begins: a bare date with its local day."""
    if isinstance(stated, date):
        return clock.start_of_day(day_number(stated)) if clock is not None else NotFound.UNKNOWN
    return Instant(stated) if isinstance(stated, int) else NotFound.UNKNOWN
