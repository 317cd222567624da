"""What callers give to a ledger, made sure of before anything is asked of the database."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Any, TypeGuard

from courtesy import Policies, Policy, UnusableArgumentError, schema

MOST_LEASE = timedelta(days=1)
_MOST_TEXT = 1000
"""Characters of a key, a name or an evidence."""
_LONGEST_NUMBER = 18
"""Digits of a number that every database can hold."""


def judge_of(*given: object) -> Policy | Policies:
    """The first policy that was given. Raises UnusableArgumentError."""
    named = next((one for one in given if one is not None), None)
    if isinstance(named, Policy | Policies):
        return named
    found = "none" if named is None else f"a value of type `{type(named).__qualname__:.60}`"
    raise UnusableArgumentError(
        f"expected a loaded policy, found {found}", "give `policy=courtesy.load_policies(...)`, here or to `open`"
    )


def lease_of(given: object) -> timedelta:
    """How long a claim holds. Raises UnusableArgumentError."""
    if isinstance(given, timedelta) and timedelta(0) < given <= MOST_LEASE:
        return given
    raise UnusableArgumentError(
        f"expected a lease of more than nothing and at most a day, found `{given}`", "give `timedelta(minutes=10)`"
    )


def is_text(given: object) -> TypeGuard[str]:
    """Whether that may be a key, a name or an evidence."""
    return isinstance(given, str) and 0 < len(given) <= _MOST_TEXT and given.isprintable()


def text_of(name: str, given: object) -> str:
    """A word or sentence. Raises UnusableArgumentError."""
    if is_text(given):
        return given
    found = (
        f"`{_printable(given[:60])}`" if isinstance(given, str) else f"a value of type `{type(given).__qualname__:.60}`"
    )
    raise UnusableArgumentError(
        f"expected 1 to {_MOST_TEXT:,} printable characters as `{name}`, found {found}", f"give `{name}` as text"
    )


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)


def optional_text(name: str, given: object) -> str | None:
    """The same, or None. Raises UnusableArgumentError."""
    return None if given is None else text_of(name, given)


def time_of(name: str, given: object) -> datetime | None:
    """An aware time, or None. Raises UnusableArgumentError."""
    if given is None or (isinstance(given, datetime) and given.utcoffset() is not None):
        return given
    raise UnusableArgumentError(
        f"expected an aware datetime as `{name}`, found `{given}`", "give one such as datetime.now(UTC)"
    )


def outcome_of(given: object) -> str:
    """What came of a touch: a word that the language knows. Raises UnusableArgumentError."""
    known: list[str] = schema("case")["$defs"]["touch"]["properties"]["outcome"]["examples"]
    if given in known:
        return str(given)
    near = get_close_matches(str(given), known, 1)
    fix = f"did you mean `{near[0]}`?" if near else f"give one of {', '.join(known)}"
    raise UnusableArgumentError(f"expected a known outcome, found `{given!s:.60}`", fix)


def named(touch: str | int) -> tuple[str, str | int]:
    """By which column a touch is named, and as what. Raises UnusableArgumentError."""
    text = str(touch)
    number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return ("seq", int(text)) if number else ("touch_id", text_of("touch", text))


def digest(request: dict[str, Any]) -> str:
    """What two requests have in common only if they are the same."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
