"""What clocks show at an instant, and at which instant they show a reading."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MICROSECOND = timedelta(microseconds=1)
EARLIEST = datetime(100, 1, 1, tzinfo=UTC)
LATEST = datetime(9890, 1, 1, tzinfo=UTC)
"""What lies outside these is taken for them."""


def reading(at: datetime, zone: ZoneInfo) -> datetime:
    """What clocks show at an instant, without a zone; its `fold` is 1 in the second of two equal hours."""
    return at.astimezone(zone).replace(tzinfo=None)


@lru_cache(maxsize=8192)
def showing(local: datetime, fold: int, zone: ZoneInfo) -> datetime:
    """The instant at which clocks show a reading: into a gap, the first instant after it.

    Of two instants the first, or with `fold` 1 the second.
    """
    found = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(fold=0):
        return found
    before, after = sorted(local.replace(tzinfo=zone, fold=side).astimezone(UTC) for side in (0, 1))
    offset = after.astimezone(zone).utcoffset()
    while after - before > MICROSECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local date."""
    return showing(datetime.combine(day, time()), 0, zone)


@lru_cache(maxsize=1024)
def clock(text: str) -> int:
    """Microseconds since midnight of a time of day such as `09:00` or `24:00`."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return ((hours * 60 + minutes) * 60 + sum(seconds)) * 1_000_000


def time_of_day(local: datetime) -> int:
    """Microseconds since midnight, as a clock shows them."""
    return (datetime.combine(date.min, local.time()) - datetime.combine(date.min, time())) // MICROSECOND
