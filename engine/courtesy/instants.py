"""Instants and local time: how a wall clock is read in a time zone, gaps and repeated hours included."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from courtesy.values import HOUR, MINUTE, SECOND

Instant = NewType("Instant", int)
"""Whole microseconds since 1970-01-01T00:00Z. Integers compare and subtract exactly, and fast."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  local clock readings have no zone of their own
_MICROSECOND = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside these are taken for mistakes: no time zone data and no holidays are known for them."""


def instant(moment: datetime) -> Instant:
    """The instant of an aware datetime."""
    return Instant((moment - _EPOCH) // _MICROSECOND)


def moment(at: Instant, zone: tzinfo) -> datetime:
    """The aware datetime of an instant, as clocks in `zone` show it."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)


_PLACE = re.compile(r"(?!Etc/|SystemV/|posix/|right/)[A-Z][\w-]+(/[\w+-]+)+|[A-Z][a-z]+", re.ASCII)
_NOWHERE = frozenset({"Factory", "Greenwich", "Universal", "Zulu"})


@lru_cache(maxsize=1024)
def find_zone(name: str) -> ZoneInfo | None:
    """The zone of a place (`America/Chicago`) or `UTC`; None where there is no such place.

    Abbreviations and fixed offsets (`EST`, `Etc/GMT+5`) are no places: nobody's clock shows them all year.
    """
    if name != "UTC" and (name in _NOWHERE or not _PLACE.fullmatch(name)):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def all_zones() -> tuple[str, ...]:
    """The names of all zones that `find_zone` finds, sorted."""
    return tuple(name for name in sorted(available_timezones()) if find_zone(name) is not None)


def readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The aware datetimes at which clocks in `zone` show `local` (naive): none, one, or two, earliest first."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return (early,)
    return tuple(m for m in (early, late) if m.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local)


def gap_readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """What a skipped local time could have meant: by the clock before the change, and by the clock after it."""
    by_old, by_new = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone) for fold in (0, 1))
    return by_old, by_new


# The forms of dates and times as regular expressions, for the schemas too.
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MINUTES = "([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"[T ]{_MINUTES}(:[0-5][0-9](\.[0-9]{{1,6}})?)?([Zz]|[+-](0[0-9]|1[0-4]):?[0-5][0-9])?"
TIME = f"{DATE}{_TIME}"
TIME_OR_DATE = f"{DATE}({_TIME})?"
TIME_OF_DAY = f"({_MINUTES}(:[0-5][0-9])?|24:00(:00)?)"
_A_DATE, _A_TIME, _A_TIME_OF_DAY = (re.compile(form) for form in (DATE, TIME, TIME_OF_DAY))


def parse_timestamp(text: str) -> datetime | date | None:
    """Read ISO 8601: an aware datetime (with offset), a naive one (local), a bare date; None where it is none."""
    try:
        if _A_DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
        if _A_TIME.fullmatch(text):
            when = datetime.fromisoformat(text.upper())
            return when if FIRST_YEAR <= when.year <= LAST_YEAR else None
    except ValueError:
        pass
    return None


def parse_time_of_day(text: str) -> int | None:
    """Microseconds since local midnight of `09:00` or `09:00:30`; `24:00` is the end of the day; None if it is none."""
    if not _A_TIME_OF_DAY.fullmatch(text):
        return None
    parts = zip(map(int, text.split(":")), (HOUR, MINUTE, SECOND), strict=False)
    return sum(count * length for count, length in parts)
