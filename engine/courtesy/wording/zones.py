"""Which places a time zone that is none was probably meant for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from courtesy.instants import find_zone
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import plain
from courtesy.wording.text import one_slip_apart

_BY_ABBREVIATION = {
    "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York", "ET": "America/New_York",
    "CDT": "America/Chicago", "CST6CDT": "America/Chicago", "CT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver", "MST7MDT": "America/Denver", "MT": "America/Denver",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles", "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu",
    "ADT": "America/Halifax", "NST": "America/St_Johns", "BRT": "America/Sao_Paulo",
    "BST": "Europe/London", "GB": "Europe/London", "GB-EIRE": "Europe/London", "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon", "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MET": "Europe/Berlin",
    "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EET": "Europe/Athens", "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow", "W-SU": "Europe/Moscow", "TRT": "Europe/Istanbul", "SAST": "Africa/Johannesburg",
    "CAT": "Africa/Maputo", "EAT": "Africa/Nairobi", "WAT": "Africa/Lagos", "GST": "Asia/Dubai", "PKT": "Asia/Karachi",
    "ICT": "Asia/Bangkok", "WIB": "Asia/Jakarta", "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong", "PRC": "Asia/Shanghai", "ROC": "Asia/Taipei", "PHT": "Asia/Manila", "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "ROK": "Asia/Seoul", "AWST": "Australia/Perth", "ACST": "Australia/Adelaide",
    "ACDT": "Australia/Adelaide", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZ": "Pacific/Auckland",
    "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "NZ-CHAT": "Pacific/Chatham",
    "Z": "UTC", "GMT0": "UTC", "UCT": "UTC", "ZULU": "UTC", "UNIVERSAL": "UTC",
}  # fmt: skip
_SEVERAL = {
    "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "CST": ("America/Chicago", "Asia/Shanghai"),
    "AST": ("America/Halifax", "Asia/Riyadh"),
}
"""Abbreviations of several places that are far apart."""
_BY_NAME = {
    place: names.split(", ")
    for place, names in {
        "America/New_York": "eastern, us eastern, new york city, nyc, boston, washington, washington dc, "
        "washington d.c., philadelphia, miami, atlanta, est/edt",
        "America/Chicago": "central, us central, dallas, houston, austin, texas, minneapolis, st. louis, saint louis, "
        "cst/cdt",
        "America/Denver": "mountain, us mountain, colorado, salt lake city, mst/mdt",
        "America/Los_Angeles": "pacific, us pacific, san francisco, seattle, california, la, silicon valley, pst/pdt",
        "America/Toronto": "ottawa, ontario",
        "America/Vancouver": "british columbia",
        "Europe/London": "uk, united kingdom, britain, great britain, england, scotland, wales, edinburgh, "
        "manchester, gmt/bst",
        "Europe/Berlin": "germany, munich, frankfurt, hamburg, cologne, w. europe, central european, cet/cest",
        "Europe/Paris": "france, lyon, romance",
        "Europe/Amsterdam": "netherlands, the netherlands, holland, rotterdam",
        "Europe/Zurich": "switzerland, geneva, basel",
        "Europe/Vienna": "austria",
        "Europe/Rome": "italy, milan",
        "Europe/Madrid": "spain, barcelona",
        "Europe/Dublin": "ireland",
        "Europe/Stockholm": "sweden",
        "Europe/Oslo": "norway",
        "Europe/Copenhagen": "denmark",
        "Europe/Helsinki": "finland, fle",
        "Europe/Warsaw": "poland, krakow",
        "Europe/Athens": "greece, eastern european",
        "Asia/Kolkata": "india, mumbai, delhi, new delhi, bangalore, bengaluru, hyderabad, chennai, pune",
        "Asia/Shanghai": "china, beijing, shenzhen",
        "Asia/Tokyo": "osaka",
        "Asia/Seoul": "korea, south korea",
        "Asia/Dubai": "uae, abu dhabi, emirates",
        "Asia/Jerusalem": "israel, tel aviv",
    }.items()
}
"""Places by names that are no names of zones: cities, countries with one zone, and what mail programs call them."""
_PLACE_OF = {name: place for place, names in _BY_NAME.items() for name in names}
_BY_HOURS_EAST = {
    -11: "Pacific/Pago_Pago", -10: "Pacific/Honolulu", -9: "America/Anchorage", -8: "America/Los_Angeles",
    -7: "America/Denver", -6: "America/Chicago", -5: "America/New_York", -4: "America/Halifax",
    -3: "America/Sao_Paulo", -2: "America/Noronha", -1: "Atlantic/Azores", 0: "UTC", 1: "Europe/Berlin",
    2: "Europe/Athens", 3: "Europe/Istanbul", 4: "Asia/Dubai", 5: "Asia/Karachi", 6: "Asia/Dhaka", 7: "Asia/Bangkok",
    8: "Asia/Singapore", 9: "Asia/Tokyo", 10: "Australia/Sydney", 11: "Pacific/Noumea", 12: "Pacific/Auckland",
    13: "Pacific/Tongatapu", 14: "Pacific/Kiritimati",
    -9.5: "Pacific/Marquesas", -3.5: "America/St_Johns", 3.5: "Asia/Tehran", 4.5: "Asia/Kabul", 5.5: "Asia/Kolkata",
    5.75: "Asia/Kathmandu", 6.5: "Asia/Yangon", 8.75: "Australia/Eucla", 9.5: "Australia/Adelaide",
    10.5: "Australia/Lord_Howe", 12.75: "Pacific/Chatham",
}  # fmt: skip
_OFFSET = re.compile(r"(ETC/)?(?:UTC|UCT|GMT|GREENWICH)? ?(?:([+-])(\d\d?)(?::?(\d\d))?)?", re.ASCII)
_CLOCK = re.compile(r"(?: (?:standard|daylight|summer))? time$")
_SHORTEST = 4


@lru_cache(maxsize=1)
def known_zones() -> tuple[str, ...]:
    """The names of all places that have a zone, sorted."""
    from zoneinfo import available_timezones  # noqa: PLC0415  reads a folder of files, and only one error needs it

    return tuple(sorted(name for name in available_timezones() if find_zone(name) is not None))


def places_meant(name: str) -> tuple[str, ...]:
    """The places that an unknown zone was probably meant for: by abbreviation, offset, spelling or city.

    What clocks show is standard time, of the place that most people mean: `EST` is New York. Several places are those
    of an abbreviation that different parts of the world have for different times, such as `IST`.
    """
    bare = plain(name)
    upper = bare.upper()
    if several := _SEVERAL.get(upper):
        return several
    if found := _BY_ABBREVIATION.get(upper.removeprefix("ETC/")):
        return (found,)
    if upper and (offset := _OFFSET.fullmatch(upper)):
        east = (int(offset[3] or 0) + int(offset[4] or 0) / 60) * (-1 if offset[2] == "-" else 1)
        place = _BY_HOURS_EAST.get(-east if offset[1] else east)  # `Etc/GMT+5` lies five hours west
        return (place,) if place else ()
    place = _named(bare) or _by_city(bare) or _by_city(bare.replace("-", "/", 1))
    return (place,) if place else ()


def _named(name: str) -> str | None:
    """The place of that name, or of the city behind the last slash."""
    return _PLACE_OF.get(_CLOCK.sub("", name.lower())) or _PLACE_OF.get(_city(name).replace("_", " "))


def _by_city(name: str) -> str | None:
    """The place with that city, or with the one city that is a slip apart: another city is another place."""
    cities: dict[str, str] = {}
    for zone in sorted(known_zones(), key=len):
        cities.setdefault(_city(zone), zone)
    wanted = _city(name)
    if wanted in cities:
        return cities[wanted]
    near = [city for city in cities if len(wanted) >= _SHORTEST and one_slip_apart(city, wanted)]
    return cities[near[0]] if len(near) == 1 else None


def _city(zone: str) -> str:
    """The last part of a name, as the names of zones spell it: in plain letters, with `_` for a space."""
    last = zone.replace("\\", "/").rpartition("/")[2].partition(",")[0].strip().lower()
    letters = unicodedata.normalize("NFKD", last)
    return "".join(c for c in letters if not unicodedata.combining(c)).replace(" ", "_")


def zone_hint(name: str) -> str:
    """What to write in place of a zone that is none."""
    places = places_meant(name)
    return one_of(places) if places else "name a place, such as `America/New_York`, or `UTC`"
