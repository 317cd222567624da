"""The dates and stretches of dates that a text can only stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from itertools import product

from courtesy.instants import FIRST_YEAR, LAST_YEAR, parse_timestamp
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import pasted, plain

DATE_FORM = "write year, month and day, such as `2026-12-24`"
_DATES = (
    "write a date, `2026-12-24`, or a stretch of dates with a slash, `2026-12-24/2027-01-01`; of every year without "
    "it, `12-24/01-01`"
)
_HOLIDAYS = "write the dates, such as `12-25`; `holidays: false` leaves out all holidays of the calendar"
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_OF_YEAR = re.compile(r"(?:--)?(\d{1,2})([-./])(\d{1,2})\.?", re.ASCII)
_NAMED = re.compile(
    r"(?:[a-z]{3,9}day,? )?(?:(?P<before>[a-z]{1,9})\.? (?P<of>(?:the )?))?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
    r"(?: (?:of )?(?P<behind>[a-z]{1,9})\.?)?(?:,? (?P<year>\d{4}))?",
    re.ASCII,
)
_MONTH = re.compile(r"(?P<name>[a-z]{1,9})(?:,? (?P<year>\d{4}))?|(?P<of>\d{4})-(?P<number>0[1-9]|1[0-2])", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?w(\d\d)", re.ASCII)
_MIDNIGHT = re.compile(r"(.+\d)(?:t| )00:00(?::00)?", re.ASCII)
_BETWEEN = re.compile(
    r"\s*(?:\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\.\.+)\s*"
    r"|\s+[-/]\s+"
    r"|/(?=\d{4}-|\d\d-\d\d$)|(?<=\.\d{4})/(?=\d{1,2}\.)|(?<=\d{4}-\d\d-\d\d)(?:/(?=\d\d$)|-(?=\d{4}-))"
    r"|(?<=\d\.)-(?=\d)|(?<=\d)-(?=\d\d?\.\d)"
)
"""What people write between two dates: a word, a sign with space around it, or one that cannot be part of a date."""
_SWAPPED = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_CENTURY = 2000
_LEAP_YEAR = 2000
_NAMES_OF_HOLIDAYS = re.compile(r"christmas|easter|new year|thanksgiving|holiday|vacation")


def date_hint(text: str) -> str:
    """The date that a text can only stand for, or how one is written."""
    days = days_of(plain(text).lower())
    if not days and (day := swapped(plain(text))):
        return f"there is no month {plain(text)[5:7]}; {one_of([str(day)])}"
    return f"{pasted(text)}{one_of(map(str, days))}" if days else DATE_FORM


def dates_hint(text: str) -> str:
    """The date, or the stretch of dates, that a text can only stand for, or how one is written."""
    bare = plain(text).lower()
    pieces = _BETWEEN.split(bare)
    if len(pieces) == 1:
        return f"{pasted(text)}{one_of(forms)}" if (forms := _one(bare)) else _no_date(bare)
    if len(pieces) > 2:  # noqa: PLR2004  from and to
        return _DATES
    return f"{pasted(text)}{_stretch_hint(*_completed(*pieces))}"


def stretch_of(first: str, last: str) -> str | None:
    """The stretch of dates from one to the other, where both texts can only stand for one date."""
    found = [days_of(plain(text).lower()) for text in (first, last)]
    if any(len(days) != 1 for days in found):
        return None
    (start,), (end,) = found
    return f"{start}/{end}" if start <= end else None


def days_of(bare: str) -> list[date]:
    """The dates that a text can stand for, the order of day and month being open where it is."""
    if midnight := _MIDNIGHT.fullmatch(bare):
        bare = midnight[1]
    if found := _YEAR_FIRST.fullmatch(bare):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
        return _dates([(int(year), int(month), int(day))])
    if found := _YEAR_LAST.fullmatch(bare):
        first, second, last = int(found[1]), int(found[3]), int(found[4])
        orders = [(last, second, first), (last, first, second)]
        if len(found[4]) == 2:  # noqa: PLR2004  a year without its century
            orders = [(_CENTURY + year, month, day) for year, month, day in orders]
            orders += [(_CENTURY + first, second, last)] if found[2] == "-" else []
        days = _dates(orders)
        return days[:1] if found[2] == "." and _dates(orders[:1]) else days
    if (found := _NAMED.fullmatch(bare)) and found["year"]:
        return _dates([(int(found["year"]), month, int(found["day"])) for month in _months_of(found)])
    return []


def swapped(text: str) -> date | None:
    """The date whose month and day stand in the wrong order; None where no month is above twelve."""
    found = _SWAPPED.fullmatch(text)
    if found is None or int(found[2]) <= len(_MONTHS):
        return None
    return next(iter(_dates([(int(found[1]), int(found[3]), int(found[2]))])), None)


def known_year(day: date) -> bool:
    """Whether a date lies in the years that there are for policies and cases."""
    return parse_timestamp(str(day)) is not None


def _dates(parts: list[tuple[int, int, int]]) -> list[date]:
    found = []
    for year, month, day in parts:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _months_of(found: re.Match[str]) -> list[int]:
    name = found["before"] or found["behind"] or ""
    return [] if found["before"] and found["behind"] else _months(name)


def _months(name: str) -> list[int]:
    """The months that begin with that name: three letters say one, fewer perhaps several."""
    name = "sep" if name == "sept" else name
    return [place for place, known in enumerate(_MONTHS, 1) if name and known.startswith(name)]


def _one(bare: str) -> list[str]:
    """The dates, with the year or of every year, or the stretches that one word says: a month, a week."""
    if days := days_of(bare):
        return [str(day) for day in days if known_year(day)]
    if yearly := _yearly(bare):
        return yearly
    if found := _MONTH.fullmatch(bare):
        months = [int(found["number"])] if found["of"] else _months(found["name"])
        year = int(found["of"] or found["year"] or 0)
        return [_whole_month(year, month) for month in months if not year or FIRST_YEAR <= year <= LAST_YEAR]
    if found := _WEEK.fullmatch(bare):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return []
        return [f"{monday}/{monday + timedelta(days=6)}"] if known_year(monday) else []
    return []


def _whole_month(year: int, month: int) -> str:
    last = monthrange(year or _LEAP_YEAR, month)[1]
    before = f"{year}-" if year else ""
    return f"{before}{month:02}-01/{before}{month:02}-{last:02}"


def _yearly(bare: str) -> list[str]:
    """The dates of every year that a text can stand for, as policies write them: `24.12.`, `24 December`, `24-12`."""
    if numbers := _OF_YEAR.fullmatch(bare):
        first, second = int(numbers[1]), int(numbers[3])
        orders = [(first, second), (second, first)]
        if numbers[2] == ".":  # the day comes first, unless there is no such month
            orders.reverse()
        # As policies write it, with a hyphen and two digits, the month comes first.
        certain = numbers[2] == "." or (numbers[2] == "-" and len(bare) == 5)  # noqa: PLR2004  mm-dd
    elif (named := _NAMED.fullmatch(bare)) and not named["year"]:
        orders, certain = [(month, int(named["day"])) for month in _months_of(named)], False
    else:
        return []
    days = [day.isoformat()[5:] for day in _dates([(_LEAP_YEAR, month, day) for month, day in orders])]
    return days[:1] if certain else days


def _completed(first: str, last: str) -> tuple[str, str]:
    """Both ends of a stretch with what only one of them says: `24 - 26 December 2026`."""
    if first.isdecimal() and (named := _NAMED.fullmatch(last)) and (named["before"] or named["behind"]):
        return last.replace(named["day"], first, 1), last
    if last.isdecimal() and (days := days_of(first)) and len(last) == 2:  # noqa: PLR2004  a day
        return first, f"{days[0].isoformat()[:8]}{last}"
    return first, last


def _stretch_hint(first: str, last: str) -> str:
    ends = [_one(first), _one(last)]
    if not all(ends):
        days = [days_of(piece) for piece in (first, last)]
        if all(days):
            return f"years go from {FIRST_YEAR} to {LAST_YEAR}"
        return _no_date(first) if not ends[0] else _no_date(last)
    forms = [(start.partition("/")[0], end.rpartition("/")[2]) for start, end in product(*ends)]
    if all(len(start) != len(end) for start, end in forms):
        return "write the year in both dates, or in neither of them"
    fitting = [f"{start}/{end}" for start, end in forms if len(start) == 5 or start <= end]  # noqa: PLR2004  mm-dd
    return one_of(dict.fromkeys(fitting)) if fitting else "the first date comes first"


def _no_date(bare: str) -> str:
    if (day := swapped(bare)) is not None:
        return f"there is no month {bare[5:7]}; {one_of([str(day)])}"
    if days_of(bare):
        return f"years go from {FIRST_YEAR} to {LAST_YEAR}"
    if _NAMES_OF_HOLIDAYS.search(bare):
        return _HOLIDAYS
    return (
        "there is no such day" if any(form.fullmatch(bare) for form in (_YEAR_FIRST, _YEAR_LAST, _OF_YEAR)) else _DATES
    )
