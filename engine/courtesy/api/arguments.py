"""Arguments of the API that are told apart from what a caller meant to give to another function."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.errors import UnusableArgumentError
from courtesy.instants import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from courtesy.model.case import Action, Case

_AWARE = "give an aware datetime, such as datetime.now(UTC)"


def file_named(path: object, for_text: str, for_values: str) -> Path:
    """The path that was given. Raises UnusableArgumentError where it is text or a value, for which others exist."""
    if isinstance(path, bytes) or (isinstance(path, str) and "\n" in path):
        raise UnusableArgumentError("expected a path, found the text of a file", f"give text to `{for_text}`")
    if not isinstance(path, str | PathLike):
        raise UnusableArgumentError(f"expected a path, found {kind_of(path)}", f"give values to `{for_values}`")
    return Path(path)


def data_of(data: object, function: str) -> bytes:
    """The bytes of a file that were given, or those of its text. Raises UnusableArgumentError where it is neither."""
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass")
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    what = f"expected the bytes or the text of a file, found {kind_of(data)}"
    raise UnusableArgumentError(what, f"`{function}` reads text; a value has a function of its own")


def usable_time(name: str, given: object) -> None:
    """Make sure that an argument is a time that can be reckoned with. Raises UnusableArgumentError."""
    if not isinstance(given, datetime):
        raise UnusableArgumentError(f"expected a datetime as `{name}`, found {kind_of(given)}", _AWARE)
    if given.utcoffset() is None:
        raise UnusableArgumentError(f"`{name}` has no time zone", _AWARE)
    if not FIRST_YEAR < given.year < LAST_YEAR:
        what = f"expected a year from {FIRST_YEAR + 1} to {LAST_YEAR - 1} in `{name}`, found {given.year}"
        raise UnusableArgumentError(what, "time zones and holidays are not known outside these years")


def chosen_of(case: Case, action: str | None) -> Action:
    """The case's action of that id, or its only one. Raises UnusableArgumentError where that is not one action."""
    known = [candidate for candidate in case.actions if action is None or candidate.id == action]
    if len(known) == 1:
        return known[0]
    if action is None:
        raise UnusableArgumentError(
            f"the case proposes {len(known)} actions", "name one by its id, or use check_plan to judge them all"
        )
    raise UnusableArgumentError(f"the case has no action `{action}`", "give the id of one of its actions")


def kind_of(value: object) -> str:
    """What a value is, for an error: "a value of type `dict`"."""
    return f"a value of type `{type(value).__qualname__:.60}`"
