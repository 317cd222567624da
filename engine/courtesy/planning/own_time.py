"""The time that a candidate has for acts: their own hours, while others are awake and at work where nothing presses."""

from __future__ import annotations

from functools import lru_cache
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from courtesy.deadline import look_at_the_clock
from courtesy.facts.business_days import calendar_of
from courtesy.facts.clock import clock_in, clock_of, weekday_of
from courtesy.facts.opening import opening
from courtesy.facts.recurrence import daily, times_of_day
from courtesy.model.preferences import USUAL_HOURS
from courtesy.values import DAY
from courtesy.wording.rule_titles import OWN_HOURS, WAKING_HOURS, WORKING_DAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import tzinfo

    from courtesy.facts.business_days import Calendar
    from courtesy.facts.clock import LocalClock
    from courtesy.facts.opening import Opening
    from courtesy.instants import Instant
    from courtesy.model.case import Action, Case
    from courtesy.model.preferences import Preferences
    from courtesy.model.vocabulary import Vocabulary

_SATURDAY = 5
OF_PERSONS = frozenset({OWN_HOURS, WAKING_HOURS, WORKING_DAYS})
"""The ids of what makes a time unsuitable for persons."""


class Room(NamedTuple):
    """A stretch of the candidate's own hours, `end` exclusive.

    `at_rest` is whether somebody concerned has a day off, `at_night` whether it is night for somebody whom the act
    reaches.
    """

    start: Instant
    end: Instant
    at_rest: bool
    at_night: bool

    @property
    def suits(self) -> bool:
        """Whether it is a time for what can wait."""
        return not (self.at_rest or self.at_night)


class _Place(NamedTuple):
    """Where a recipient is: the clock, the calendar that holds, and the hours in which people are awake."""

    clock: LocalClock
    calendar: Calendar | None
    waking: list[Opening]


class OwnTime:
    """When one candidate, who lives in `zone`, does things by one policy.

    What is not among `kept` does not matter: of own hours, waking hours and working days, by the ids that
    explain a plan.
    """

    def __init__(
        self, preferences: Preferences, vocabulary: Vocabulary, zone: tzinfo, kept: Collection[str] = OF_PERSONS
    ) -> None:
        self._of = preferences, vocabulary, zone
        self._vocabulary, self._kept = vocabulary, kept
        self._work = preferences.almanac.calendar
        self._calendar = calendar_of(self._work)
        self._clock = clock_in(zone)
        self._hours = [opening(hours, self._calendar) for hours in preferences.own_hours]
        # Where own hours are longer than usual, others are up as long: in one zone both have the same day.
        self._waking = (*USUAL_HOURS, *preferences.own_hours)
        self._times = frozenset(time % DAY for hours in self._waking for time in (0, hours.start, hours.end))

    def keeping(self, only: Collection[str]) -> OwnTime:
        """The same where only these matter."""
        return OwnTime(*self._of, OF_PERSONS.intersection(only))

    def rooms(self, case: Case, action: Action, start: Instant, end: Instant) -> Iterator[Room]:
        """The stretches from `start` to `end` in which the candidate may do the action, in time order."""
        look_at_the_clock()
        others = self._others(case, action)
        begin, state = start, self._state(start, others)
        for at in self._edges(others, start, end):
            look_at_the_clock()
            if begin < at < end and (following := self._state(at, others)) != state:
                if state is not None:
                    yield Room(begin, at, *state)
                begin, state = at, following
        if state is not None and begin < end:
            yield Room(begin, end, *state)

    def closed_by(self, case: Case, action: Action, start: Instant, end: Instant, *, can_wait: bool) -> tuple[str, ...]:
        """What leaves no time for the action from `start` to `end`, by its ids; empty where there is time."""
        rooms: list[Room] = []
        for room in self.rooms(case, action, start, end):
            if room.suits or not can_wait:
                return ()
            rooms.append(room)
        if not rooms:
            return (OWN_HOURS,)
        if all(room.at_rest for room in rooms):
            return (WORKING_DAYS,)
        return (WAKING_HOURS,) if all(room.at_night for room in rooms) else (WAKING_HOURS, WORKING_DAYS)

    def _state(self, at: Instant, others: tuple[_Place, ...]) -> tuple[bool, bool] | None:
        """Whether somebody has a day off, and whether it is night for a recipient; None outside own hours."""
        if OWN_HOURS in self._kept and not _in_one_of(self._hours, self._clock.local(at)):
            return None
        at_work = ((self._clock, self._calendar), *((one.clock, one.calendar) for one in others))
        at_rest = WORKING_DAYS in self._kept and not all(
            is_working_day(clock.day(at), calendar) for clock, calendar in at_work
        )
        at_night = WAKING_HOURS in self._kept and not all(_in_one_of(one.waking, one.clock.local(at)) for one in others)
        return at_rest, at_night

    def _edges(self, others: tuple[_Place, ...], start: Instant, end: Instant) -> Iterator[Instant]:
        """The instants between which nothing changes, ascending."""
        clocks = dict.fromkeys((self._clock, *(one.clock for one in others)))
        recurring = [times_of_day(self._times, clock) for clock in clocks]
        streams = (*(daily(one, start, end) for one in recurring), *(clock.changes(start, end) for clock in clocks))
        yield from merge(*streams)  # type: ignore[misc]  # what is daily comes in whole microseconds too

    def _others(self, case: Case, action: Action) -> tuple[_Place, ...]:
        """Where those are whom the action reaches as it is done."""
        if not self._vocabulary.channel(action.channel).disturbs:
            return ()
        contacts = (case.contacts[name] for name in action.to)
        places = dict.fromkeys((zone, one.calendar) for one in contacts for zone in one.zones or (case.zone,))
        found = ((None if zone is None else clock_of(zone), calendar_of(self._work, own)) for zone, own in places)
        return tuple(
            _Place(clock, calendar, [opening(hours, calendar) for hours in self._waking])
            for clock, calendar in found
            if clock is not None
        )


def _in_one_of(openings: Iterable[Opening], local: int) -> bool:
    """Whether a reading lies in some of the hours, or may do so."""
    return any(one.holds(local) is not False for one in openings)


@lru_cache(maxsize=4096)
def is_working_day(day: int, calendar: Calendar | None) -> bool:
    """Whether a day (a day number) is neither weekend, holiday nor closed; from Monday to Friday where nobody knows."""
    known = None if calendar is None else calendar.is_business_day(day)
    return weekday_of(day) < _SATURDAY if known is None else known
