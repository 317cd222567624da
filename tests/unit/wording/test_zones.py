"""Zones are places or UTC, and whatever else is written is told which place it was meant for."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from courtesy.instants import find_zone
from courtesy.wording.zones import place_meant, zone_hint

MEANT = {
    "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York",
    "Etc/GMT+5": "America/New_York", "UTC-5": "America/New_York", "-05:00": "America/New_York",
    "CST": "America/Chicago", "MST": "America/Denver",
    "PST": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu", "BST": "Europe/London",
    "GB": "Europe/London", "CET": "Europe/Berlin", "MET": "Europe/Berlin", "Etc/GMT-1": "Europe/Berlin",
    "EET": "Europe/Athens", "WET": "Europe/Lisbon", "IST": "Asia/Kolkata", "PRC": "Asia/Shanghai",
    "NZ": "Pacific/Auckland", "GMT": "UTC", "GMT0": "UTC", "Etc/UTC": "UTC", "Zulu": "UTC", "utc": "UTC", "z": "UTC",
    "Chicago": "America/Chicago", "new york": "America/New_York", "Amerika/Chicago": "America/Chicago",
    "America/New_Yrok": "America/New_York", "europe/berlin": "Europe/Berlin",
}  # fmt: skip


@pytest.mark.parametrize("name", MEANT)
def test_what_is_no_place_names_the_place_meant(name: str) -> None:
    """An abbreviation, an offset or a misspelling is no zone, and the hint names the place it stands for."""
    assert find_zone(name) is None
    assert place_meant(name) == MEANT[name]
    assert zone_hint(name) == f"did you mean `{MEANT[name]}`?"


@pytest.mark.parametrize("name", ["", "5", "Nowhere", "EST5PDT", "Etc/GMT+5/x", "+99:00"])
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


@pytest.mark.parametrize("name", sorted(set(MEANT.values())))
def test_the_place_meant_is_one(name: str) -> None:
    """What a hint proposes is accepted."""
    assert find_zone(name) is not None
