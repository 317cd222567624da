"""Business days and holidays of a calendar of the holidays library, such as `US` or `US-NY`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings, simplefilter

from courtesy.facts.clock import date_of, day_number
from courtesy.facts.countries import country_of
from courtesy.instants import LAST_YEAR
from courtesy.sharing import SharedLock

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGLISH = "en_US"


@lru_cache(maxsize=1)
def _codes() -> dict[str, frozenset[str]]:
    """Every country code of the library with the codes of its regions."""
    from holidays import list_supported_countries  # noqa: PLC0415  reason: cold start

    return {code: frozenset(regions) for code, regions in list_supported_countries().items()}


def known_calendar(code: str) -> bool:
    """Whether `code` is a country or country-region code of the holidays library: `US`, `DE-BY`."""
    name, dash, region = code.partition("-")
    country = country_of(name)
    return country is not None and (region in country.subdivisions if dash else True)


def near_calendars(written: str) -> tuple[str, ...]:
    """The codes that `written` stands for in other letters or by a name (`de`, `Germany`, `England`).

    Where its country is known and its region is not, up to three regions that look like it.
    """
    from difflib import get_close_matches  # noqa: PLC0415  cold start: only for what went wrong

    wanted = written.upper().replace("_", "-")
    if known_calendar(wanted):
        return (wanted,)
    country = wanted.partition("-")[0]
    regions = [f"{country}-{region}" for region in sorted(_codes().get(country, ()))]
    return tuple(get_close_matches(wanted, regions, n=3, cutoff=0.5)) or _named(written)


def _named(name: str) -> tuple[str, ...]:
    """The codes of the countries and regions of that name."""
    import holidays  # noqa: PLC0415  cold start

    wanted = name.replace("_", " ").replace("-", " ").casefold()
    countries = {module.replace("_", " "): names for module, names in holidays.registry.COUNTRIES.items()}
    for country, names in countries.items():
        if wanted == country or wanted.upper() in names:
            return (names[1],)
    classes = (getattr(holidays, names[0]) for names in countries.values())
    return tuple(
        f"{known.country}-{code}"
        for known in classes
        for region, code in getattr(known, "subdivisions_aliases", {}).items()
        if region.casefold() == wanted
    )


class _Year(NamedTuple):
    """What is known of one year: the names of its holidays, and its business days in order."""

    holidays: Mapping[int, str]
    business: tuple[int, ...]


class Calendar:
    """One calendar. Days are day numbers (since 1970-01-01); what is learned of a year is kept.

    A year that the library does not know is unknown: it is not free of holidays.
    """

    __slots__ = ("_years", "code")

    def __init__(self, code: str) -> None:
        self.code = code
        self._years: dict[int, _Year | None] = {}

    def holiday(self, day: int) -> str | None:
        """The English name of the public holiday that `day` is, on a weekend or not; None where none is known."""
        year = self._year(date_of(day).year)
        return None if year is None else year.holidays.get(day)

    def is_holiday(self, day: int) -> bool | None:
        """Whether `day` is a public holiday, on a weekend or not; None where its year is unknown."""
        year = self._year(date_of(day).year)
        return None if year is None else day in year.holidays

    def is_business_day(self, day: int) -> bool | None:
        """Whether `day` is neither weekend nor holiday; None where its year is unknown."""
        year = self._year(date_of(day).year)
        if year is None:
            return None
        place = bisect_left(year.business, day)
        return place < len(year.business) and year.business[place] == day

    def shift(self, day: int, count: int) -> int | None:
        """The `count`-th business day after `day`, before it where `count` is negative; `day` itself for 0.

        None where an unknown year lies on the way.
        """
        if count == 0:
            return day
        number = date_of(day).year
        year = self._year(number)
        if year is None:
            return None
        place = bisect_right(year.business, day) + count - 1 if count > 0 else bisect_left(year.business, day) + count
        while not 0 <= place < len(year.business):
            forward = place >= 0
            place -= len(year.business) if forward else 0
            number += 1 if forward else -1
            year = self._year(number)
            if year is None:
                return None
            place += 0 if forward else len(year.business)
        return year.business[place]

    def unknown_year(self, day: int) -> int | None:
        """The first year from that of `day` on which is unknown; None where all are known."""
        years = range(date_of(day).year, LAST_YEAR + 2)
        return next((year for year in years if self._year(year) is None), None)

    def _year(self, year: int) -> _Year | None:
        if year not in self._years:
            self._years[year] = _survey(self.code, year)
        return self._years[year]


_LISTENING = SharedLock()
"""Held while warnings are caught, which Python does for all threads at once."""


def _survey(code: str, year: int) -> _Year | None:
    """What the library knows of a year; None where it says, or warns, that it does not know it."""
    import holidays  # noqa: PLC0415  reason: cold start

    name, _, region = code.partition("-")
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
    return _Year(
        {day_number(day): name for day, name in found.items()},
        tuple(day for day in days if found.is_working_day(date_of(day))),
    )


@lru_cache(maxsize=1024)
def calendar_of(code: str | None) -> Calendar | None:
    """The calendar of a code, or None where there is none of that code."""
    return Calendar(code) if code is not None and known_calendar(code) else None
