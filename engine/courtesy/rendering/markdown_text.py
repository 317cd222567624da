"""Text fit to stand in Markdown."""

from __future__ import annotations

import re

from courtesy.rendering.layout import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")
_TICKS = re.compile("`+")


def escaped(text: str) -> str:
    """The text on one line, with what Markdown would take for markup escaped."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def code(text: str) -> str:
    """The text on one line as code: between more backticks than it has in a row."""
    said = one_line(text)
    longest = max(map(len, _TICKS.findall(said)), default=0)
    return f"{'`' * (longest + 1)} {said} {'`' * (longest + 1)}" if longest else f"`{said}`"


def fenced(text: str) -> str:
    """Lines as a block of code, as they are."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}{fence}\n"
