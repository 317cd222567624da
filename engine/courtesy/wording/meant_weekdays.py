"""Which weekdays were probably meant by a text that policies do not write so."""

from __future__ import annotations

import re

from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.wording.meant import one_of
from courtesy.wording.text import one_slip_apart

_DAYS = {"weekday": "mon-fri", "workday": "mon-fri", "working day": "mon-fri", "weekend": "sat-sun"}
_SEVERAL_DAYS = re.compile(r"\s*(?:-|\u2013|to|until)\s*")


def weekdays_hint(text: str) -> str | None:
    """The weekdays that a text can only stand for, as policies write them; None where that is not clear."""
    bare = " ".join(text.strip().lower().split())
    if (several := bare.removesuffix("s")) in _DAYS:
        return one_of([_DAYS[several]])
    names = [_weekday(name) for name in _SEVERAL_DAYS.split(bare)]
    return one_of(["-".join(filter(None, names))]) if len(names) <= 2 and all(names) else None  # noqa: PLR2004  from and to


def _weekday(written: str) -> str | None:
    """The weekday of that name, in full or by three letters, or of one that is a slip apart from no other."""
    near = {
        name[:3]
        for name in WEEKDAYS
        if written in {name, name[:3]} or any(one_slip_apart(written, form) for form in (name, name[:3]))
    }
    return written[:3] if written[:3] in {name[:3] for name in WEEKDAYS} else near.pop() if len(near) == 1 else None
