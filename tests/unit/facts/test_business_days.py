"""Holidays of years that the library knows, and of those that it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import holidays
import pytest

from courtesy.facts.business_days import Calendar, calendar_of
from courtesy.facts.business_hours import BusinessHours
from courtesy.facts.clock import clock_of, day_number
from courtesy.facts.countries import country_of
from courtesy.instants import Instant, instant, moment
from courtesy.model.almanac import Closed, DayOfYear, OpenHours, Special, WorkCalendar, YearlyDates
from courtesy.selfcheck.reference import calendars, open_time
from courtesy.values import DAY, HOUR

KNOWN = {"LK": (2003, 2026), "IN": (2001, 2035), "US": (1777, 2100), "JP": (1949, 2099)}


def calendar(code: str) -> Calendar:
    """The calendar of a code."""
    found = calendar_of(WorkCalendar(code))
    assert found is not None
    return found


@pytest.mark.parametrize("code", KNOWN)
def test_years_that_the_library_does_not_know_are_unknown(code: str) -> None:
    """Known years are known to the last day, what lies or counts beyond them is not, and no warning leaks."""
    first, last = KNOWN[code]
    known = calendar(code)
    inside = [day_number(date(year, month, day)) for year, month, day in ((first, 1, 1), (last, 12, 31))]
    beyond = [inside[0] - 1, inside[1] + 1]
    assert all(known.is_holiday(day) is not None and known.is_business_day(day) is not None for day in inside)
    assert all(known.is_holiday(day) is None and known.is_business_day(day) is None for day in beyond)
    assert (known.shift(inside[1], 1), known.shift(inside[0], -1)) == (None, None)
    assert known.shift(inside[1], 0) == inside[1]
    assert known.unknown_year(inside[1]) == last + 1


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("US", date(2021, 12, 31), "New Year's Day (observed)"),
        ("US", date(2032, 12, 31), "New Year's Day (observed)"),
        ("DE", date(2026, 12, 25), "Christmas Day"),
        ("US", date(2026, 11, 27), None),
    ],
)
def test_holidays_have_names(code: str, day: date, name: str | None) -> None:
    """A holiday is named in English, also where it is kept on another day."""
    assert calendar(code).holiday(day_number(day)) == name


@pytest.mark.parametrize("code", ["US", "USA", "UK", "DE", "HK", "GU"])
def test_a_country_read_by_itself_is_as_the_library_has_it(code: str) -> None:
    """Holidays, regions and languages of a country are those that the library gives for the same code."""
    found, given = country_of(code), holidays.country_holidays(code, years=2026)
    assert found is not None
    assert (found.subdivisions, found.supported_languages) == (given.subdivisions, given.supported_languages)
    assert dict(found(years=2026)) == dict(given)


@pytest.mark.parametrize("code", ["", "us", "Germany", "UnitedStates", "HolidaysVI", "XX"])
def test_what_is_no_code_is_no_country(code: str) -> None:
    """Only codes of two or three letters name a country, as the library writes them."""
    assert country_of(code) is None


def test_years_are_found_by_several_threads_at_once() -> None:
    """Catching the library's warnings in one thread leaves what another one finds as it is."""
    found: list[bool | None] = []

    def look(year: int) -> None:
        found.append(Calendar("IN").is_holiday(day_number(date(year, 1, 26))))

    threads = [Thread(target=look, args=(year,)) for year in (2030, 2031, 2032, 2033)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4


@pytest.mark.no_cover
@pytest.mark.parametrize("count", [3, -3])
def test_where_every_day_is_closed_nobody_finds_a_business_day(count: int) -> None:
    """A policy that closes all of the year leaves neither business days nor business hours, and the search ends."""
    every_day = Closed(YearlyDates(DayOfYear(1, 1), DayOfYear(12, 31)))
    work = WorkCalendar("US", closed=(every_day,), hours=(OpenHours(frozenset(range(7)), 0, DAY),))
    shut, clock = calendar_of(work), clock_of("UTC")
    assert shut is not None
    assert clock is not None
    today = day_number(date(2026, 11, 20))
    assert shut.shift(today, count) is None
    assert BusinessHours(clock, shut).shift(today * DAY, count * HOUR) is None


NEW_YEAR = Closed(YearlyDates(DayOfYear(12, 31), DayOfYear(1, 1)))
HOURS = {
    "by day": (OpenHours(frozenset(range(7)), 9 * HOUR, 17 * HOUR), {"from": "09:00", "to": "17:00"}),
    "by night": (OpenHours(frozenset(range(7)), 22 * HOUR, 2 * HOUR), {"from": "22:00", "to": "02:00"}),
    "not before holidays": (
        OpenHours(frozenset(range(7)), 22 * HOUR, 2 * HOUR, not_on=(Special.DAY_BEFORE_HOLIDAY,)),
        {"from": "22:00", "to": "02:00", "not_on": "day_before_holiday"},
    ),
}


@pytest.mark.parametrize("closed", [(), (NEW_YEAR,)], ids=["open", "closed"])
@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("year", [2003, 2027], ids=["known from", "unknown from"])
def test_business_hours_are_known_as_far_as_their_days_are(year: int, hours: str, closed: tuple[Closed, ...]) -> None:
    """Beside years that nobody knows, business hours are counted, or are unknown, as the reference has it."""
    own, written = HOURS[hours]
    work, clock = calendar_of(WorkCalendar("LK", closed=closed, hours=(own,))), clock_of("Asia/Colombo")
    assert work is not None
    assert clock is not None
    shut = (("12-31/01-01", (0, DAY)),) if closed else ()
    reference = calendars.Calendar("LK", closed=shut, hours=tuple(written.items()))
    begin = instant(datetime(year - 1, 12, 29, tzinfo=clock.zone))
    open_hours = BusinessHours(clock, work)
    for at in (begin + hour * HOUR + more for hour in range(0, 144, 3) for more in (0, 1)):
        for count in (5, -5):
            move = open_time.after if count > 0 else open_time.before
            expected = move(moment(Instant(at), UTC), timedelta(hours=abs(count)), clock.zone, reference)
            found = open_hours.shift(at, count * HOUR)
            assert (None if expected is None else instant(expected)) == found, (moment(Instant(at), clock.zone), count)
