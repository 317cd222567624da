"""How far clocks are ahead of UTC on whole days, by the engine's own zones: so most local times are read by SQL."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from courtesy.instants import find_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

_MICROSECOND = timedelta(microseconds=1)
_QUARTERS = 24 * 4 + 1


def local_days(asked: Iterable[tuple[str | None, str]]) -> Iterator[tuple[str, str, int]]:
    """The zone, the day, and by how many microseconds its clocks are ahead all day long.

    Days on which the clocks change are left out: their times are read one by one. `asked` are zones and days as text.
    """
    for name, text in asked:
        zone = None if name is None else find_zone(name)
        day = _day(text)
        if name is None or zone is None or day is None:
            continue
        ahead = _ahead(zone, day)
        if len(ahead) == 1:
            yield name, text, ahead.pop() // _MICROSECOND


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ahead(zone: ZoneInfo, day: date) -> set[timedelta]:
    midnight = datetime.combine(day, time())
    found = set()
    for quarter in range(_QUARTERS):
        local = midnight + timedelta(minutes=15 * quarter)
        for fold in (0, 1):
            found.add(local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta())
    return found
