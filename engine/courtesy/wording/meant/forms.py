"""How hints ask whether something was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterable


def one_of(meant: Iterable[str]) -> str:
    """The question whether one of several forms was meant."""
    return f"did you mean {joined((f'`{form}`' for form in meant), 'or')}?"
