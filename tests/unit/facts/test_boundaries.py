"""Between two boundaries the truth of a comparison never changes."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.facts.boundaries import boundaries
from courtesy.facts.clock import LocalClock, clock_of
from courtesy.facts.outlook import Outlook
from courtesy.instants import Instant, moment
from courtesy.model.almanac import Almanac, Closed, Dates, DayOfYear, OpenHours, Special, WorkCalendar, YearlyDates
from courtesy.model.case import Touch
from courtesy.model.facts import Occasion
from courtesy.model.predicate import (
    AllHistory,
    AtLeast,
    AtMost,
    CalendarPeriod,
    CaseDate,
    Count,
    Direction,
    Edge,
    FieldTest,
    IsKnown,
    OneOf,
    Period,
    Recipients,
    Rolling,
    Selector,
    SinceInterview,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    Which,
    WithinHours,
)
from courtesy.model.truth import leaf_truth
from courtesy.values import DAY, HOUR, MINUTE, SECOND, Duration, DurationUnit
from tests.unit.facts.fact_helpers import NOT_VOID, at, fact, occasion, touch, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.predicate import Leaf

_T = TypeVar("_T")
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu")
CHANGES = [
    change
    for zone in ZONES
    if (clock := clock_of(zone)) is not None
    for change in clock.changes(at("2026-01-01T00:00"), at("2026-12-31T00:00"))
]


def truth_at(leaf: Leaf, of: Occasion, now: int) -> object:
    """The truth of a comparison were the act done at `now`."""
    then = Occasion(of.case, of.action, of.recipient, of.history, Instant(now))
    return leaf_truth(leaf, value(leaf.term, then))


def made(make: Callable[..., _T], *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[_T]:
    """Values that `make` makes of these parts, in their order."""
    return st.tuples(*parts).map(lambda drawn: make(*drawn))


near_changes = made(
    lambda change, days, minutes, seconds: Instant(change + days * DAY + minutes * MINUTE + seconds * SECOND),
    st.sampled_from(CHANGES),
    st.integers(-9, 9),
    st.one_of(st.sampled_from([-60, -30, 0, 30, 60]), st.integers(-1440, 1440)),
    st.sampled_from([-1, 0, 1]),
)
times = st.sampled_from([0, 90 * MINUTE, 2 * HOUR, 150 * MINUTE, 3 * HOUR, 9 * HOUR, 17 * HOUR, 23 * HOUR, DAY])
stretches = st.sampled_from(
    [
        Dates(date(2026, 3, 28), date(2026, 3, 30)),
        Dates(date(2026, 11, 1), date(2026, 11, 1)),
        YearlyDates(DayOfYear(3, 7), DayOfYear(3, 9)),
        YearlyDates(DayOfYear(10, 24), DayOfYear(3, 29)),
        YearlyDates(DayOfYear(12, 24), DayOfYear(1, 3)),
    ]
)
named_days = st.lists(st.one_of(stretches, st.just(Special.DAY_BEFORE_HOLIDAY)), max_size=2).map(tuple)
hours = made(
    OpenHours,
    st.frozensets(st.integers(0, 6), min_size=1),
    times.filter(lambda start: start < DAY),
    times,
    st.booleans(),
    named_days,
    st.one_of(st.just(()), named_days),
)
closed = st.one_of(
    made(Closed, stretches),
    made(Closed, stretches, st.just(0), st.just(2 * HOUR)),
    made(Closed, stretches, st.just(90 * MINUTE), st.just(DAY)),
)
calendars = made(
    WorkCalendar,
    st.sampled_from(["US", "US", "LK"]),
    st.just(False),  # noqa: FBT003  made by place
    st.sampled_from([(), (("US", frozenset({4, 5})),)]),
    st.lists(closed, max_size=2).map(tuple),
    st.lists(hours.filter(lambda one: one.holidays), min_size=1, max_size=2).map(tuple),
)
almanacs = made(Almanac, st.one_of(st.none(), st.sampled_from(ZONES)), calendars, st.integers(0, 6))
selectors = made(
    Selector,
    st.sampled_from([(), (NOT_VOID,), (FieldTest("purpose", frozenset({"follow_up"})),)]),
    st.sampled_from([Direction.OUTBOUND, None]),
    st.sampled_from(Recipients),
)
durations = made(Duration, st.integers(0, 9), st.sampled_from(DurationUnit))
anchors = st.one_of(
    st.sampled_from(
        [CaseDate("interview.ended_at"), CaseDate("interview.decision_promised_for", ("interview.ended_at",))]
    ),
    made(TouchTime, st.sampled_from(Which), selectors),
)
windows = st.one_of(
    made(Rolling, durations, st.booleans()),
    made(CalendarPeriod, st.sampled_from(Period)),
    st.sampled_from([SinceInterview(), AllHistory()]),
)
counts = made(Count, selectors, windows, st.just(2), almanacs, st.one_of(st.none(), anchors))


def compared(term: object) -> st.SearchStrategy[Leaf]:
    """A comparison of whole numbers."""
    bounds = st.sampled_from([0, 1, 2, -DAY, HOUR])
    return st.one_of(
        made(AtLeast, st.just(term), bounds),
        made(AtMost, st.just(term), bounds),
        made(OneOf, st.just(term), st.frozensets(bounds, min_size=1)),
        made(IsKnown, st.just(term)),
    )


def local_times(almanac: Almanac) -> st.SearchStrategy[Leaf]:
    """A comparison of the local time of the act."""
    term = fact("action.local_time", almanac)
    return st.one_of(made(AtLeast, st.just(term), times), made(AtMost, st.just(term), times))


dates = near_changes.map(lambda when: moment(when, UTC).date())
marks = st.lists(st.one_of(near_changes, dates), min_size=1, max_size=2).map(tuple)
leaves = st.one_of(
    counts.flatmap(compared),
    made(TimeAfter, anchors, durations, almanacs, st.sampled_from(Edge)).flatmap(compared),
    made(TimeAgainst, st.just(fact("action.at")), marks, almanacs).flatmap(compared),
    made(WithinHours, st.lists(hours, min_size=1, max_size=2).map(tuple), almanacs).map(
        lambda term: OneOf(term, frozenset({True}))
    ),
    almanacs.flatmap(local_times),
    almanacs.map(lambda almanac: OneOf(fact("action.weekday", almanac), frozenset({"monday", "sunday"}))),
    almanacs.map(lambda almanac: OneOf(fact("action.business_day", almanac), frozenset({True}))),
    st.just(OneOf(fact("recipient.asked_to_stop"), frozenset({True}))),
)


@st.composite
def touch_near_changes(draw: st.DrawFn, clock: LocalClock) -> Touch:
    """Something that one of two contacts got or sent near a change of clocks."""
    whom = (draw(st.sampled_from(["anna", "anna", "other"])),)
    inbound = draw(st.sampled_from([False, False, True]))
    return Touch(
        at=moment(draw(near_changes), clock.zone),
        channel=draw(st.sampled_from(["email", "phone"])),
        to=() if inbound else whom,
        from_=whom if inbound else (),
        purpose=draw(st.sampled_from(["follow_up", None])),
        direction=Direction.INBOUND if inbound else Direction.OUTBOUND,
        event=draw(st.sampled_from([None, "stop_request"])),
    )


@st.composite
def occasions(draw: st.DrawFn) -> Occasion:
    """An act near a change of clocks, with touches before and after it."""
    zones = tuple(draw(st.lists(st.sampled_from(ZONES), max_size=2, unique=True)))
    clock = clock_of("UTC")
    assert clock is not None
    touches = tuple(draw(touch_near_changes(clock)) for _ in range(draw(st.integers(0, 4))))
    ended = draw(st.one_of(near_changes.map(lambda when: moment(when, clock.zone)), st.just(date(2026, 3, 28))))
    return occasion(draw(near_changes), zones=zones, history=touches, facts={"interview.ended_at": ended})


@pytest.mark.slow
@settings(max_examples=400)
@given(leaves, occasions(), st.data())
def test_truth_is_constant_between_boundaries(leaf: Leaf, of: Occasion, data: st.DataObject) -> None:
    """At any instant the truth is the one that held from the last boundary before it."""
    until = Instant(of.at + 21 * DAY)
    edges = [of.at, *boundaries(leaf, of, of.at, until)]
    assert edges == sorted(set(edges))
    anywhere = st.integers(of.at, until)
    beside = made(lambda edge, by: min(max(edge + by, of.at), until), st.sampled_from(edges), st.integers(-2, 2))
    close = made(
        lambda change, by: min(max(change + by, of.at), until),
        st.sampled_from(CHANGES),
        st.integers(-2 * HOUR, 2 * HOUR),
    )
    for now in data.draw(st.lists(st.one_of(anywhere, beside, close), min_size=12, max_size=12)):
        edge = edges[bisect_right(edges, now) - 1]
        assert truth_at(leaf, of, edge) is truth_at(leaf, of, now), (edge, now)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(leaves, occasions())
def test_an_outlook_leaves_out_only_what_has_been_before(leaf: Leaf, of: Occasion) -> None:
    """Each truth comes for the first time where the outlook on all that can come says that something can."""
    until = Instant(of.at + 60 * DAY)
    before = truth_at(leaf, of, of.at)
    others = (at for at in boundaries(leaf, of, of.at, until) if truth_at(leaf, of, at) is not before)
    changes = Outlook([(leaf, of)], of.at).changes()
    found = next((at for at in changes if at > until or truth_at(leaf, of, at) is not before), None)
    assert next(others, None) == (None if found is None or found > until else found)


NIGHTS = WorkCalendar(
    "US", weekends=(("US", frozenset({2})),), hours=(OpenHours(frozenset(range(7)), 23 * HOUR, 4 * HOUR),)
)
"""Business hours over midnight, on days on which clocks are changed."""
BRUTE = {
    "a rolling day": Rolling(Duration(1, DurationUnit.DAY)),
    "two dates": Rolling(Duration(2, DurationUnit.DATE)),
    "a business day": Rolling(Duration(1, DurationUnit.BUSINESS_DAY)),
    "four business hours": Rolling(Duration(4, DurationUnit.BUSINESS_HOUR)),
    "four closed business hours": Rolling(Duration(4, DurationUnit.BUSINESS_HOUR), closed=True),
    "a closed day": Rolling(Duration(1, DurationUnit.DAY), closed=True),
    "a month": Rolling(Duration(1, DurationUnit.MONTH)),
    "a calendar day": CalendarPeriod(Period.DAY),
    "twenty hours": Rolling(Duration(20, DurationUnit.HOUR)),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("change", ["2026-03-07T18:00", "2026-10-31T18:00"], ids=["forward", "back"])
@pytest.mark.parametrize("window", BRUTE.values(), ids=list(BRUTE))
def test_every_minute_across_a_clock_change(change: str, window: Rolling | CalendarPeriod) -> None:
    """Minute by minute across a change of clocks, counts change on boundaries only."""
    begin = at(change)
    end = Instant(begin + 54 * HOUR)
    touches = tuple(touch(text) for text in (change, "2026-03-08T01:30", "2026-03-08T03:00", "2026-11-01T01:30"))
    touches += (touch("2026-11-01T01:45-05:00"), touch("2026-11-01T02:00"), touch("2026-03-08T03:20"))
    of = occasion(begin, history=touches)
    leaf = AtLeast(Count(Selector((NOT_VOID,)), window, 2, Almanac(calendar=NIGHTS)), 2)
    assert_constant_each_minute(leaf, of, begin, end)


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", ["days", "nights"])
@pytest.mark.parametrize("year", [2003, 2027], ids=["known from", "unknown from"])
@pytest.mark.parametrize("window", BRUTE.values(), ids=list(BRUTE))
def test_every_moment_where_years_become_known(window: Rolling | CalendarPeriod, year: int, kind: str) -> None:
    """Where the first year that the calendar knows begins, and where the last one ends, counts change on boundaries."""
    start, end = (9, 17) if kind == "days" else (22, 2)
    open_hours = OpenHours(frozenset(range(7)), start * HOUR, end * HOUR)
    begin = at(f"{year - 1}-12-30T12:00")
    touches = tuple(touch(f"{day}T20:00") for day in (f"{year - 1}-12-29", f"{year}-01-01", f"{year}-01-02"))
    almanac = Almanac(calendar=WorkCalendar("LK", hours=(open_hours,)))
    leaf = AtLeast(Count(Selector((NOT_VOID,)), window, 1, almanac), 1)
    of = occasion(begin, history=touches)
    edges = [begin, *boundaries(leaf, of, begin, Instant(begin + 7 * DAY))]
    at_edges = [truth_at(leaf, of, edge) for edge in edges]
    for hour in range(0, 7 * DAY, HOUR):
        for now in range(begin + hour, begin + hour + 4):
            assert at_edges[bisect_right(edges, now) - 1] is truth_at(leaf, of, now), moment(Instant(now), UTC)


@pytest.mark.parametrize("change", ["2026-03-07T18:00", "2026-10-31T18:00"], ids=["forward", "back"])
@pytest.mark.parametrize("edges", [(90, 150), (150, 90), (0, 120), (1380, 60)])
def test_hours_every_minute_across_a_clock_change(change: str, edges: tuple[int, int]) -> None:
    """Minute by minute across a change of clocks, hours open and close on boundaries only."""
    start, end = edges
    begin = at(change)
    window = OpenHours(frozenset({5, 6}), start * MINUTE, end * MINUTE)
    leaf = OneOf(WithinHours((window,), Almanac()), frozenset({True}))
    assert_constant_each_minute(leaf, occasion(begin), begin, Instant(begin + 40 * HOUR))


def assert_constant_each_minute(leaf: Leaf, of: Occasion, begin: Instant, end: Instant) -> None:
    """Compare each minute's truth with that at the boundary before it."""
    edges = [begin, *boundaries(leaf, of, begin, end)]
    at_edges = {edge: truth_at(leaf, of, edge) for edge in edges}
    for now in range(begin, end, MINUTE):
        edge = edges[bisect_right(edges, now) - 1]
        assert at_edges[edge] is truth_at(leaf, of, now), (edge, now)


def test_first_boundaries_of_a_long_search_are_cheap() -> None:
    """Hours over 400 days are not listed in full for the first few of their edges."""
    now = at("2026-11-20T12:00")
    window = OpenHours(frozenset(range(5)), 9 * HOUR, 17 * HOUR)
    leaf = OneOf(WithinHours((window,), Almanac()), frozenset({True}))
    edges = islice(boundaries(leaf, occasion(now), now, Instant(now + 400 * DAY)), 3)
    assert [at("2026-11-20T17:00"), at("2026-11-23T09:00"), at("2026-11-23T17:00")] == list(edges)
