"""Business days and holidays of a calendar of the holidays library, such as `US` or `US-NY`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings, simplefilter

from courtesy.facts.clock import date_of, day_number
from courtesy.facts.countries import country_of, is_code
from courtesy.instants import FIRST_YEAR, LAST_YEAR
from courtesy.model.almanac import Closed
from courtesy.sharing import SharedLock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holidays import HolidayBase

    from courtesy.model.almanac import OpenHours, WorkCalendar

_ENGLISH = "en_US"


def known_calendar(code: str) -> bool:
    """Whether `code` is a country or country-region code of the holidays library: `US`, `DE-BY`."""
    name, dash, region = code.partition("-")
    country = country_of(name)
    return country is not None and (region in country.subdivisions if dash else True)


@lru_cache(maxsize=1)
def all_calendars() -> Mapping[str, str]:
    """Every calendar of the library by its code (`US`, `USA`, `US-NY`), with the name of its country and region."""
    import holidays  # noqa: PLC0415  cold start

    found: dict[str, str] = {}
    for module, (name, *names) in sorted(holidays.registry.COUNTRIES.items()):
        country, known = module.replace("_", " ").title(), getattr(holidays, name)
        called = {region: alias for alias, region in getattr(known, "subdivisions_aliases", {}).items()}
        regions = {region: f"{country}: {called.get(region, region)}" for region in known.subdivisions}
        for code in (code for code in names if is_code(code)):
            found |= {code: country, **{f"{code}-{region}": said for region, said in regions.items()}}
    return found


class _Year(NamedTuple):
    """What is known of one year: the names of its holidays, and its business days in order."""

    holidays: Mapping[int, str]
    business: tuple[int, ...]


class Calendar:
    """One calendar. Days are day numbers (since 1970-01-01); what is learned of a year is kept.

    Without a code nothing is known but what the policy closes. A year that the library does not know is unknown: it is
    not free of holidays. What a policy closes is closed in any year.
    """

    __slots__ = ("_closed", "_in_part", "_weekend", "_years", "code", "hours")

    def __init__(
        self,
        code: str | None,
        weekend: frozenset[int] | None = None,
        closed: tuple[Closed, ...] = (),
        hours: tuple[OpenHours, ...] = (),
    ) -> None:
        """`weekend` stands in place of the library's; `hours` are the business hours, which nothing here reads."""
        self.code, self.hours, self._weekend = code, hours, weekend
        self._closed = tuple(one for one in closed if one.all_day)
        self._in_part = tuple(one for one in closed if not one.all_day)
        self._years: dict[int, _Year | None] = {}

    def holiday(self, day: int) -> str | None:
        """The English name of the public holiday that `day` is, on a weekend or not; None where none is known."""
        year = self._year(date_of(day).year)
        return None if year is None else year.holidays.get(day)

    def is_holiday(self, day: int) -> bool | None:
        """Whether `day` is a public holiday, on a weekend or not; None where its year is unknown."""
        year = self._year(date_of(day).year)
        return None if year is None else day in year.holidays

    def closing(self, day: int) -> Closed | None:
        """What closes the whole of `day`, by the policy; None where nothing does."""
        return _among(self._closed, day) if self._closed else None

    def closings_in_part(self, day: int) -> tuple[Closed, ...]:
        """What closes a part of `day`, by the policy."""
        return tuple(one for one in self._in_part if one.dates.hold(date_of(day))) if self._in_part else ()

    def closings(self, days: range, *, in_part: bool) -> tuple[Closed, ...]:
        """What the policy closes of so many days (with `in_part` also parts) that would be business days; each once."""
        found = dict[Closed, None]()
        for day in days:
            whole = self.closing(day)
            closed = (whole,) if whole is not None else self.closings_in_part(day) if in_part else ()
            known = _survey(self.code, date_of(day).year, self._weekend) if closed else None
            if known is not None and _has(known.business, day):
                found |= dict.fromkeys(closed)
        return tuple(found)

    def is_open(self, day: int) -> bool | None:
        """Whether `day` is neither a public holiday nor closed; None where its year is unknown."""
        if self.closing(day) is not None:
            return False
        holiday = self.is_holiday(day)
        return None if holiday is None else not holiday

    def is_business_day(self, day: int) -> bool | None:
        """Whether `day` is neither weekend nor holiday nor closed; None where its year is unknown."""
        year = self._year(date_of(day).year)
        if year is None:
            return None if self.closing(day) is None else False
        return _has(year.business, day)

    def shift(self, day: int, count: int) -> int | None:
        """The `count`-th business day after `day`, before it where `count` is negative; `day` itself for 0.

        None where an unknown year lies on the way.
        """
        if count == 0:
            return day
        step = 1 if count > 0 else -1
        while (year := self._year(number := date_of(day + step).year)) is None:
            if self.closing(day + step) is None or not FIRST_YEAR <= number <= LAST_YEAR:
                return None
            day += step
        place = bisect_right(year.business, day) + count - 1 if count > 0 else bisect_left(year.business, day) + count
        while not 0 <= place < len(year.business):
            place -= len(year.business) if count > 0 else 0
            number += step
            year = self._year(number)
            if year is None:
                return None
            place += 0 if count > 0 else len(year.business)
        return year.business[place]

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known."""
        return self._year(year) is not None

    def unknown_year(self, day: int) -> int | None:
        """The first year from that of `day` on which is unknown; None where all are known."""
        years = range(date_of(day).year, LAST_YEAR + 2)
        return next((year for year in years if self._year(year) is None), None)

    def _year(self, year: int) -> _Year | None:
        if year not in self._years:
            self._years[year] = self._learn(year)
        return self._years[year]

    def _learn(self, year: int) -> _Year | None:
        known = _survey(self.code, year, self._weekend)
        if known is None or not self._closed:
            return known
        return known._replace(business=tuple(day for day in known.business if self.closing(day) is None))


def _has(days: tuple[int, ...], day: int) -> bool:
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def _among(closed: tuple[Closed, ...], day: int) -> Closed | None:
    on = date_of(day)
    return next((one for one in closed if one.dates.hold(on)), None)


_LISTENING = SharedLock()
"""Held while warnings are caught, which Python does for all threads at once."""


@lru_cache(maxsize=1024)
def _survey(code: str | None, year: int, weekend: frozenset[int] | None) -> _Year | None:
    """What the library knows of a year; None where it says, or warns, that it does not know it."""
    import holidays  # noqa: PLC0415  reason: cold start

    name, _, region = (code or "").partition("-")
    country = country_of(name)
    if country is None or not country.start_year <= year <= country.end_year:
        return None
    language = _ENGLISH if _ENGLISH in country.supported_languages else None
    with _LISTENING, catch_warnings(record=True) as caught:
        simplefilter("always")
        found = country(subdiv=region or None, years=year, language=language)
    ours = (__file__, str(Path(holidays.__file__).parent))
    if any(issubclass(one.category, UserWarning) and one.filename.startswith(ours) for one in caught):
        return None
    days = range(day_number(date(year, 1, 1)), day_number(date(year, 12, 31)) + 1)
    works = found.is_working_day if weekend is None else _working_day(found, weekend)
    return _Year(
        {day_number(day): name for day, name in found.items()},
        tuple(day for day in days if works(date_of(day))),
    )


def _working_day(known: HolidayBase, weekend: frozenset[int]) -> Callable[[date], bool]:
    """Whether a date is worked where the weekend is another one; what is worked on a weekend is the library's."""
    return lambda day: day in known.weekend_workdays if day.weekday() in weekend else day not in known


def calendar_of(work: WorkCalendar, recipients: str | None = None) -> Calendar | None:
    """The calendar that holds for a recipient whose own code is given; None where there is none of that code.

    It has no code where that of the recipient would hold, who has none.
    """
    return _calendar(work.code_for(recipients), work)


@lru_cache(maxsize=1024)
def _calendar(code: str | None, work: WorkCalendar) -> Calendar | None:
    if not known_calendar(code) if code is not None else not work.of_recipient:
        return None
    return Calendar(code, dict(work.weekends).get(code or ""), work.closed, work.hours)
