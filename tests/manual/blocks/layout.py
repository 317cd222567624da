"""Lists and paragraphs as wide as a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 80


def items(entries: Iterable[str]) -> str:
    """The entries as lines of a list, wrapped with a hanging indent."""
    return "\n".join(
        textwrap.fill(entry, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
        for entry in entries
    )
