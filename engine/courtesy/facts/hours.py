"""Permitted hours: whether the act lies in them, and what closes those that would hold it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import date_of, own_clock
from courtesy.facts.opening import opening
from courtesy.model.facts import Closing

if TYPE_CHECKING:
    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.facts.opening import Opening
    from courtesy.facts.scene import Scene
    from courtesy.model.predicate import WithinHours


class HoursReader:
    """Whether the act lies in permitted hours, for one `WithinHours`."""

    __slots__ = ("_of_calendar", "_open_hours", "_term")

    def __init__(self, term: WithinHours) -> None:
        self._term = term
        self._open_hours = term.open_hours
        self._of_calendar = any(hours.of_calendar for hours in term.open_hours)

    def calendar(self, scene: Scene) -> Calendar | None:
        """The calendar that holds; None where there is none."""
        return hours_calendar(self._term, scene)

    def lacks_calendar(self, scene: Scene) -> bool:
        """Whether it takes a calendar, and there is none."""
        calendar = self.calendar(scene)
        return self._of_calendar and (calendar is None or calendar.code is None)

    def value(self, scene: Scene) -> bool | None:
        """Whether it does; None where no zone is known, or the holidays that would close them are not."""
        clock = hours_clock(self._term, scene)
        if clock is None:
            return None
        local, unknown = clock.local(scene.at), False
        for one in self._openings(scene):
            found = one.holds(local)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    def closing(self, scene: Scene) -> Closing | None:
        """What closes the first hours that would hold the act by weekday and time of day; None where none would.

        A day that they leave out for others of its own is not closed.
        """
        clock = hours_clock(self._term, scene)
        if clock is None:
            return None
        local = clock.local(scene.at)
        openings = self._openings(scene)
        for one in openings:
            day = one.day_of(local)
            if day is not None and one.is_meant(day):
                why = self._why(one, day, local, None if one.hours.holidays else self.calendar(scene))
                has_others = any(other.hours.on and other.is_meant(day) for other in openings)
                return None if has_others and why.holiday is None and why.closed is None else why
        return None

    def _why(self, one: Opening, day: int, local: int, calendar: Calendar | None) -> Closing:
        closed = one.closing_at(local)
        if closed is None and calendar is not None:
            closed = calendar.closing(day)
        return Closing(date_of(day), None if calendar is None else calendar.holiday(day), closed)

    def _openings(self, scene: Scene) -> list[Opening]:
        calendar = self.calendar(scene) if self._of_calendar else None
        return [opening(hours, calendar) for hours in self._open_hours]


def hours_clock(term: WithinHours, scene: Scene) -> LocalClock | None:
    """The clock that hours are read on; None where its zone is not known."""
    return own_clock(term.almanac) or (scene.candidate_clock() if term.own else scene.clock())


def hours_calendar(term: WithinHours, scene: Scene) -> Calendar | None:
    """The calendar that hours are read with; None where there is none. The candidate's own go by the policy's."""
    return calendar_of(term.almanac.calendar, None if term.own else scene.own_calendar())


hours_reader = lru_cache(maxsize=1024)(HoursReader)
"""The reader of a term, made once."""
