"""The place that is suggested for a zone that is none is the one that was written, with a slip mended, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtesy.wording.zones import known_zones, place_meant


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].lower()


@given(st.sampled_from([zone for zone in known_zones() if len(_city(zone)) > 3]), st.data())
def test_a_slip_in_a_city_is_mended_to_that_city_or_not_at_all(zone: str, data: st.DataObject) -> None:
    """With a letter left out, doubled or swapped, a place is found again, unless two are as near."""
    region, slash, city = zone.rpartition("/")
    place = data.draw(st.integers(1, len(city) - 2))
    slips = (
        city[:place] + city[place + 1 :],
        city[:place] + city[place] + city[place:],
        city[:place] + city[place + 1] + city[place] + city[place + 2 :],
    )
    found = place_meant(f"{region}{slash}{data.draw(st.sampled_from(slips))}")
    assert found is None or _city(found) == _city(zone)


@pytest.mark.parametrize(
    "written", ["America/Boston", "America/Portland", "Europe/Munich", "Asia/Bangalore", "Europe/Geneva", "Utopia"]
)
def test_a_city_that_names_no_zone_is_not_taken_for_another(written: str) -> None:
    """Another city is another place, however alike the names look."""
    assert place_meant(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Chicago", "America/Chicago"),
        ("new york", "America/New_York"),
        ("Amerika/New_York", "America/New_York"),
        ("europe/london", "Europe/London"),
        ("Nwe York", "America/New_York"),
        ("BST", "Europe/London"),
        ("PST", "America/Los_Angeles"),
        ("IST", "Asia/Kolkata"),
        ("Etc/GMT+5", "America/New_York"),
        ("+01:00", "Europe/Berlin"),
    ],
)
def test_a_place_in_other_words_is_found(written: str, meant: str) -> None:
    """Cities alone, other regions and letters, abbreviations and offsets name their place."""
    assert meant == place_meant(written)
