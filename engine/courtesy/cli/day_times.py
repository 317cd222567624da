"""Times said by the day: `today 15:30`, `yesterday 15:30`, `tomorrow 9:00`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from courtesy.wording.meant import time_of_day_hint
from courtesy.wording.meant.clock import times_of
from courtesy.wording.meant.pasted import plain
from courtesy.wording.text import joined

_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SAID = re.compile(rf"(?P<day>{'|'.join(_DAYS)})(?:[, ]+(?:at +)?(?P<clock>[0-9a-z:. ']+))?", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
_HOURS, _MINUTES = 24, 60


class DayTime(Struct, frozen=True):
    """A day counted from today, and a time on its clock; `clock` None is the whole day."""

    days: int
    clock: time | None

    def on(self, now: datetime) -> datetime | date:
        """The local time, or the date, that is meant at `now`, whose zone says what day it is."""
        return self._day(now) if self.clock is None else datetime.combine(self._day(now), self.clock)

    def begin(self, now: datetime) -> datetime:
        """The same, a whole day being its beginning."""
        return datetime.combine(self._day(now), self.clock or time())

    def _day(self, now: datetime) -> date:
        return now.date() + timedelta(days=self.days)


def parse_day_time(text: str) -> DayTime | None:
    """The time that a text says by the day; None where it says none."""
    said = _SAID.fullmatch(text.strip())
    if said is None:
        return None
    days = _DAYS[said["day"].lower()]
    if said["clock"] is None:
        return DayTime(days, None)
    found = _CLOCK.fullmatch(said["clock"])
    if found is None or int(found[1]) >= _HOURS or int(found[2]) >= _MINUTES:
        return None
    return DayTime(days, time(int(found[1]), int(found[2])))


def day_time_hint(text: str) -> str | None:
    """How to write the time of day in a text that begins with a day; None where there is none, or no telling."""
    if text.strip().lower() == "now":
        return "leave it out to mean now"
    said = _SAID.fullmatch(text.strip())
    if said and said["clock"]:
        return f"after `{said['day'].lower()}`, {time_of_day_hint(said['clock'], starts=True)}"
    times = [time for time in times_of(plain(text).lower()) if time != "24:00"]
    return f"add the day, such as {joined((f'`today {time}`' for time in times), 'or')}" if times else None


def as_written(text: str, now: datetime) -> str:
    """The text of a time as case files have it: in ISO 8601, without an offset where it was said by the day.

    `now` is on the clock that says what day it is.
    """
    said = parse_day_time(text)
    if said is None:
        return text
    meant = said.on(now)
    return meant.isoformat(timespec="minutes") if isinstance(meant, datetime) else meant.isoformat()
