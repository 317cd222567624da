"""Emphasis by meaning. Who prints decides what each looks like; without colour everything still reads the same."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum


class Ink(Enum):
    """What a piece of text is, for who colours it."""

    GOOD = "good"
    CAUTION = "caution"
    LATER = "later"
    QUESTION = "question"
    BAD = "bad"
    STRONG = "strong"
    FAINT = "faint"


Paint = Callable[[str, Ink], str]
"""Gives text its look. It must not change the width of the text."""


def plain(text: str, ink: Ink) -> str:  # noqa: ARG001  the look of text without colour is the text
    """No colour."""
    return text
