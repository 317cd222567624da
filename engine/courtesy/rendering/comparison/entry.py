"""One thing that differs, as every format has it: a word in front, a title, and what was and is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from courtesy.model.touch_history import TurnedTouch
    from courtesy.rendering.ink import Ink


class Was(NamedTuple):
    """What was said and what is said now; None is nothing."""

    label: str
    old: str | None
    new: str | None


class Said(NamedTuple):
    """What is said of both."""

    label: str
    text: str


class Entry(NamedTuple):
    """One thing that differs."""

    label: str
    ink: Ink
    title: str
    rows: tuple[Was | Said, ...]


class Part(NamedTuple):
    """A part of the whole: what stands above it, what it begins with, its entries, and touches shown in full."""

    heading: str
    lead: tuple[str, ...]
    entries: tuple[Entry, ...]
    shown: tuple[TurnedTouch, ...] = ()
