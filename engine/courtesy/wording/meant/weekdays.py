"""The weekdays that a text can only stand for."""

from __future__ import annotations

import re

from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.wording.meant.forms import one_of
from courtesy.wording.meant.pasted import pasted, plain
from courtesy.wording.text import one_slip_apart

_DAYS = {
    "weekday": "mon-fri", "workday": "mon-fri", "working day": "mon-fri", "week day": "mon-fri", "m-f": "mon-fri",
    "weekend": "sat-sun", "everyday": "mon-sun", "every day": "mon-sun", "daily": "mon-sun", "all": "mon-sun",
    "any": "mon-sun", "any day": "mon-sun", "all day": "mon-sun", "all week": "mon-sun", "always": "mon-sun",
}  # fmt: skip
_DAY = "(?:mon|tue|wed|thu|fri|sat|sun)"
WEEKDAYS_FORM = re.compile(f"{_DAY}(?:-{_DAY})?")
"""A weekday, or a stretch of them, as policies write it."""
_FROM_TO = re.compile(r"\s*(?:-|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\.\.+)\s*")
_SEVERAL = re.compile(r"\s*(?:,|&|\+|/|\band\b)\s*")
_LEFT_OUT = re.compile(r"(?:not|no|except|but not|without)\b.*")
_LIST = "write `mon` to `sun`, a stretch such as `mon-fri`, or a list of them, `[mon, wed]`"
_SHORT = 2
_BUSINESS = "these are `mon-fri`, and `holidays: false` beside it leaves out holidays"


def weekdays_hint(text: str, *, alone: bool = True) -> str:
    """The weekdays that a text can only stand for, as policies write them, or how they are written.

    A text that does not stand `alone`, in a list of such, cannot become a list itself.
    """
    bare = plain(text).lower().removeprefix("[").removesuffix("]")
    if (named := bare.removesuffix("s")) in _DAYS:
        return f"{pasted(text)}{one_of([_DAYS[named]])}"
    if named in {"business day", "bank day", "banking day"}:
        return _BUSINESS
    if _LEFT_OUT.fullmatch(bare):
        return f"name the days that are permitted; {_LIST}"
    pieces = [piece for piece in _SEVERAL.split(bare) if piece]
    stretches = [_stretch(piece) for piece in pieces]
    if pieces and all(stretches):
        written = ", ".join(map(str, stretches))
        if len(stretches) > 1 and not alone:
            return f"write each by itself: {', '.join(f'`{one}`' for one in stretches)}"
        return f"{pasted(text)}{one_of([written if len(stretches) == 1 else f'[{written}]'])}"
    return _LIST


def _stretch(written: str) -> str | None:
    names = [_weekday(name) for name in _FROM_TO.split(written)]
    return "-".join(filter(None, names)) if len(names) <= 2 and all(names) else None  # noqa: PLR2004  from and to


def _weekday(written: str) -> str | None:
    """The weekday of that name: in full, by its first letters where no other begins so, or with one slip in it."""
    bare = written.removesuffix(".")
    begun = [name for name in WEEKDAYS if len(bare) >= _SHORT and name.startswith(bare.removesuffix("s") or bare)]
    if len(begun) == 1:
        return begun[0][:3]
    near = {
        name[:3]
        for name in WEEKDAYS
        if len(bare) > _SHORT
        and any(one_slip_apart(bare, form) for form in (name, f"{name}s", *(name[:size] for size in (3, 4, 5))))
    }
    return near.pop() if len(near) == 1 else None
