"""Lengths of time, dates and clocks in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from courtesy.instants import Instant, moment
from courtesy.model.almanac import Dates
from courtesy.values import DAY, HOUR, MINUTE, SECOND, DurationUnit
from courtesy.wording import text
from courtesy.wording.clocks import city
from courtesy.wording.text import agree, joined

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, tzinfo

    from courtesy.model.almanac import Stretch
    from courtesy.values import Duration

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))


def length(microseconds: int, *, days: bool = True) -> str:
    """A length of time in its two largest units, rounded down: `3 days 1 hour`; without `days`, `73 hours`."""
    rest, parts = abs(microseconds), list[str]()
    for unit, noun in _UNITS if days else _UNITS[1:]:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(agree(count, noun))
        elif parts:
            break
        if len(parts) == 2:  # noqa: PLR2004  two units are as fine as people read
            break
    return " ".join(parts) or ("less than a second" if microseconds else "no time")


def exact_length(microseconds: int) -> str:
    """A length of time to the last unit: `1 day 2 hours 3 minutes`, `1.5 seconds`."""
    rest, parts = abs(microseconds), list[str]()
    for unit, noun in _UNITS[:-1]:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(agree(count, noun))
    seconds, fraction = divmod(rest, SECOND)
    if fraction:
        parts.append(f"{seconds}.{fraction:06}".rstrip("0") + " seconds")
    elif seconds or not parts:
        parts.append(agree(seconds, "second"))
    return ("minus " if microseconds < 0 else "") + " ".join(parts)


def unit(duration: Duration) -> str:
    """What one of a duration's unit is called: `day`, `business day`, `calendar date`."""
    return "calendar date" if duration.unit is DurationUnit.DATE else duration.unit.value


def passed(since: datetime, until: datetime, *, days: bool) -> str:
    """How much time lies between two moments in one zone: `6 days 23 hours`; without `days`, `167 hours`.

    A day is one of the calendar, from a time on the clock to the same time on the next day; the rest of it is real
    time, so that the night in which the clock is put back leaves `24 hours` of a day that has 25.
    """
    whole = max((until.replace(tzinfo=None) - since.replace(tzinfo=None)).days, 0) if days else 0
    if whole and since + timedelta(days=whole) > until:
        whole -= 1
    begun = (since + timedelta(days=whole)).astimezone(UTC)
    rest = (until.astimezone(UTC) - begun) // timedelta(microseconds=1)
    if not whole:
        return length(rest, days=False)
    hours = agree(rest // HOUR, "hour") if rest >= HOUR else ""
    return " ".join(filter(None, (agree(whole, "day"), hours)))


def verb_for(said: str, verb: str) -> str:
    """The verb, given in the singular, as a length of time asks for it: `1 day has`, `1 day 2 hours have`."""
    several = said.startswith(tuple("0123456789")) and not re.fullmatch(r"1(?: \w+)?", said)
    return text.verb_for(2 if several else 1, verb)


def day(moment: date) -> str:
    """`Friday 27 November 2026`."""
    return f"{WEEKDAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def clock(moment: datetime) -> str:
    """`15:30`, with seconds (rounded up) only where there are any."""
    seconds = moment.second + (1 if moment.microsecond else 0)
    return f"{moment.hour:02}:{moment.minute:02}" + (f":{seconds:02}" if seconds else "")


def whole_minutes(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The stretch of whole minutes within another one; that one itself where there is none."""
    late = timedelta(seconds=start.second, microseconds=start.microsecond)
    first = start.astimezone(UTC) + (timedelta(minutes=1) - late if late else timedelta())
    last = end.astimezone(UTC).replace(second=0, microsecond=0)
    return (first.astimezone(start.tzinfo), last.astimezone(end.tzinfo)) if first < last else (start, end)


def date_and_month(on: date) -> str:
    """`24 December 2026`."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def dates(first: date, last: date) -> str:
    """A stretch of dates, both ends included: `24 December 2026`, `28 to 31 December 2026`."""
    if first == last:
        return date_and_month(last)
    start = date_and_month(first)
    if first.year == last.year:
        start = str(first.day) if first.month == last.month else start.rpartition(" ")[0]
    return f"{start} to {date_and_month(last)}"


def stretch(of: Stretch) -> str:
    """A stretch of dates: with the year, or without it where it comes back: `24 December to 1 January`."""
    if isinstance(of, Dates):
        return dates(of.first, of.last)
    first, last = (f"{end.day} {_MONTHS[end.month - 1]}" for end in (of.first, of.last))
    if of.first == of.last:
        return last
    start = str(of.first.day) if of.first.month == of.last.month and of.first.day < of.last.day else first
    return f"{start} to {last}"


def day_and_clock(moment: datetime) -> str:
    """`Friday 27 November 2026, 15:30 EST`."""
    return f"{day(moment)}, {clock(moment)} {zone_name(moment)}"


def on_own_clock(at: datetime, own: tzinfo | None) -> str:
    """A moment on somebody's own clock, and in brackets on that of `at` where it shows another time.

    `Friday 27 November 2026, 10:00 EST (15:00 GMT)`; where `own` is None, on that of `at` alone.
    """
    shown = at if own is None else at.astimezone(own)
    return f"{day_and_clock(shown)}{in_brackets(at, shown)}"


def in_brackets(at: datetime, shown: datetime) -> str:
    """What another clock shows, ` (15:00 GMT)`, with its weekday where that differs; empty where it shows the same."""
    if shown.utcoffset() == at.utcoffset():
        return ""
    day = "" if shown.date() == at.date() else f"{WEEKDAYS[at.weekday()]} "
    return f" ({day}{clock(at)} {zone_name(at)})"


def stated(microseconds: int, zone: tzinfo) -> str:
    """A moment that a rule states, to the last fraction of a second: `Friday 27 November 2026, 15:30 EST`."""
    at = moment(Instant(microseconds), zone)
    fraction = f":{at:%S.%f}".rstrip("0") if at.microsecond else ""
    shown = f"{at:%H:%M}{fraction}" if fraction else clock(at)
    return f"{day(at)}, {shown} {zone_name(at)}"


def zone_name(moment: datetime) -> str:
    """`EST`, or `Kathmandu time` where the zone has no letters of its own.

    `UTC+05:45` where no place is known, or where its clocks show the same time twice.
    """
    name = moment.tzname() or "UTC"
    if name[:1].isalpha():
        return name
    place = getattr(moment.tzinfo, "key", None)
    if place is not None and moment.utcoffset() == moment.replace(fold=1 - moment.fold).utcoffset():
        return f"{city(place)} time"
    offset = f"{moment:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def time_of_day(microseconds: int) -> str:
    """Microseconds since midnight as `09:00` or `09:00:30`."""
    minutes, rest = divmod(microseconds, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    shown = f"{seconds:02}.{fraction:06}".rstrip("0") if fraction else f"{seconds:02}"
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{shown}" if rest else "")


def weekdays(days: Collection[int]) -> str:
    """`Monday to Friday`, `Monday, Wednesday and Friday`; 0 is Monday."""
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):  # noqa: PLR2004  a run of three or more
        return f"{WEEKDAYS[ordered[0]]} to {WEEKDAYS[ordered[-1]]}"
    return joined(WEEKDAYS[number] for number in ordered)
