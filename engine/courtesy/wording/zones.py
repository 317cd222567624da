"""Which place a time zone that is none was probably meant for."""

from __future__ import annotations

import re
from functools import lru_cache

from courtesy.instants import find_zone
from courtesy.wording.text import one_slip_apart

_BY_ABBREVIATION = {
    "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York", "ET": "America/New_York",
    "CST": "America/Chicago", "CDT": "America/Chicago", "CST6CDT": "America/Chicago", "CT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver", "MST7MDT": "America/Denver", "MT": "America/Denver",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles", "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu",
    "AST": "America/Halifax", "ADT": "America/Halifax", "NST": "America/St_Johns", "BRT": "America/Sao_Paulo",
    "BST": "Europe/London", "GB": "Europe/London", "GB-EIRE": "Europe/London", "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon", "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MET": "Europe/Berlin",
    "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EET": "Europe/Athens", "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow", "W-SU": "Europe/Moscow", "TRT": "Europe/Istanbul", "SAST": "Africa/Johannesburg",
    "CAT": "Africa/Maputo", "EAT": "Africa/Nairobi", "WAT": "Africa/Lagos", "GST": "Asia/Dubai", "PKT": "Asia/Karachi",
    "IST": "Asia/Kolkata", "ICT": "Asia/Bangkok", "WIB": "Asia/Jakarta", "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong", "PRC": "Asia/Shanghai", "ROC": "Asia/Taipei", "PHT": "Asia/Manila", "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "ROK": "Asia/Seoul", "AWST": "Australia/Perth", "ACST": "Australia/Adelaide",
    "ACDT": "Australia/Adelaide", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZ": "Pacific/Auckland",
    "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "NZ-CHAT": "Pacific/Chatham",
    "Z": "UTC", "GMT0": "UTC", "UCT": "UTC", "ZULU": "UTC", "UNIVERSAL": "UTC",
}  # fmt: skip
_BY_HOURS_EAST = {
    -11: "Pacific/Pago_Pago", -10: "Pacific/Honolulu", -9: "America/Anchorage", -8: "America/Los_Angeles",
    -7: "America/Denver", -6: "America/Chicago", -5: "America/New_York", -4: "America/Halifax",
    -3: "America/Sao_Paulo", -2: "America/Noronha", -1: "Atlantic/Azores", 0: "UTC", 1: "Europe/Berlin",
    2: "Europe/Athens", 3: "Europe/Istanbul", 4: "Asia/Dubai", 5: "Asia/Karachi", 6: "Asia/Dhaka", 7: "Asia/Bangkok",
    8: "Asia/Singapore", 9: "Asia/Tokyo", 10: "Australia/Sydney", 11: "Pacific/Noumea", 12: "Pacific/Auckland",
    13: "Pacific/Tongatapu", 14: "Pacific/Kiritimati",
}  # fmt: skip
_OFFSET = re.compile(r"(ETC/)?(?:UTC|UCT|GMT|GREENWICH)?(?:([+-])(\d\d?)(?::?00)?)?", re.ASCII)


@lru_cache(maxsize=1)
def known_zones() -> tuple[str, ...]:
    """The names of all places that have a zone, sorted."""
    from zoneinfo import available_timezones  # noqa: PLC0415  reads a folder of files, and only one error needs it

    return tuple(sorted(name for name in available_timezones() if find_zone(name) is not None))


def place_meant(name: str) -> str | None:
    """The place that an unknown zone was probably meant for: by abbreviation, offset, spelling or city; or None.

    What clocks show is standard time where a name has several meanings: `EST` is New York, `IST` is Kolkata.
    """
    upper = name.strip().upper()
    if found := _BY_ABBREVIATION.get(upper.removeprefix("ETC/")):
        return found
    if upper and (offset := _OFFSET.fullmatch(upper)):
        east = int(offset[3] or 0) * (-1 if offset[2] == "-" else 1)
        return _BY_HOURS_EAST.get(-east if offset[1] else east)  # `Etc/GMT+5` lies five hours west
    return _by_city(name)


def _by_city(name: str) -> str | None:
    """The place with that city, or with the one city that is a slip apart: another city is another place."""
    cities: dict[str, str] = {}
    for zone in sorted(known_zones(), key=len):
        cities.setdefault(_city(zone), zone)
    wanted = _city(name)
    near = [wanted] if wanted in cities else [city for city in cities if one_slip_apart(city, wanted)]
    return cities[near[0]] if len(near) == 1 else None


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].strip().replace(" ", "_").lower()


def zone_hint(name: str) -> str:
    """What to write in place of a zone that is none."""
    place = place_meant(name)
    return f"did you mean `{place}`?" if place else "name a place, such as `America/New_York`, or `UTC`"
