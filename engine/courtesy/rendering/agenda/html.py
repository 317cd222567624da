"""An agenda as one self-contained page, to read on a screen or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.agenda.page.page import page
from courtesy.rendering.pages import template

if TYPE_CHECKING:
    from courtesy.model.agenda import Agenda
    from courtesy.rendering.ink import Paint

_ROOMS = ("courtesy.rendering.agenda.page", "courtesy.rendering.plan.page")
"""Its own parts, and those that it shares with the page about a plan."""


def render(agenda: Agenda, paint: Paint) -> str:  # noqa: ARG001  the page's style sheet decides about colour
    """The page. It asks for nothing from elsewhere and runs no script."""
    return template("agenda.html.j2", *_ROOMS).render(page=page(agenda))
