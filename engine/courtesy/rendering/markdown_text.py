"""Text fit to stand in Markdown."""

from __future__ import annotations

import re

from courtesy.rendering.layout import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")


def escaped(text: str) -> str:
    """The text on one line, with what Markdown would take for markup escaped."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
