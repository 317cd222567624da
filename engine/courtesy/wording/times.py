"""Lengths of time, dates and clocks in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.values import DAY, HOUR, MINUTE, SECOND
from courtesy.wording.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))


def length(microseconds: int) -> str:
    """A length of time in its two largest units, rounded down: `3 days 1 hour`."""
    rest, parts = abs(microseconds), []
    for unit, noun in _UNITS:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(plural(count, noun))
        elif parts:
            break
        if len(parts) == 2:  # noqa: PLR2004  two units are as fine as people read
            break
    return " ".join(parts) or "no time"


def day(moment: datetime) -> str:
    """`Friday 27 November 2026`."""
    return f"{WEEKDAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def clock(moment: datetime) -> str:
    """`15:30`, with seconds (rounded up) only where there are any."""
    seconds = moment.second + (1 if moment.microsecond else 0)
    return f"{moment:%H:%M}" + (f":{seconds:02}" if seconds else "")


def day_and_clock(moment: datetime) -> str:
    """`Friday 27 November 2026, 15:30 EST`."""
    return f"{day(moment)}, {clock(moment)} {zone_name(moment)}"


def zone_name(moment: datetime) -> str:
    """`EST`, or `UTC+05:45` where the zone has no letters of its own."""
    name = moment.tzname() or "UTC"
    if name[:1].isalpha():
        return name
    offset = f"{moment:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def time_of_day(microseconds: int) -> str:
    """Microseconds since midnight as `09:00` or `09:00:30`."""
    minutes, seconds = divmod(microseconds // SECOND, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def weekdays(days: Collection[int]) -> str:
    """`Monday to Friday`, `Monday, Wednesday and Friday`; 0 is Monday."""
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):  # noqa: PLR2004  a run of three or more
        return f"{WEEKDAYS[ordered[0]]} to {WEEKDAYS[ordered[-1]]}"
    names = [WEEKDAYS[number] for number in ordered]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
