"""Zones are places or UTC, and whatever else is written is told which place it was meant for."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from courtesy.instants import find_zone
from courtesy.wording.zones import _PLACE_OF, places_meant, zone_hint

MEANT = {
    "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York",
    "Etc/GMT+5": "America/New_York", "UTC-5": "America/New_York", "-05:00": "America/New_York",
    "MST": "America/Denver",
    "PST": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu", "BST": "Europe/London",
    "GB": "Europe/London", "CET": "Europe/Berlin", "MET": "Europe/Berlin", "Etc/GMT-1": "Europe/Berlin",
    "EET": "Europe/Athens", "WET": "Europe/Lisbon", "PRC": "Asia/Shanghai",
    "NZ": "Pacific/Auckland", "GMT": "UTC", "GMT0": "UTC", "Etc/UTC": "UTC", "Zulu": "UTC", "utc": "UTC", "z": "UTC",
    "Chicago": "America/Chicago", "new york": "America/New_York", "Amerika/Chicago": "America/Chicago",
    "GMT+1": "Europe/Berlin", "UTC+5:30": "Asia/Kolkata", "+03:30": "Asia/Tehran", "-0500": "America/New_York",
    "Germany": "Europe/Berlin", "UK": "Europe/London", "Europe/Munich": "Europe/Berlin", "Boston": "America/New_York",
    "Eastern Time": "America/New_York", "Pacific Standard Time": "America/Los_Angeles",
    "W. Europe Standard Time": "Europe/Berlin", "Paris, France": "Europe/Paris", "S\u00e3o Paulo": "America/Sao_Paulo",
    "\u201cEurope/London\u201d": "Europe/London", "America\\New_York": "America/New_York",
    "America/New_Yrok": "America/New_York", "europe/berlin": "Europe/Berlin",
}  # fmt: skip


@pytest.mark.parametrize("name", MEANT)
def test_what_is_no_place_names_the_place_meant(name: str) -> None:
    """An abbreviation, an offset or a misspelling is no zone, and the hint names the place it stands for."""
    assert find_zone(name) is None
    assert (MEANT[name],) == places_meant(name)
    assert zone_hint(name) == f"did you mean `{MEANT[name]}`?"


@pytest.mark.parametrize(
    "name", ["", "5", "Nowhere", "EST5PDT", "Etc/GMT+5/x", "+99:00", "+01:07", "ECT", "Europe", "Portland"]
)
def test_what_can_mean_anything_is_told_what_a_zone_is(name: str) -> None:
    """Where no place can be meant the hint says what a zone is."""
    assert find_zone(name) is None
    assert zone_hint(name) == "name a place, such as `America/New_York`, or `UTC`"


def test_every_place_is_a_zone_and_no_offset_is() -> None:
    """All zones of regions are places; of the others those with fixed offsets or abbreviations are not."""
    known = available_timezones()
    places = {name for name in known if name.partition("/")[0] in {"Africa", "America", "Asia", "Europe", "Pacific"}}
    assert {name for name in places if find_zone(name) is None} == set()
    assert {name for name in known if name.startswith("Etc/") and find_zone(name)} == set()
    assert find_zone("UTC") is not None


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("IST", ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin")),
        ("CST", ("America/Chicago", "Asia/Shanghai")),
        ("ast", ("America/Halifax", "Asia/Riyadh")),
    ],
)
def test_an_abbreviation_of_several_places_names_them(name: str, places: tuple[str, ...]) -> None:
    """What is Indian, Israeli or Irish time is not guessed."""
    assert places == places_meant(name)


@pytest.mark.parametrize("hours", range(-11, 15))
@pytest.mark.parametrize("form", ["UTC{:+d}", "GMT{:+d}", "{:+03d}:00", "{:+03d}00", "Etc/GMT{}"])
def test_an_offset_names_a_place_that_has_it_in_winter(hours: int, form: str) -> None:
    """The clocks of the place show that offset, on standard time: signs of `Etc` are turned round."""
    name = form.format(f"{-hours:+d}" if "Etc" in form else hours)
    (place,) = places_meant(name)
    found = {datetime(2026, month, 1, tzinfo=ZoneInfo(place)).utcoffset() for month in (1, 7)}
    assert timedelta(hours=hours) == min(offset for offset in found if offset is not None)


@pytest.mark.parametrize("name", sorted({*MEANT.values(), *_PLACE_OF.values()}))
def test_the_place_meant_is_one(name: str) -> None:
    """What a hint proposes is accepted."""
    assert find_zone(name) is not None
