"""A handbook as one self-contained page, to read on a screen or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.handbook import phrases
from courtesy.rendering.pages import template

if TYPE_CHECKING:
    from courtesy.model.handbook import Handbook

_ROOMS = ("courtesy.rendering.handbook.page", "courtesy.rendering.plan.page")
"""Its own parts, and those that it shares with the page about a plan."""


def render(handbook: Handbook) -> str:
    """The page. It asks for nothing from elsewhere and runs no script."""
    return template("handbook.html.j2", *_ROOMS).render(book=handbook, say=phrases)
