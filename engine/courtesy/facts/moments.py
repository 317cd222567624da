"""Terms that read time: time since an anchor, counts in a window, permitted hours."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import LocalClock, day_number, own_clocks, weekday_of
from courtesy.facts.shifts import shifter, window_start
from courtesy.facts.timeline import Sought, finder, matcher_of
from courtesy.instants import Instant, instant
from courtesy.model.predicate import CaseDate, SinceInterview, TouchTime
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.scene import Scene
    from courtesy.model.case import Touch
    from courtesy.model.predicate import Anchor, Count, HoursWindow, TimeAfter, WithinHours

INTERVIEW_END = "interview.ended_at"


def anchor_reader(anchor: Anchor) -> Callable[[Scene], Instant | date | Sought]:
    """How to find the moment that an anchor names: an instant, or the whole day of a bare date."""
    match anchor:
        case CaseDate(fact, fallback):

            def stated(scene: Scene) -> Instant | date | Sought:
                found = scene.stated(fact)
                if found is None and fallback is not None:
                    found = scene.stated(fallback)
                if isinstance(found, date):
                    return found
                return Instant(found) if isinstance(found, int) else Sought.UNKNOWN

            return stated
        case TouchTime(selector=selector):
            find = finder(anchor, matcher_of(selector))

            def touched(scene: Scene) -> Instant | date | Sought:
                touch = find(scene)
                return touch if isinstance(touch, Sought) else instant(touch.at)

            return touched
        case _:
            assert_never(anchor)


def first_clock(term: TimeAfter | Count, scene: Scene) -> LocalClock | None:
    """The clock that durations are counted on: of several plausible ones the first; None where unknown."""
    clocks = own_clocks(term.almanac) or scene.clocks()
    return clocks[0] if clocks else None


class DueReader:
    """When `anchor + duration` is, for one `TimeAfter`."""

    __slots__ = ("_own", "find", "read", "shift")

    def __init__(self, term: TimeAfter) -> None:
        self._own = own_clocks(term.almanac)
        self.read = anchor_reader(term.anchor)
        self.shift = shifter(term.duration, term.almanac.calendar)
        self.find: Callable[[Scene], Touch | Sought] | None = (
            finder(term.anchor, matcher_of(term.anchor.selector)) if isinstance(term.anchor, TouchTime) else None
        )

    def due(self, scene: Scene) -> Instant | None:
        """The instant; None where the anchor is unknown or absent."""
        anchor = self.read(scene)
        if isinstance(anchor, Sought):
            return None
        clocks = self._own or scene.clocks()
        return self.shift(clocks[0] if clocks else None, anchor)

    def value(self, scene: Scene) -> int | None:
        """Microseconds from then to the act."""
        due = self.due(scene)
        return None if due is None else scene.at - due


due_reader = lru_cache(maxsize=1024)(DueReader)
"""The reader of a term, made once however often its time is asked for."""


class CountReader:
    """How many touches match, for one `Count`."""

    __slots__ = ("_case_window", "_own", "_since", "_start", "_threshold", "matcher")

    def __init__(self, term: Count) -> None:
        self.matcher = matcher_of(term.selector)
        self._threshold = term.threshold
        self._own = own_clocks(term.almanac)
        self._start = window_start(term.window, term.almanac)
        self._case_window = isinstance(term.window, SinceInterview)
        self._since = anchor_reader(term.since) if term.since is not None else None

    def start(self, scene: Scene) -> Instant | Sought | None:
        """The first instant that counts, None where all do; `Sought` where it is unknown, or nothing can count."""
        clocks = self._own or scene.clocks()
        clock = clocks[0] if clocks else None
        begin: Instant | Sought | None = None
        if self._since is not None:
            since = self._since(scene)
            begin = since if isinstance(since, Sought) else _begin(since, clock)
            if begin is Sought.ABSENT:
                return begin
        start: Instant | Sought | None = None
        if self._start is not None:
            start = self._start(clock, scene.at)
            if start is None:
                return Sought.UNKNOWN
        elif self._case_window:
            start = _begin(scene.stated(INTERVIEW_END), clock)
        if begin is None or start is None:
            return start if begin is None else begin
        return Sought.UNKNOWN if isinstance(begin, Sought) or isinstance(start, Sought) else max(start, begin)

    def value(self, scene: Scene) -> int | None:
        """The count, or a number on the same side of the threshold; None where unknown."""
        if scene.history is None:
            return self._threshold if self._threshold <= 0 else None  # there are never fewer than none
        start = self.start(scene)
        if start is Sought.ABSENT:
            return 0  # nothing lies after something that never happened
        if isinstance(start, Sought):
            # Where the window starts is unknown, so everything that matches may or may not lie in it.
            least, most = 0, self.matcher.count(scene, None, scene.at)[1]
        else:
            least, most = self.matcher.count(scene, start, scene.at)
        return least if least == most or least >= self._threshold or most < self._threshold else None


def _begin(stated: object, clock: LocalClock | None) -> Instant | Sought:
    """Where a stated time begins: a bare date with its local day."""
    if isinstance(stated, date):
        return clock.start_of_day(day_number(stated)) if clock is not None else Sought.UNKNOWN
    return Instant(stated) if isinstance(stated, int) else Sought.UNKNOWN


class HoursReader:
    """Whether the act lies in permitted hours, for one `WithinHours`."""

    __slots__ = ("_own", "_windows", "lacks_calendar")

    def __init__(self, term: WithinHours) -> None:
        self._own = own_clocks(term.almanac)
        self._windows = tuple((w.start, w.end, opening(w, term.almanac.calendar)) for w in term.windows)
        self.lacks_calendar = term.almanac.calendar is None and any(not w.holidays for w in term.windows)

    def value(self, scene: Scene) -> bool | None:
        """Whether it does in every plausible zone; None where no zone is known."""
        clocks = self._own or scene.clocks()
        if not clocks or self.lacks_calendar:
            return None
        return all(self._inside(clock.local(scene.at)) for clock in clocks)

    def _inside(self, local: int) -> bool:
        day, time_of_day = divmod(local, DAY)
        for start, end, is_open in self._windows:
            if start < end:
                if start <= time_of_day < end and is_open(day):
                    return True
            elif (time_of_day >= start and is_open(day)) or (time_of_day < end and is_open(day - 1)):
                return True
        return False


def opening(window: HoursWindow, calendar_code: str | None) -> Callable[[int], bool]:
    """Whether a window that starts on a given local date (a day number) is open at all."""
    closed = tuple((day_number(first), day_number(last)) for first, last in window.not_on)

    def is_open(day: int) -> bool:
        if weekday_of(day) not in window.days or any(first <= day <= last for first, last in closed):
            return False
        if window.holidays:
            return True
        calendar = calendar_of(calendar_code)
        return calendar is not None and not calendar.is_holiday(day)

    return is_open
