"""GitHub's workflow commands, by which a program marks the lines of a pull request."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def workflow_command(kind: str, message: str, *, title: str, file: str | None = None, **where: int) -> str:
    """A command of a kind (`error`, `warning`, `notice`); `where` are `line`, `col` and so on, left out where 0."""
    place = {} if file is None else {"file": PurePath(file).as_posix(), **_stated(where)}
    said = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in {**place, "title": title}.items())
    return f"::{kind} {said}::{_escaped(message, _IN_MESSAGE)}"


def _stated(where: Mapping[str, int]) -> dict[str, str]:
    return {key: str(number) for key, number in where.items() if number}


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)
