"""Handbooks of real policies in Markdown, compared whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courtesy.rendering import renderer
from tests.unit.review.handbooks import handbook_of

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("name", ["hire-wire", "london"])
def test_handbook(name: str, snapshot: Callable[[str, str], None]) -> None:
    """The handbook reads as it is kept here, for who reads it."""
    snapshot(f"handbook/{name}.md", renderer("handbook", "markdown")(handbook_of(name)))
