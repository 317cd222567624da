"""What an editor marks in a text, and the edits it offers, in the terms of the text: offsets of characters."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path  # noqa: TC003  type hints of values are resolved

from msgspec import Struct


class Severity(IntEnum):
    """How grave a mark is, as editors number it."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3


class Edit(Struct, frozen=True):
    """What stands from `start` to `end` in a file becomes `text`."""

    path: Path
    start: int
    end: int
    text: str


class Fix(Struct, frozen=True):
    """Edits that put something right; `sure` where it is certain that they say what was meant."""

    title: str
    edits: tuple[Edit, ...]
    sure: bool = False


class Related(Struct, frozen=True):
    """A place that has to do with a mark."""

    path: Path
    start: int
    end: int
    message: str


class Mark(Struct, frozen=True, kw_only=True):
    """Something that a person should know about a stretch of a text."""

    start: int
    end: int
    severity: Severity
    code: str
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
