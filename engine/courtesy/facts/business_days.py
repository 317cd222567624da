"""Business days and holidays of a calendar of the holidays library, such as `US` or `US-NY`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache

from courtesy.facts.clock import date_of, day_number
from courtesy.instants import FIRST_YEAR, LAST_YEAR


@lru_cache(maxsize=1)
def _codes() -> dict[str, frozenset[str]]:
    """Every country code of the library with the codes of its regions."""
    from holidays import list_supported_countries  # noqa: PLC0415  reason: cold start

    return {code: frozenset(regions) for code, regions in list_supported_countries().items()}


def known_calendar(code: str) -> bool:
    """Whether `code` is a country or country-region code of the holidays library: `US`, `DE-BY`."""
    country, dash, region = code.partition("-")
    regions = _codes().get(country)
    return regions is not None and (region in regions if dash else True)


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


class Calendar:
    """One calendar. Days are day numbers (since 1970-01-01); what is learned of a year is kept."""

    __slots__ = ("_years", "code")

    def __init__(self, code: str) -> None:
        self.code = code
        self._years: dict[int, tuple[frozenset[int], tuple[int, ...]]] = {}

    def is_holiday(self, day: int) -> bool:
        """Whether `day` is a public holiday, on a weekend or not."""
        return day in self._year(date_of(day).year)[0]

    def is_business_day(self, day: int) -> bool:
        """Whether `day` is neither weekend nor holiday."""
        business = self._year(date_of(day).year)[1]
        place = bisect_left(business, day)
        return place < len(business) and business[place] == day

    def shift(self, day: int, count: int) -> int | None:
        """The `count`-th business day after `day`, before it where `count` is negative; `day` itself for 0.

        None where it lies outside the years that holidays are known for.
        """
        if count == 0:
            return day
        year = date_of(day).year
        business = self._year(year)[1]
        place = bisect_right(business, day) + count - 1 if count > 0 else bisect_left(business, day) + count
        while place >= len(business):
            place -= len(business)
            year += 1
            if year > LAST_YEAR:
                return None
            business = self._year(year)[1]
        while place < 0:
            year -= 1
            if year < FIRST_YEAR:
                return None
            business = self._year(year)[1]
            place += len(business)
        return business[place]

    def _year(self, year: int) -> tuple[frozenset[int], tuple[int, ...]]:
        """The holidays and the business days of a year."""
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = self._survey(year)
        return known

    def _survey(self, year: int) -> tuple[frozenset[int], tuple[int, ...]]:
        from holidays import country_holidays  # noqa: PLC0415  reason: cold start

        country, _, region = self.code.partition("-")
        found = country_holidays(country, subdiv=region or None, years=year)
        holidays = frozenset(day_number(day) for day in found)
        days = range(day_number(date(year, 1, 1)), day_number(date(year, 12, 31)) + 1)
        return holidays, tuple(day for day in days if found.is_working_day(date_of(day)))


@lru_cache(maxsize=1024)
def calendar_of(code: str | None) -> Calendar | None:
    """The calendar of a code, or None where there is none of that code."""
    return Calendar(code) if code is not None and known_calendar(code) else None
