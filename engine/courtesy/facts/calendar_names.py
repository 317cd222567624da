"""The codes that a calendar's name, or its code in other letters, stands for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.wording.calendar_names import CALENDARS, plain_name

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST = 3
_SHORTEST_REGION = 3


def near_calendars(written: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The codes that `written` stands for in other letters or by a name: `de`, `Germany`, `England`, `DE-Bayern`.

    A name of several places names them all. Where its country is known and its region is not, up to three regions that
    look like it. `known` tells whether there is a calendar of a code.
    """
    wanted = written.strip().upper().replace("_", "-")
    if known(wanted):
        return (wanted,)
    name = plain_name(written)
    names = _names()
    if found := CALENDARS.get(name, names.get(name, ())):
        return found
    before, dash, behind = wanted.partition("-")
    if dash and (codes := _regions(before)):
        region = [code for code in names.get(plain_name(behind), ()) if code.startswith(f"{before}-")]
        return tuple(region) or _alike(wanted, codes)
    if dash and len(before) == len(behind) == 2 and known(behind):  # noqa: PLR2004  a language and a country: `en_GB`
        return (behind,)
    regions = [code for codes in _all_regions().values() for code in codes if code.partition("-")[2] == wanted]
    if len(wanted) >= _SHORTEST_REGION and 0 < len(regions) <= _MOST:
        return tuple(regions)
    return _alike_names(name)


def _alike(wanted: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    from difflib import get_close_matches  # noqa: PLC0415  cold start: only for what went wrong

    return tuple(get_close_matches(wanted, codes, n=_MOST, cutoff=0.5))


def _alike_names(name: str) -> tuple[str, ...]:
    from difflib import get_close_matches  # noqa: PLC0415  cold start: only for what went wrong

    near = get_close_matches(name, _names(), n=2, cutoff=0.85)
    return tuple(dict.fromkeys(code for one in near for code in _names()[one]))[:_MOST]


def _regions(country: str) -> tuple[str, ...]:
    return _all_regions().get(country, ())


@lru_cache(maxsize=1)
def _all_regions() -> dict[str, tuple[str, ...]]:
    """The codes of all regions, by the code of their country."""
    from holidays import list_supported_countries  # noqa: PLC0415  cold start

    countries = list_supported_countries(include_aliases=False).items()
    return {code: tuple(f"{code}-{region}" for region in sorted(regions)) for code, regions in countries}


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    """The codes of the countries and regions of each name, in plain letters."""
    import holidays  # noqa: PLC0415  cold start

    found: dict[str, tuple[str, ...]] = {}
    for module, (class_name, code, *_) in holidays.registry.COUNTRIES.items():
        country = plain_name(module)
        found[country] = (code, *found.get(country, ()))
        for region, short in getattr(getattr(holidays, class_name), "subdivisions_aliases", {}).items():
            codes = found.setdefault(plain_name(region), ())
            if f"{code}-{short}" not in codes:
                found[plain_name(region)] = (*codes, f"{code}-{short}")
    return found
