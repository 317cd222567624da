"""The times of day that a text can only stand for."""

from __future__ import annotations

import re

from courtesy.wording.meant.counts import counts_of
from courtesy.wording.meant.days import days_of
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import pasted, plain

_FORM = "write the hour from 00 to 23 and the minutes, such as `09:00`; `24:00` is the end of the day"
_DIGITS = re.compile(
    r"t?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?:m|min)?(?::00)?)?(?:h|:?)"
    r"(?P<half> ?[ap]\.?m\.?| o'clock| uhr)?",
    re.ASCII,
)
_MILITARY = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d)(?: ?h| hours| hrs)?(?P<half>)", re.ASCII)
_WORDS = re.compile(
    r"(?:(?P<part>half|(?:a )?quarter|[a-z]+) (?P<side>past|to) )?"
    r"(?P<hour>[a-z]+)(?: (?P<minute>[a-z]+))?(?: o'clock)?",
    re.ASCII,
)
_TIME_OF = re.compile(r"(.+?) in the (morning|afternoon|evening)", re.ASCII)
_WITH_ZONE = re.compile(r".*\d ?(?:z|[a-z]{3,5}|[+-]\d\d:?\d\d)", re.ASCII)
_FROM_TO = re.compile(r"(?:from )?(?P<from>.+?) ?(?:-| to | until |\.\.) ?(?P<to>.+)", re.ASCII)
_HALF = 12
_HOURS = 24
_MINUTES = 60


def time_of_day_hint(text: str, *, starts: bool = False) -> str:
    """The time on a 24-hour clock that a text can only stand for, or how one is written.

    A time at which hours start is never the end of a day.
    """
    times = times_of(_bare(text))
    if meant := [time for time in times if not (starts and time == "24:00")]:
        return f"{pasted(text)}{one_of(meant)}"
    if found := from_to(text):
        return f'hours have two ends: `from: "{found[0]}"` and `to: "{found[1]}"`'
    if days_of(_bare(text)):
        return f"this is a date, and what is asked for a time of day; {_FORM}"
    if _WITH_ZONE.fullmatch(_bare(text)) and re.search(r"\d[:.]?\d\d", text):
        return "a time of day has no zone of its own: write it without, and state the zone under `zone`"
    return _FORM


def from_to(text: str) -> tuple[str, str] | None:
    """From when to when a text says, where both times are certain: `9am-5pm`, `9:00 - 17:00`."""
    found = _FROM_TO.fullmatch(_bare(text))
    if found is None:
        return None
    start, end = times_of(found["from"]), times_of(found["to"])
    certain = len(start) == len(end) == 1 and (start[0] < end[0] or re.search("m", found["from"]) is not None)
    return (start[0], end[0]) if certain else None


def _bare(text: str) -> str:
    return plain(text).lower()


def times_of(bare: str) -> list[str]:
    """The times that a text can stand for; two where it does not say which half of the day."""
    bare = bare.removeprefix("12 ") if bare in {"12 noon", "12 midnight"} else bare
    if bare in {"noon", "midday"}:
        return ["12:00"]
    if bare == "midnight":
        return ["00:00", "24:00"]
    if of := _TIME_OF.fullmatch(bare):
        hour, half = of[1].removesuffix(" o'clock"), "am" if of[2] == "morning" else "pm"
        return times_of(f"{hour} {half}") if hour != "12" else []
    if found := _DIGITS.fullmatch(bare) or _MILITARY.fullmatch(bare):
        return _on_clock(int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").strip())
    return _said(bare)


def _on_clock(hour: int, minute: int, half: str) -> list[str]:
    if half[:1] in {"a", "p"}:
        if not 1 <= hour <= _HALF:
            return []
        hour = hour % _HALF + (_HALF if half[0] == "p" else 0)
    if (hour, minute) == (_HOURS, 0):
        return ["24:00"]
    if hour >= _HOURS or minute >= _MINUTES:
        return []
    hours = [hour, (hour + _HALF) % _HOURS] if half == "o'clock" and 0 < hour <= _HALF else [hour]
    return [f"{one:02}:{minute:02}" for one in hours]


def _said(bare: str) -> list[str]:
    """The times that words say: `nine`, `half past nine`, `nine thirty`."""
    half = re.search(r" ?([ap])\.?m\.?$", bare)
    found = _WORDS.fullmatch(bare[: half.start()] if half else bare)
    if found is None:
        return []
    hour = _count(found["hour"])
    minute = _count(found["minute"]) if found["minute"] else 0
    if found["part"]:
        part = {"half": 30, "quarter": 15, "a quarter": 15}.get(found["part"]) or _count(found["part"])
        if part is None or hour is None or found["minute"]:
            return []
        hour, minute = (hour, part) if found["side"] == "past" else ((hour - 2) % _HALF + 1, _MINUTES - part)
    if hour is None or minute is None or not 1 <= hour <= _HALF:
        return []
    return _on_clock(hour, minute, half[1] if half else "o'clock")


def _count(word: str) -> int | None:
    counts = counts_of(word)
    return int(counts[0]) if counts and counts[0].denominator == 1 and word.isalpha() else None
