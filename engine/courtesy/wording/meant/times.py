"""The times, with date and clock, that a text can only stand for."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from courtesy.instants import parse_timestamp
from courtesy.wording.meant.clock import times_of
from courtesy.wording.meant.days import days_of, known_year, swapped
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import pasted, plain

_TIME = re.compile(
    r"(?P<day>.*?\d)(?:(?:t|,? at |,? )(?P<clock>\d{1,2}(?:[:.h]\d\d)?(?::\d\d)?(?: ?[ap]\.?m\.?)?|noon|midnight)"
    r" ?(?P<offset>z|[+-]\d\d:?\d\d)?)?(?P<zone> ?\(?[a-z]+(?:/[a-z_]+)*\)?)?",
    re.ASCII,
)
_EPOCH = re.compile(r"(?!(?:19|20)\d\d(?:0[1-9]|1[0-2]))(1\d{9})(\d{3}|\d{6})?", re.ASCII)
"""Seconds since 1970, or parts of them, from 2001 up to 2033; a year and month written together are none."""
_SECONDS = re.compile(r"(\d\d:\d\d):([0-5]\d)", re.ASCII)


def time_hint(text: str, *, or_date: bool = False) -> str | None:
    """The time, or with `or_date` the date, that a text in another order can only stand for; None where unclear."""
    bare = plain(text).lower()
    if bare == "":
        return None
    if epoch := _EPOCH.fullmatch(bare):
        at = datetime.fromtimestamp(int(epoch[1]), UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return one_of([f"{at}{f'.{epoch[2]}' if (epoch[2] or '').strip('0') else ''}Z"])
    if or_date and (days := days_of(bare)):
        meant = [str(day) for day in days if known_year(day) and str(day) != text]
        return f"{pasted(text)}{one_of(meant)}" if meant else None
    for found in _readings(bare):
        if hint := _hint(text, found, or_date=or_date):
            return hint
    return None


def _readings(bare: str) -> list[re.Match[str]]:
    """The ways to tell the day from the clock behind it: with a clock first."""
    with_clock = _TIME.fullmatch(bare)
    alone = re.compile(r"(?P<day>.+)(?P<clock>(?!))?(?P<offset>(?!))?(?P<zone>(?!))?").fullmatch(bare)
    return [found for found in (alone, with_clock) if found]


def _hint(text: str, found: re.Match[str], *, or_date: bool) -> str | None:
    days, why = days_of(found["day"]), ""
    if not days and (day := swapped(found["day"])):
        days, why = [day], f"there is no month {found['day'][5:7]}; "
    days = [day for day in days if known_year(day)]
    if not days:
        return None
    if found["zone"]:
        return "write the offset, such as `-05:00`, in place of the name of the zone, or leave it out and state `zone`"
    if found["clock"] is None:
        if or_date:
            return f"{why}{one_of(map(str, days))}"
        return f"{why}add the time of day, `{days[0]}T09:00`" if len(days) == 1 else f"{one_of(map(str, days))}"
    meant = [f"{day}T{clock}{_offset(found['offset'])}" for day in days for clock in _clocks(found["clock"])]
    meant = [form for form in meant if parse_timestamp(form) is not None and form != text]
    return f"{why}{pasted(text)}{one_of(meant)}" if meant else None


def _clocks(written: str) -> list[str]:
    if seconds := _SECONDS.fullmatch(written):
        return [f"{clock}:{seconds[2]}" for clock in times_of(seconds[1])]
    return [clock for clock in times_of(written) if clock != "24:00"]


def _offset(written: str | None) -> str:
    if not written:
        return ""
    return "Z" if written == "z" else written if ":" in written else f"{written[:3]}:{written[3:]}"
