"""Lengths, dates, lists and touches in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.model.predicate import (
    AllHistory,
    CalendarPeriod,
    CaseDate,
    Direction,
    FieldTest,
    Period,
    Recipients,
    Rolling,
    Selector,
    SinceInterview,
    TouchTime,
    Which,
    Window,
)
from courtesy.model.vocabulary import BUILT_IN
from courtesy.values import DAY, HOUR, MINUTE, SECOND, Duration
from courtesy.wording import text, times, touches

EMAIL = FieldTest("channel", frozenset({"email"}))
DESKS = FieldTest("roles", frozenset({"hr", "recruiter"}))


@pytest.mark.parametrize(
    ("expected", "microseconds"),
    [
        ("no time", 0),
        ("1 second", SECOND),
        ("3 days 1 hour", 3 * DAY + HOUR + 59 * MINUTE),
        ("3 days", 3 * DAY + 5 * MINUTE),
        ("6 days 23 hours", 7 * DAY - SECOND),
        ("59 minutes 59 seconds", HOUR - SECOND),
        ("2 hours", -2 * HOUR),
    ],
)
def test_a_length_is_told_in_its_two_largest_units(expected: str, microseconds: int) -> None:
    """A length of time is told in its two largest neighbouring units, rounded down."""
    assert expected == times.length(microseconds)


@pytest.mark.parametrize(
    ("expected", "zone"),
    [
        ("Friday 27 November 2026, 15:30 CST", "America/Chicago"),
        ("Saturday 28 November 2026, 03:15 UTC+05:45", "Asia/Kathmandu"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_its_zone(expected: str, zone: str) -> None:
    """A moment is told as the clocks of its zone show it, with the zone's name or offset."""
    moment = datetime(2026, 11, 27, 15, 30, tzinfo=ZoneInfo("America/Chicago"))
    assert expected == times.day_and_clock(moment.astimezone(ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("expected", "days"),
    [
        ("Monday to Friday", range(5)),
        ("Monday and Wednesday", (2, 0)),
        ("Sunday", (6,)),
        ("Monday, Tuesday and Friday", (0, 1, 4)),
    ],
)
def test_runs_of_weekdays_are_told_as_runs(expected: str, days: tuple[int, ...]) -> None:
    """Three or more days in a row are told by the first and the last, others one by one."""
    assert expected == times.weekdays(days)


@pytest.mark.parametrize(
    ("expected", "count", "noun"),
    [
        ("1 e-mail", 1, "e-mail"),
        ("2 visits in person", 2, "visit in person"),
        ("3 touches", 3, "touch"),
        ("2 replies", 2, "reply"),
        ("2 e-mails other than a thank-you", 2, "e-mail other than a thank-you"),
        ("4 phone calls to anyone", 4, "phone call to anyone"),
    ],
)
def test_nouns_bend_at_their_head(expected: str, count: int, noun: str) -> None:
    """The plural is built at the head of a noun phrase."""
    assert expected == text.plural(count, noun)


@pytest.mark.parametrize(
    ("expected", "selector"),
    [
        ("touch", Selector()),
        ("e-mail", Selector((EMAIL,))),
        ("follow-up e-mail", Selector((EMAIL, FieldTest("purpose", frozenset({"follow_up"}))))),
        (
            "e-mail other than a thank-you",
            Selector((EMAIL, FieldTest("purpose", frozenset({"thank_you"}), negated=True))),
        ),
        ("reply", Selector((FieldTest("event", frozenset({"reply"})),), Direction.INBOUND)),
        ("message from them", Selector((), Direction.INBOUND)),
        ("e-mail with the same purpose", Selector((EMAIL,), same=("purpose",))),
        ("e-mail to anyone at the company", Selector((EMAIL,), to=Recipients.SAME_COMPANY)),
        ("e-mail to a recruiter or HR contact", Selector((EMAIL, DESKS), to=Recipients.SAME_COMPANY)),
        ("e-mail to a recruiter or HR contact", Selector((EMAIL, DESKS))),
        (
            "touch to someone other than a recruiter or HR contact",
            Selector((FieldTest("roles", DESKS.allowed, negated=True),), to=Recipients.SAME_COMPANY),
        ),
        ("message from a recruiter or HR contact", Selector((DESKS,), Direction.INBOUND)),
        ("touch tagged status", Selector((FieldTest("tags", frozenset({"status"})),))),
    ],
)
def test_a_selector_is_told_as_one_touch(expected: str, selector: Selector) -> None:
    """A selector is told as one touch of its kind, the compiler's own outcome test left unsaid."""
    assert expected == touches.noun(selector, BUILT_IN)


@pytest.mark.parametrize(
    ("expected", "window"),
    [
        ("in the last 7 days", Rolling(Duration.parse("7 days"))),
        ("in the last week", Rolling(Duration.parse("1 week"))),
        ("today and the 6 days before", Rolling(Duration.parse("7 dates"))),
        ("this week", CalendarPeriod(Period.WEEK)),
        ("today", CalendarPeriod(Period.DAY)),
        ("since the interview", SinceInterview()),
        ("so far", AllHistory()),
    ],
)
def test_a_window_is_told_from_today(expected: str, window: Window) -> None:
    """A window is told as people would say it on the day of the act."""
    assert expected == touches.window(window)


def test_an_anchor_is_told_by_what_it_is() -> None:
    """A case date is told by its name, a touch by its kind."""
    assert touches.anchor(CaseDate("interview.ended_at"), BUILT_IN) == "the interview"
    assert touches.anchor(TouchTime(Which.LAST, Selector((EMAIL,))), BUILT_IN) == "the last e-mail"
