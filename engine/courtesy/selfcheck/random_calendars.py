"""Random calendars: closed days, weekends, business hours, and the dates that hours are limited to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.selfcheck.dice import chance, quarters, some
from courtesy.selfcheck.random_conditions import time_of_day

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

CALENDARS = ("US", "GB-ENG", "CL", "LK", "LY")
"""Some with regions, with substitutes, with a weekend of their own, and with years that nobody knows."""
_DAYS = tuple(name[:3] for name in WEEKDAYS)
_EDGES = (("09:00", "17:00"), ("22:00", "02:30"), ("00:00", "24:00"), ("02:00", "03:00"))


def random_calendar(random: Random, season: datetime, calendar: Any) -> Document:
    """The sections of a manifest that say when people work."""
    found: Document = {}
    if chance(random, 0.4):
        found["closed"] = [_closed(random, season) for _ in range(random.randint(1, 3))]
        if chance(random, 0.2):
            found["closed"] = found["closed"][0]
    if chance(random, 0.2):
        listed = {"LY": ["fri", "sat"], "US": some(random, _DAYS)}
        found["weekend"] = listed if calendar == "recipient" or chance(random, 0.3) else some(random, _DAYS)
    if chance(random, 0.5):
        several = [_business_window(random) for _ in range(random.randint(1, 2))]
        found["business_hours"] = random.choice((several, several[0]))
    return found


def _closed(random: Random, season: datetime) -> Any:
    dates = random_dates(random, season)
    if chance(random, 0.5):
        return dates
    found: Document = {"on": random.choice((dates, [dates, random_dates(random, season)]))}
    if chance(random, 0.8):
        begin, end = sorted((time_of_day(random, latest=95), time_of_day(random)))
        if begin != end:
            found |= random.choice(({"from": begin}, {"to": end}, {"from": begin, "to": end}))
    return found | ({"because": "Dice."} if chance(random, 0.3) else {})


def _business_window(random: Random) -> Document:
    found = random_window(random)
    if chance(random, 0.15):
        found["not_on"] = "day_before_holiday"
    return found or {"days": "mon-fri"}


def random_window(random: Random) -> Document:
    """Hours of a day on some weekdays."""
    found: Document = {}
    if chance(random, 0.6):
        found["days"] = some(random, ("mon-fri", "sat-mon", *_DAYS), 3)
    start, end = random.choice(_EDGES)
    if chance(random, 0.4):
        start, end = time_of_day(random, latest=95), time_of_day(random)
    if start != end:
        found |= {"from": start, "to": end}
    return found


def random_dates(random: Random, season: datetime) -> str:
    """A date or a stretch of dates around the season, with the year or of every year."""
    first, last = sorted(quarters(random, season, -2, 9).date().isoformat() for _ in range(2))
    if chance(random, 0.5):
        first, last = first[5:], last[5:]
    return random.choice((first, f"{first}/{last}"))
