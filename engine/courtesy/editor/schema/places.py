"""Zones and calendars: all that there are, offered by name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.editor.schema.pieces import Piece, snippets
from courtesy.facts.business_days import all_calendars
from courtesy.instants import all_zones

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = 2
"""Letters of the codes that are offered; a country has one of three letters too."""


@lru_cache(maxsize=1)
def zone() -> Piece:
    """The name of a time zone."""
    names = all_zones()
    message = "Expected the time zone of a place, such as `America/New_York` or `Europe/Berlin`, or `UTC`."
    return _one_of(names, dict.fromkeys(names, ""), message)


@lru_cache(maxsize=8)
def calendar(form: str) -> Piece:
    """The code of a calendar; `form` is the pattern that the language asks for."""
    known = {code: name for code, name in all_calendars().items() if re.match(form, code)}
    offered = {code: name for code, name in known.items() if len(code.partition("-")[0]) == _SHORT}
    message = "Expected the code of a country or its region, such as `US`, `DE` or `GB-ENG` (England)."
    return _one_of(known, offered, message)


def _one_of(known: Iterable[str], offered: dict[str, str], message: str) -> Piece:
    """One of many names: listed as a pattern, since an editor explains each place of a list with the whole of it."""
    return {
        "type": "string",
        "pattern": f"^({'|'.join(map(re.escape, known))})$",
        "errorMessage": message,
        "patternErrorMessage": message,
        "defaultSnippets": snippets(offered),
    }
