"""Windows of hours as policies write them: on which dates they open, and what lies in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.calendars import closed_parts, falls, is_holiday, is_open, lies
from courtesy.selfcheck.reference.clocks import clock
from courtesy.selfcheck.reference.truth import Kleene, both, either, no

if TYPE_CHECKING:
    from courtesy.selfcheck.reference.calendars import Calendar, Plain

_DAY = timedelta(days=1)


def several(written: Plain) -> tuple[Plain, ...]:
    """One value, or several, as several; nothing is none."""
    if written is None:
        return ()
    return written if isinstance(written, tuple) else (written,)


def windows(written: Plain) -> list[dict[str, Plain]]:
    """One window, or a list of them."""
    if not written:
        return []
    return [dict(written)] if isinstance(written[0][0], str) else [dict(one) for one in written]


def edges(window: dict[str, Plain]) -> tuple[int, int]:
    """Its first moment and its end, in microseconds since midnight."""
    return clock(window.get("from", "00:00")), clock(window.get("to", "24:00"))


def inside(window: dict[str, Plain], day: date, now: int, calendar: Calendar) -> Kleene:
    """Whether a time of a date lies in a window: the start is inside, the end is not."""
    if closes(window) and any(
        first <= now < last for first, last in closed_parts(day, calendar) if last - first < _ALL
    ):
        return False
    start, end = edges(window)
    if start < end:
        return start <= now < end and opens(window, day, calendar)
    # Over midnight it belongs to the day it starts on.
    evening = now >= start and opens(window, day, calendar)
    return either((evening, now < end and opens(window, day - _DAY, calendar)))


_ALL = clock("24:00")


def closes(window: dict[str, Plain]) -> bool:
    """Whether holidays and closed days close it."""
    return bool(window.get("holidays", "true") != "true")


def opens(window: dict[str, Plain], day: date, calendar: Calendar) -> Kleene:
    """Whether a window opens on a date."""
    return both(_conditions(window, day, calendar))


def _conditions(window: dict[str, Plain], day: date, calendar: Calendar) -> list[Kleene]:
    found: list[Kleene] = [True]
    if "days" in window:
        found.append(any(falls(day.weekday(), days) for days in several(window["days"])))
    if several(window.get("on")):
        found.append(_among(several(window["on"]), day, calendar))
    found.append(no(_among(several(window.get("not_on")), day, calendar)))
    if closes(window):
        found.append(is_open(day, calendar))
    return found


def _among(named: tuple[str, ...], day: date, calendar: Calendar) -> Kleene:
    """Whether a date is among dates, or the day before a holiday where that is among them."""
    return either(is_holiday(day + _DAY, calendar) if one == "day_before_holiday" else lies(day, one) for one in named)
