"""Kleene's three-valued logic on True, False and None, which is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Kleene = bool | None


def both(parts: Iterable[Kleene]) -> Kleene:
    """Whether all hold; nothing after the first that does not is looked at."""
    found: Kleene = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            found = None
    return found


def either(parts: Iterable[Kleene]) -> Kleene:
    """Whether one holds at least; nothing after the first that does is looked at."""
    found: Kleene = False
    for part in parts:
        if part is True:
            return True
        if part is None:
            found = None
    return found


def no(part: Kleene) -> Kleene:
    """Whether it does not hold."""
    return None if part is None else not part
