"""Lengths, dates, lists and touches in words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from courtesy.model.almanac import Dates, OpenHours
from courtesy.model.declaration import FactDeclaration, Subject
from courtesy.model.nouns import Noun
from courtesy.model.predicate import (
    AllHistory,
    Anchor,
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
from courtesy.model.vocabulary import BUILT_IN, VOID_OUTCOMES
from courtesy.values import DAY, HOUR, MINUTE, SECOND, Duration, FactType
from courtesy.wording import acts, hours, text, times, touches

EMAIL = FieldTest("channel", frozenset({"email"}))
REPLY = FieldTest("event", frozenset({"reply"}))
WORDS = BUILT_IN.extended(
    facts={
        "attributes.budget": FactDeclaration(
            name="attributes.budget", type=FactType.INTEGER, title="the budget", of=Subject.OWN
        )
    }
)
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
        ("Saturday 28 November 2026, 03:15 Kathmandu time", "Asia/Kathmandu"),
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
    assert expected == text.agree(count, noun)


@pytest.mark.parametrize(
    ("expected", "selector"),
    [
        ("touch", Selector()),
        ("e-mail", Selector((EMAIL,))),
        ("e-mail to or from them", Selector((EMAIL,), direction=None)),
        ("e-mail from them", Selector((EMAIL,), Direction.INBOUND)),
        ("follow-up e-mail", Selector((EMAIL, FieldTest("purpose", frozenset({"follow_up"}))))),
        ("e-mail whose purpose is something else", Selector((EMAIL, FieldTest("purpose", frozenset({"other"}))))),
        (
            "e-mail or phone call whose purpose is follow-up",
            Selector(
                (FieldTest("channel", frozenset({"email", "phone"})), FieldTest("purpose", frozenset({"follow_up"})))
            ),
        ),
        (
            "e-mail other than a thank-you",
            Selector((EMAIL, FieldTest("purpose", frozenset({"thank_you"}), negated=True))),
        ),
        ("reply from them", Selector((REPLY,), Direction.INBOUND)),
        ("e-mail that is a reply from them", Selector((EMAIL, REPLY), Direction.INBOUND)),
        ("message or call from them", Selector((), Direction.INBOUND)),
        ("e-mail with the same purpose", Selector((EMAIL,), same=("purpose",))),
        ("e-mail with the same budget", Selector((EMAIL,), same=("attributes.budget",))),
        ("e-mail for which the budget is 3", Selector((EMAIL, FieldTest("attributes.budget", frozenset({3}))))),
        ("e-mail to anyone at the company", Selector((EMAIL,), to=Recipients.SAME_COMPANY)),
        ("e-mail to an HR contact or a recruiter", Selector((EMAIL, DESKS), to=Recipients.SAME_COMPANY)),
        ("e-mail to an HR contact or a recruiter anywhere", Selector((EMAIL, DESKS), to=Recipients.ANYONE)),
        (
            "e-mail to the same contact, with someone who is an HR contact or a recruiter among those it went to",
            Selector((EMAIL, DESKS)),
        ),
        (
            "touch to anyone at the company and to no one who is an HR contact or a recruiter",
            Selector((FieldTest("roles", DESKS.allowed, negated=True),), to=Recipients.SAME_COMPANY),
        ),
        ("touch tagged “status”", Selector((FieldTest("tags", frozenset({"status"})),))),
        ("e-mail", Selector((EMAIL, FieldTest("outcome", VOID_OUTCOMES, negated=True)))),
        (
            "e-mail whose outcome is neither bounced, cancelled, failed nor voicemail",
            Selector(
                (
                    EMAIL,
                    FieldTest("outcome", VOID_OUTCOMES, negated=True),
                    FieldTest("outcome", frozenset({"voicemail"}), negated=True),
                )
            ),
        ),
    ],
)
def test_a_selector_is_told_as_one_touch(expected: str, selector: Selector) -> None:
    """A selector is told as one touch of its kind with all that it asks for, the compiler's own outcome test unsaid."""
    assert expected == touches.noun(selector, WORDS).name


@pytest.mark.parametrize(
    ("expected", "noun"),
    [
        ("an e-mail", "e-mail"),
        ("an HR contact", "HR contact"),
        ("a CEO", "CEO"),
        ("a university visit", "university visit"),
        ("an hour-long call", "hour-long call"),
        ("a one-day visit", "one-day visit"),
        ("a European tour", "European tour"),
        ("an uninvited call", "uninvited call"),
        ("an X message", "X message"),
        ("an 8-minute call", "8-minute call"),
        ("a UK visit", "UK visit"),
        ("an herb", Noun("herb", article="an")),
    ],
)
def test_the_article_is_that_of_the_sound(expected: str, noun: Noun | str) -> None:
    """The article follows how the noun is said, or is the one that the policy declares."""
    assert expected == text.with_article(noun)


@pytest.mark.parametrize(
    ("expected", "channel", "purpose"),
    [
        ("an e-mail", "email", None),
        ("a thank-you e-mail", "email", "thank_you"),
        ("a handwritten thank-you note", "handwritten_note", "thank_you"),
        ("a handwritten note with a question", "handwritten_note", "ask_question"),
        ("a LinkedIn connection request", "linkedin_connection", "follow_up"),
        ("a thank-you LinkedIn connection request", "linkedin_connection", "thank_you"),
        ("a visit in person", "in_person", "check_in"),
        ("a phone call about references", "phone", "references"),
        ("a follow-up carrier pigeon", "carrier_pigeon", "follow_up"),
    ],
)
def test_an_action_is_a_noun(expected: str, channel: str, purpose: str | None) -> None:
    """An action is called by its channel and its purpose, unless the channel implies that one."""
    assert expected == text.with_article(acts.act_noun(channel, purpose, BUILT_IN))


def test_a_declared_plural_is_taken() -> None:
    """Where a policy declares the plural of its noun, that one is told."""
    assert text.agree(2, Noun("passer-by", plural="passers-by"), "was") == "2 passers-by were"


@pytest.mark.parametrize(
    ("expected", "window"),
    [
        ("in the last 7 days", Rolling(Duration.parse("7 days"))),
        ("in the last week", Rolling(Duration.parse("1 week"))),
        ("today and the day before", Rolling(Duration.parse("2 dates"))),
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


@pytest.mark.parametrize(
    ("expected", "anchor"),
    [
        ("after the interview", CaseDate("interview.ended_at")),
        (
            "after the promised decision date, or after the interview where that is not known",
            CaseDate("interview.decision_promised_for", ("interview.ended_at",)),
        ),
        ("after the last e-mail from them", TouchTime(Which.LAST, Selector((EMAIL,), Direction.INBOUND))),
    ],
)
def test_an_anchor_is_told_by_what_it_is(expected: str, anchor: Anchor) -> None:
    """A case date is told by its name and what takes its place, a touch by its kind and whose it is."""
    assert expected == touches.anchored("after", anchor, BUILT_IN)


@pytest.mark.parametrize(
    ("expected", "first", "last"),
    [
        ("24 December 2026", date(2026, 12, 24), date(2026, 12, 24)),
        ("28 to 31 December 2026", date(2026, 12, 28), date(2026, 12, 31)),
        ("30 November to 2 December 2026", date(2026, 11, 30), date(2026, 12, 2)),
        ("24 December 2026 to 1 January 2027", date(2026, 12, 24), date(2027, 1, 1)),
    ],
)
def test_a_stretch_of_dates_names_month_and_year_once(expected: str, first: date, last: date) -> None:
    """One date is told once, and what two dates have in common with the second alone."""
    assert expected == times.dates(first, last)


@pytest.mark.parametrize(
    ("expected", "windows"),
    [
        ("Thursday 22:00 to 02:00 on the next day", [OpenHours(frozenset({3}), 22 * HOUR, 2 * HOUR)]),
        (
            "every day, not on 24 December 2026, nor from 28 to 31 December 2026",
            [
                OpenHours(
                    frozenset(range(7)),
                    0,
                    DAY,
                    not_on=(
                        Dates(date(2026, 12, 24), date(2026, 12, 24)),
                        Dates(date(2026, 12, 28), date(2026, 12, 31)),
                    ),
                )
            ],
        ),
        (
            "Monday to Friday 09:00 to 17:00, no holidays; or Saturday 10:00 to 12:00",
            [
                OpenHours(frozenset(range(5)), 9 * HOUR, 17 * HOUR, holidays=False),
                OpenHours(frozenset({5}), 10 * HOUR, 12 * HOUR),
            ],
        ),
    ],
)
def test_hours_are_told_with_all_that_closes_them(expected: str, windows: list[OpenHours]) -> None:
    """Hours over midnight, closed dates and several windows are told without doubt."""
    assert expected == hours.permitted_hours(tuple(windows))
