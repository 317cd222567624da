"""The policies at hand, as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.layout import block, table

if TYPE_CHECKING:
    from collections.abc import Iterable


def render(policies: Iterable[tuple[str, str, str]]) -> str:
    """One line per policy: name, version, title."""
    return block(table(policies))
