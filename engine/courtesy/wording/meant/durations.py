"""The durations and windows that a text can only stand for."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from courtesy.values import DurationUnit
from courtesy.wording.meant.counts import counts_of
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import pasted, plain
from courtesy.wording.text import agree, joined, one_slip_apart, plural_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Length = tuple[Fraction, str]

_SAME_UNIT = {
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "calendar day": "day",
    "w": "week",
    "wk": "week",
    "mo": "month",
    "mth": "month",
    "calendar month": "month",
    "y": "year",
    "yr": "year",
    "calendar year": "year",
    "working day": "business day",
    "workday": "business day",
    "bank day": "business day",
    "banking day": "business day",
    "businessday": "business day",
    "working hour": "business hour",
    "office hour": "business hour",
    "businesshour": "business hour",
    "business hr": "business hour",
    "local date": "date",
}
"""Other names of units that there are."""
_SEVERAL: dict[str, tuple[int | Fraction, str]] = {
    "fortnight": (2, "week"),
    "quarter": (3, "month"),
    "decade": (10, "year"),
    "second": (Fraction(1, 60), "minute"),
}
"""Units that there are not, each so many of one that there is."""
_EITHER = {"m": ("minute", "month")}
"""What can be short for two units."""
_NO_UNITS = {
    "weekday": "`business days` leave out weekends and holidays",
    "week day": "`business days` leave out weekends and holidays",
    "business week": "count `business days`",
    "working week": "count `business days`",
    "work week": "count `business days`",
    "night": "`dates` count the midnights that pass",
}
"""Units that there are not and that none can stand for, with what comes nearest."""
_ISO_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year", "TH": "hour", "TM": "minute"}
_PARTS = {"hour": (60, "minute"), "week": (7, "day"), "year": (12, "month")}
"""How many of a smaller unit make one, whatever the day: a day has not always 24 hours."""
_WHOLES = {smaller: (parts, unit) for unit, (parts, smaller) in _PARTS.items()}
_HOURS_OF_DAYS = {"day": 24, "week": 168}
_ISO_LENGTH = re.compile(r"P(?=.)((?:\d+[YMWD])*)(?:T((?:\d+[HM])+))?", re.ASCII)
_ISO_PART = re.compile(r"(\d+)([A-Z])", re.ASCII)
_UNIT = re.compile(r"(?P<count>.*?) ?(?P<unit>[a-z]+(?: [a-z]+)?)", re.ASCII)
_PIECES = re.compile(
    r"(\d+(?:[.,]\d+)?) ?([a-z]+(?: (?:days?|hours?))?)(?:(?: ?, ?(?:and )?| and | ?[+&] ?| |$)|(?=\d))", re.ASCII
)
_HOURS_AND_MINUTES = re.compile(r"(\d{1,4})h ?([0-5]\d)", re.ASCII)
_RANGE = re.compile(r"(?:between )?\w+(?: ?- ?| to | and |\.\.)\w+ [a-z ]+", re.ASCII)
_LARGEST_COUNT = 999_999
_PERIOD_WORDS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}
_WHOLE_CASE = frozenset({"ever", "in total", "total", "overall", "engagement", "interview", "process", "always"})
_BEFORE_A_PERIOD = re.compile(
    r"(?:(?:per|each|every|a|any|the|this|one|1) )?(?P<calendar>(?:cal|calendar) )?", re.ASCII
)


def duration_hint(text: str) -> str:
    """The durations that a text can only stand for, or what a duration is written with."""
    meant = lengths(text)
    return f"{pasted(text)}{one_of(meant)}" if meant else f"{_why_not(text)}{_form_of(DurationUnit)}"


def window_hint(text: str, periods: tuple[str, ...]) -> str:
    """The same for a window, which can also be a calendar period such as `calendar week`, or `case`."""
    bare = _bare(text)
    start = _BEFORE_A_PERIOD.match(bare)
    period = bare[start.end() :] if start else bare
    period = _PERIOD_WORDS.get(period, period)
    period = period if period in periods else period.removesuffix("s")
    if period in periods:
        forms = [f"calendar {period}"]
        return f"{pasted(text)}{one_of(forms if start and start['calendar'] else [*forms, *lengths(f'1 {period}')])}"
    if bare in _WHOLE_CASE:
        return one_of(["case"])
    if bare.startswith("rolling ") and (meant := lengths(bare.removeprefix("rolling "))):
        return f"{pasted(text)}{one_of(meant)}"
    if (several := re.fullmatch(r"(\d+) calendar ([a-z]+?)s?", bare, re.ASCII)) and several[2] in periods:
        rolling = lengths(f"{several[1]} {several[2]}")
        also = f", or {joined((f'`{form}`' for form in rolling), 'or')}, which rolls" if rolling else ""
        return f"a calendar period is a single one; write `calendar {several[2]}`{also}"
    if meant := lengths(text):
        return f"{pasted(text)}{one_of(meant)}"
    named = ", ".join((*(f"`calendar {name}`" for name in periods), "`case`"))
    return f"{_why_not(text)}windows are {named}, or {_form_of(DurationUnit).removeprefix('write ')}"


def _form_of(units: Iterable[DurationUnit]) -> str:
    return f"write a whole number, a space and a unit: {joined((plural_noun(unit.value) for unit in units), 'or')}"


def _why_not(text: str) -> str:  # noqa: PLR0911  one answer for each likely mistake
    """What keeps a text from being a duration, where that can be told."""
    bare = _bare(text)
    if bare.startswith("-"):
        return "a length has no sign; "
    if _RANGE.fullmatch(bare) and not _compound(bare):
        return "a length is one number, the least or the most; "
    if bare.isdecimal():
        return f"`{bare}` has no unit; "
    single = _single(bare)
    if any(count.denominator != 1 for count, unit in single if unit in _HOURS_OF_DAYS):
        hours = [form for count, unit in single for form in _written(count * _HOURS_OF_DAYS.get(unit, 1), "hour")]
        clock = f", and on the clock it would be {joined((f'`{form}`' for form in hours), 'or')}" if hours else ""
        return f"days are counted whole{clock}; "
    if any(unit == "minute" for _, unit in single):
        return "a minute is the smallest unit; "
    if len(_compound(bare)) > 1:
        return "these units do not add up, since a day has not always 24 hours and a month not always 30 days; "
    found = next((unit for count, unit in _splits(bare) if counts_of(count) and not _units_of(unit)), None)
    near = _NO_UNITS.get(found.removesuffix("s")) if found else None
    return f"there is no unit `{found}`; {f'{near}; ' if near else ''}" if found else ""


def _bare(text: str) -> str:
    """The text in plain lower-case words, with spaces where hyphens join them."""
    bare = plain(text).lower().removeprefix("+").removesuffix(".").replace("(s)", "s")
    return re.sub(r"(?<=[\da-z])-(?=[a-z])|(?<=[a-z])_(?=[a-z])", " ", bare)


def lengths(text: str) -> list[str]:
    """The durations that a text writes in another form, or with a slip in the unit."""
    bare = _bare(text)
    parts = _iso(plain(text).upper()) or _compound(bare)
    if len(parts) > 1:
        return _sum(parts)
    return list(dict.fromkeys(form for count, unit in parts or _single(bare) for form in _written(count, unit)))


def _iso(text: str) -> list[Length]:
    found = _ISO_LENGTH.fullmatch(text)
    if found is None:
        return []
    days = [(Fraction(count), _ISO_UNITS[unit]) for count, unit in _ISO_PART.findall(found[1])]
    return [*days, *((Fraction(count), _ISO_UNITS[f"T{unit}"]) for count, unit in _ISO_PART.findall(found[2] or ""))]


def _single(bare: str) -> list[Length]:
    """One length that a text can stand for, in each reading."""
    if bare.endswith(" and a half") and not bare.startswith("one and"):  # an hour and a half
        whole = _single(bare.removesuffix(" and a half"))
        return [(count + Fraction(1, 2), unit) for count, unit in whole]
    for count, unit in (*_splits(bare), *(() if bare.endswith("s") else _splits(f"1 {bare}"))):
        counts, units = counts_of(count), _units_of(unit)
        if counts and units:
            return [(number * factor, name) for number, (factor, name) in product(counts, units)]
    return []


def _splits(bare: str) -> list[tuple[str, str]]:
    """The ways to take the last word, or the last two, as the unit and what stands before as the number."""
    words = re.sub(r"(?<=\d)(?=[a-df-z])|(?<=\d)(?=e[a-z])", " ", bare).split(" ")
    return [(" ".join(words[:-size]), " ".join(words[-size:])) for size in (2, 1) if len(words) > size]


def _compound(bare: str) -> list[Length]:
    """The lengths that a text adds up: `2 weeks and 3 days`, `1h30`."""
    if found := _HOURS_AND_MINUTES.fullmatch(bare):
        return [(Fraction(found[1]), "hour"), (Fraction(found[2]), "minute")]
    pieces = re.split(r" ?, ?(?:and )?| and (?!a half)| ?[+&] ?", bare)
    if len(pieces) == 1 or not all(map(_of_piece, pieces)):
        if "".join(match[0] for match in _PIECES.finditer(bare)) != bare:
            return []
        pieces = [f"{count} {unit}" for count, unit in _PIECES.findall(bare)]
    if len(pieces) == 1:
        return []
    readings = [list(reading) for reading in product(*(_of_piece(piece) for piece in pieces))]
    fitting = [reading for reading in readings if len({_smallest(*length)[1] for length in reading}) == 1]
    return fitting[0] if len(fitting) == 1 else readings[0] if len(readings) == 1 else []


def _of_piece(piece: str) -> list[Length]:
    return _single(piece) if piece[:1].isdigit() or " " in piece else []


def _sum(parts: Sequence[Length]) -> list[str]:
    """Lengths of one kind added up, in the largest unit that says it; nothing where they are of several kinds."""
    reduced = [_smallest(count, unit) for count, unit in parts]
    units = {unit for _, unit in reduced}
    if len(units) > 1:
        return []
    total, unit = Fraction(sum(count for count, _ in reduced)), units.pop()
    if unit in _WHOLES and (total / _WHOLES[unit][0]).denominator == 1:
        total, unit = total / _WHOLES[unit][0], _WHOLES[unit][1]
    return _written(total, unit)


def _smallest(count: Fraction, unit: str) -> Length:
    while unit in _PARTS:
        parts, unit = _PARTS[unit]
        count *= parts
    return count, unit


def _units_of(written: str) -> list[Length]:
    """The units that a word stands for, and how many of each: by another name for the same, or with one slip in it."""
    if written in _EITHER:
        return [(Fraction(1), unit) for unit in _EITHER[written]]
    units = {unit.value: (Fraction(1), unit.value) for unit in DurationUnit}
    units |= {name: (Fraction(1), unit) for name, unit in _SAME_UNIT.items()}
    units |= {name: (Fraction(count), unit) for name, (count, unit) in _SEVERAL.items()}
    spelt = {form: unit for name, unit in units.items() for form in (name, plural_noun(name), f"{name}s")}
    if written in spelt:
        return [spelt[written]]
    if written.removesuffix("s") in _NO_UNITS:
        return []
    slips = (unit for form, unit in spelt.items() if len(form) > 3 and one_slip_apart(written, form))  # noqa: PLR2004  shorter ones are near to everything
    return list(dict.fromkeys(slips))


def _written(count: Fraction, unit: str) -> list[str]:
    """A length as policies write it, in a smaller unit where that is exact; nothing where it cannot be written."""
    while count.denominator != 1 and unit in _PARTS:
        parts, unit = _PARTS[unit]
        count *= parts
    if count.denominator != 1 or not 0 <= count <= _LARGEST_COUNT:
        return []
    return [agree(int(count), unit).replace(",", "")]
