"""Business hours: the time that passes while windows are open on business days, piece by piece."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.calendars import DAY, closed_parts, is_business_day
from courtesy.selfcheck.reference.clocks import MICROSECOND, midnight, reading, showing, time_of_day
from courtesy.selfcheck.reference.windows import edges, opens, windows

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from courtesy.selfcheck.reference.calendars import Calendar, Plain

Piece = tuple[datetime, datetime]
_QUARTER = timedelta(minutes=15)


def after(at: datetime, amount: timedelta, zone: ZoneInfo, calendar: Calendar) -> datetime | None:
    """The first moment up to which so much open time has passed; None where nobody knows what is open."""
    day, left = reading(at, zone).date(), amount
    while left:
        open_pieces = pieces(day, zone, calendar)
        if open_pieces is None:
            return None
        for begin, end in open_pieces:
            begun = max(begin, at)
            if end - begun >= left:
                return begun + left
            left -= max(end - begun, timedelta())
        day = _beyond(day, DAY, zone, calendar)
    return at


def before(at: datetime, amount: timedelta, zone: ZoneInfo, calendar: Calendar) -> datetime | None:
    """The last moment since which so much open time has passed; None where nobody knows what is open."""
    day, left = reading(at, zone).date(), amount
    while left:
        open_pieces = () if midnight(day, zone) >= at else pieces(day, zone, calendar)
        if open_pieces is None:
            return None
        for begin, end in reversed(open_pieces):
            ends = min(end, at)
            if ends - begin >= left:
                return ends - left
            left -= max(ends - begin, timedelta())
        day = _beyond(day, -DAY, zone, calendar)
    return at


def _beyond(day: date, step: timedelta, zone: ZoneInfo, calendar: Calendar) -> date:
    """The next date in a direction; of a year in which nothing opens, the last one."""
    following = day + step
    if following.year == day.year or not _shut(following.year, zone, calendar):
        return following
    return date(following.year, 12, 31) if step > timedelta() else date(following.year, 1, 1)


@lru_cache(maxsize=4096)
def _shut(year: int, zone: ZoneInfo, calendar: Calendar) -> bool:
    """Whether nothing opens in a year, which is known of all of it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return all(pieces(first + number * DAY, zone, calendar) == () for number in range((last - first).days + 1))


@lru_cache(maxsize=65536)
def pieces(day: date, zone: ZoneInfo, calendar: Calendar) -> tuple[Piece, ...] | None:
    """The pieces of a local date that are open, ascending; None where nobody knows.

    Between two of these moments nothing changes: where clocks show an edge of a window or of a closed part, in either
    of two equal hours, and where clocks are changed.
    """
    listed = windows(calendar.hours)
    works = [_works(window, of, calendar) for window in listed for of in _days(window, day)]
    if None in works or not any(works):
        return None if None in works else ()
    begin, end = midnight(day, zone), midnight(day + DAY, zone)
    times = {edge for window in listed for edge in edges(window)} | {
        edge for part in closed_parts(day, calendar) for edge in part
    }
    moments = {showing(_at(day, edge), fold, zone) for edge in times for fold in (0, 1)}
    moments |= {at for at in _quarters(begin, end) if _offset(at, zone) != _offset(at - MICROSECOND, zone)}
    ordered = sorted({begin, end, *(at for at in moments if begin < at < end)})
    return tuple(
        (first, last)
        for first, last in pairwise(ordered)
        if any(_is_open(window, reading(first, zone), calendar) for window in listed)
    )


def _is_open(window: dict[str, Plain], local: datetime, calendar: Calendar) -> bool:
    """Whether a reading lies in a window of a business day, and in no closed part."""
    day, now, (start, end) = local.date(), time_of_day(local), edges(window)
    if any(first <= now < last for first, last in closed_parts(day, calendar) if _is_part(first, last)):
        return False
    if start < end:
        return start <= now < end and bool(_works(window, day, calendar))
    return bool((now >= start and _works(window, day, calendar)) or (now < end and _works(window, day - DAY, calendar)))


def _is_part(first: int, last: int) -> bool:
    return timedelta(microseconds=last - first) < DAY


def _days(window: dict[str, Plain], day: date) -> tuple[date, ...]:
    """The days that a window can belong to which is open on a date."""
    start, end = edges(window)
    return (day,) if start < end else (day - DAY, day)


def _works(window: dict[str, Plain], day: date, calendar: Calendar) -> bool | None:
    """Whether a window opens on a date, and that is a business day."""
    works = is_business_day(day, calendar)
    return opens(window, day, calendar) if works else works


def _at(day: date, microseconds: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(microseconds=microseconds)


def _quarters(begin: datetime, end: datetime) -> list[datetime]:
    return [begin + number * _QUARTER for number in range((end - begin) // _QUARTER + 1)]


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(UTC).astimezone(zone).utcoffset()
