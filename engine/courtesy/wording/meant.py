"""What was probably meant by a value that is not written as it must be; never anything else than was written."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from courtesy.instants import FIRST_YEAR, LAST_YEAR, parse_timestamp
from courtesy.spans import Scalar
from courtesy.values import DurationUnit, FactType, integer_of, number_of
from courtesy.wording.text import joined, one_slip_apart, plural_noun

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAME_UNIT = {
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "calendar day": "day",
    "w": "week",
    "wk": "week",
    "mo": "month",
    "calendar month": "month",
    "y": "year",
    "yr": "year",
    "calendar year": "year",
    "working day": "business day",
    "workday": "business day",
    "businessday": "business day",
    "working hour": "business hour",
    "office hour": "business hour",
    "businesshour": "business hour",
    "local date": "date",
}
_ISO_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year", "TH": "hour", "TM": "minute"}
_PARTS = {"hour": (60, "minute"), "year": (12, "month")}
"""How many of a smaller unit make one, whatever the day: a day has not always 24 hours."""
_COUNTS = {
    "a": 1.0, "an": 1.0, "half": 0.5, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
    "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0,
}  # fmt: skip
_LENGTH = re.compile(r"\+?(?P<count>\d+(?:\.\d+)?(?:e\d)?|[a-z]+) *(?P<unit>[a-z]+(?: [a-z]+)?)", re.ASCII)
_ISO_LENGTH = re.compile(r"P(?:(\d+)([DWMY])|T(\d+)([HM]))", re.ASCII)
_LARGEST_COUNT = 999_999
_TIME_OF_DAY = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?(?:h|:?)(?: ?([ap])\.?m\.?| o'clock)?", re.ASCII)
_NOON = 12
_MONTHS = 12
_HOURS = 24
_DAY = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?:T00:00(?::00)?)?", re.ASCII)
_DATES = (
    "write a date, `2026-12-24`, or a stretch of dates with a slash, `2026-12-24/2027-01-01`; of every year without "
    "it, `12-24/01-01`"
)
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_OF_MONTH = re.compile(r"(?:([a-z]{3,9})\.? )?(\d{1,2})(?:st|nd|rd|th|\.)?(?: ([a-z]{3,9})\.?)?", re.ASCII)
_OF_YEAR = re.compile(r"(?:--)?(\d{1,2})([-.])(\d{1,2})\.?", re.ASCII)
_LEAP_YEAR = 2000
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})(?:(?:T|,? )(?P<clock>\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?))?",
    re.ASCII,
)
_BETWEEN = re.compile(r"\s*(?:/|\u2013|\bto\b|\buntil\b|\.\.|\s-\s)\s*")
_YES = frozenset({"yes", "y", "on", "true", "1"})
_NO = frozenset({"no", "n", "off", "false", "0"})
_COUNTED = re.compile(r"(\d{1,9}) +[^\W\d].*")
_NUMBER = re.compile(r"\+?(?P<sign>-?)(?P<whole>\d{1,18})(?P<rest>(?:\.\d{1,18})?)", re.ASCII)


def one_of(meant: list[str]) -> str:
    """The question whether one of several forms was meant."""
    return f"did you mean {joined((f'`{form}`' for form in meant), 'or')}?"


def value_hint(scalar: Scalar, wanted: FactType) -> str | None:
    """How to write the value of that type that a scalar holds; None where there is no telling."""
    match wanted:
        case FactType.BOOLEAN:
            return boolean_hint(scalar)
        case FactType.INTEGER | FactType.NUMBER:
            return number_hint(scalar, whole=wanted is FactType.INTEGER)
        case FactType.TIME_OF_DAY:
            return time_of_day_hint(scalar)
        case FactType.DURATION:
            return duration_hint(scalar)
        case FactType.TIME:
            return time_hint(scalar, or_date=True)
        case _:
            return None


# ---------------------------------------------------------------- durations


def duration_hint(text: str) -> str:
    """The durations that a text can only stand for, or what a duration is written with."""
    meant = _lengths(text)
    return one_of(meant) if meant else f"{_no_such_unit(text)}write {_form_of(DurationUnit)}"


def _form_of(units: Iterable[DurationUnit]) -> str:
    return f"a whole number, a space and a unit: {joined((plural_noun(unit.value) for unit in units), 'or')}"


def _no_such_unit(text: str) -> str:
    found = _LENGTH.fullmatch(text.strip().lower())
    unknown = found["unit"] if found and found["count"][0].isdigit() and not _units_of(found["unit"]) else None
    return f"there is no unit `{unknown}`; " if unknown else ""


def window_hint(text: str, periods: tuple[str, ...]) -> str:
    """The same for a window, which can also be a calendar period such as `calendar week`, or `case`."""
    bare = text.strip().lower().removeprefix("per ").removeprefix("calendar ")
    if bare in periods:
        return one_of([f"calendar {bare}", *_lengths(f"1 {bare}")])
    if meant := _lengths(text):
        return one_of(meant)
    named = ", ".join((*(f"`calendar {name}`" for name in periods), "`case`"))
    return f"{_no_such_unit(text)}write {named}, or {_form_of(DurationUnit)}"


def _lengths(text: str) -> list[str]:
    """The durations that a text writes in another form, or with a slip in the unit."""
    if iso := _ISO_LENGTH.fullmatch(text.strip()):
        unit = _ISO_UNITS[iso[2] or f"T{iso[4]}"]
        return _written(float(iso[1] or iso[3]), unit)
    bare = " ".join(text.strip().lower().split())
    found = _LENGTH.fullmatch(bare) or _LENGTH.fullmatch(f"1 {bare}")
    if found is None:
        return []
    written = found["count"]
    count = float(written) if written[0].isdigit() else _COUNTS.get(written)
    if count is None:
        return []
    return [form for unit in _units_of(found["unit"]) for form in _written(count, unit)]


def _units_of(written: str) -> list[str]:
    """The units that a word stands for: by its name, by another name for the same, or with one slip in it."""
    names = {unit.value: unit.value for unit in DurationUnit} | {
        name: unit for name, unit in _SAME_UNIT.items() if unit in set(DurationUnit)
    }
    spelt = {form: unit for name, unit in names.items() for form in (name, plural_noun(name), f"{name}s")}
    if written in spelt:
        return [spelt[written]]
    slips = (unit for form, unit in spelt.items() if len(form) > 3 and one_slip_apart(written, form))  # noqa: PLR2004  shorter ones are near to everything
    return list(dict.fromkeys(slips))


def _written(count: float, unit: str) -> list[str]:
    """A length as policies write it, in a smaller unit where that is exact; nothing where it cannot be written."""
    while not count.is_integer() and unit in _PARTS:
        parts, unit = _PARTS[unit]
        count *= parts
    if not count.is_integer() or count > _LARGEST_COUNT or unit not in set(DurationUnit):
        return []
    return [f"{int(count)} {unit}{'' if count == 1 else 's'}"]


# ---------------------------------------------------------------- truth, numbers, times and days


def boolean_meant(text: str) -> str | None:
    """`true` or `false`, whichever a text stands for; None where it stands for neither."""
    word = text.lower()
    return "true" if word in _YES else "false" if word in _NO else None


def boolean_hint(text: str) -> str | None:
    """How to write the truth value that a text stands for; None where it stands for none."""
    meant = boolean_meant(text)
    return f"write `{meant}`, without quotes" if meant else None


def number_hint(text: str, *, whole: bool) -> str | None:
    """How to write the number, or the `whole` one, that a text holds; None where it holds none."""
    bare = text.strip()
    if (integer_of if whole else number_of)(Scalar(text, plain=True)) is not None:
        return "remove the quotes"
    if found := _COUNTED.fullmatch(bare):
        return f"write `{int(found[1])}`; the unit is known"
    found = _NUMBER.fullmatch(bare)
    if found is None or (whole and found["rest"]):
        return None
    return one_of([f"{found['sign']}{int(found['whole'])}{found['rest']}"])


def time_of_day_hint(text: str) -> str | None:
    """The time on a 24-hour clock that a text can only stand for; None where that is not clear."""
    bare = " ".join(text.strip().lower().split())
    if bare == "noon":
        return one_of(["12:00"])
    if bare == "midnight":
        return one_of(["00:00", "24:00"])
    found = _TIME_OF_DAY.fullmatch(bare)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found[3] == "p" else 0)
    return one_of([f"{hour:02}:{minute:02}"]) if hour < _HOURS and minute < 60 else None  # noqa: PLR2004  minutes


def date_hint(text: str) -> str:
    """The date that a text can only stand for, or how one is written."""
    if swapped := _swapped(text.strip()):
        return f"there is no month {text.strip()[5:7]}; {one_of([str(swapped)])}"
    day = _day(text.strip())
    return one_of([str(day)]) if day else "write year, month and day, such as `2026-12-24`"


def time_hint(text: str, *, or_date: bool = False) -> str | None:
    """The time, or with `or_date` the date, that a text in another order can only stand for; None where unclear."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    day, clock = _day(found["day"]), found["clock"]
    swapped = _swapped(found["day"]) if day is None else None
    if day is None and swapped is None:
        return None
    bare = or_date and not clock
    meant = str(day or swapped) if bare else f"{day or swapped}T{clock or '09:00'}"
    if parse_timestamp(meant) is None or meant == text:
        return None
    asked = one_of([meant]) if bare or clock else f"add the time of day, `{meant}`"
    return asked if swapped is None else f"there is no month {found['day'][5:7]}; {asked}"


def _swapped(text: str) -> date | None:
    """The date whose month and day stand in the wrong order; None where no month is above twelve."""
    found = _DAY.fullmatch(text)
    if found is None or not found[1] or int(found[2]) <= _MONTHS:
        return None
    return _day(f"{found[1]}-{found[3]}-{found[2]}")


def dates_hint(text: str) -> str:
    """The date, or the stretch of dates, that a text can only stand for, or how one is written."""
    pieces = _BETWEEN.split(text.strip())
    days = [_day(piece) for piece in pieces]
    if any(yearly := [None if day else _of_year(piece) for piece, day in zip(pieces, days, strict=True)]):
        return _yearly_hint(yearly) if len(pieces) <= 2 else _DATES  # noqa: PLR2004  from and to
    if len(days) == 2 and all(days) and str(days[0]) > str(days[1]):  # noqa: PLR2004  from and to
        return "the first date comes first"
    if len(pieces) == 1 and _swapped(pieces[0]):
        return date_hint(text)
    if not all(days) or len(days) > 2:  # noqa: PLR2004  from and to
        return _no_dates(pieces)
    if any(parse_timestamp(str(day)) is None for day in days):
        return f"years go from {FIRST_YEAR} to {LAST_YEAR}"
    return one_of(["/".join(map(str, days))])


def _no_dates(pieces: list[str]) -> str:
    if len(pieces) <= 2 and all(_DAY.fullmatch(piece) or _OF_YEAR.fullmatch(piece) for piece in pieces):  # noqa: PLR2004  from and to
        return "there is no such day"
    return _DATES


def _yearly_hint(days: list[str | None]) -> str:
    """The dates of every year that a text can only stand for."""
    if not all(days):
        return "write the year in both dates, or in neither of them"
    return one_of(["/".join(filter(None, days))])


def _of_year(text: str) -> str | None:
    """The date of every year that a text can only stand for, as policies write it: `24.12.`, `24 December`, `24-12`."""
    bare = text.strip().lower()
    if numbers := _OF_YEAR.fullmatch(bare):
        first, second = int(numbers[1]), int(numbers[3])
        # With a hyphen the month comes first, with a dot the day, unless there is no such month.
        month, day = (first, second) if numbers[2] == "-" and first <= _MONTHS else (second, first)
    elif (named := _OF_MONTH.fullmatch(bare)) and (name := named[1] or named[3]):
        month = next((place for place, known in enumerate(_MONTH_NAMES, 1) if known.startswith(name)), 0)
        day = int(named[2])
    else:
        return None
    try:
        return date(_LEAP_YEAR, month, day).isoformat()[5:]
    except ValueError:
        return None


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
