"""The Date of a mail: its instant, whichever way its zone is written."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import FIRST_YEAR, LAST_YEAR
from courtesy.loading.errors import quoted

if TYPE_CHECKING:
    from datetime import datetime

_COMMENTS = re.compile(r"\([^()]*+\)")
_AROUND_COLON = re.compile(r"\s*+:\s*+")
_ZONE = re.compile(r"(?<=:\d\d)\s*+(?:(?:GMT|UTC)?([+-]\d\d:?\d\d)|([A-Za-z][\w/+-]*+))?$", re.ASCII)
_OFFSETS = {
    "+0000": "UT UTC GMT Z WET",
    "+0100": "CET MEZ MET WEST",
    "+0200": "CEST MESZ MEST EET SAST",
    "+0300": "EEST MSK TRT",
    "+0530": "",
    "+0800": "HKT SGT AWST",
    "+0900": "JST KST",
    "+0930": "ACST",
    "+1000": "AEST",
    "+1030": "ACDT",
    "+1100": "AEDT",
    "+1200": "NZST",
    "+1300": "NZDT",
    "-0330": "NST",
    "-0230": "NDT",
    "-0300": "ADT BRT",
    "-0400": "EDT AST",
    "-0500": "EST CDT",
    "-0600": "CST MDT",
    "-0700": "MST PDT",
    "-0800": "PST AKDT",
    "-0900": "AKST",
    "-1000": "HST",
}
_BY_NAME = {name: offset for offset, names in _OFFSETS.items() for name in names.split()}
"""Zones by the names that mail has for them (RFC 5322 has those of North America), but for names of several zones."""
_SEVERAL = {
    "BST": "`+0100` in Britain",
    "IST": "`+0530` in India, `+0100` in Ireland, `+0200` in Israel",
}
_LIKE_THIS = "a date such as `Fri, 27 Nov 2026 15:30:00 -0500`"


class BadDate(NamedTuple):
    """Why a date gives no instant, in the words of a problem."""

    expected: str
    found: str
    hint: str


def read_date(text: str) -> datetime | BadDate | None:
    """The instant of a Date; None for an empty one, which says nothing.

    `-0000` is universal time: that the zone of the sender is not known (RFC 5322, 3.3) leaves the instant known.
    """
    plain = _AROUND_COLON.sub(":", _COMMENTS.sub(" ", text)).strip()
    if not plain:
        return None
    zoned = _ZONE.search(plain)
    if zoned is None:
        return BadDate(_LIKE_THIS, quoted(plain), "leave Date out to mean now")
    offset, name = zoned[1] and zoned[1].replace(":", ""), zoned[2]
    if name is not None:
        offset = _BY_NAME.get(name.upper())
        if offset is None:
            known = _SEVERAL.get(name.upper())
            hint = f"write the offset as a number, such as {known or '`-0500`'}"
            return BadDate("a date with its offset", f"the zone `{name[:20]}`", hint)
    when = _instant(f"{plain[: zoned.start()]} {offset or '+0000'}")
    if when is None or not FIRST_YEAR <= when.year <= LAST_YEAR:
        return BadDate(_LIKE_THIS, quoted(plain), "leave Date out to mean now")
    if offset is None:
        return BadDate("a date with its offset", "none", "write the offset as a number, such as `-0500`")
    return when


def _instant(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text.replace("-0000", "+0000"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
