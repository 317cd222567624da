"""A plan as one self-contained page, to read on a screen or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.pages import template
from courtesy.rendering.plan.page.page import page

if TYPE_CHECKING:
    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(plan: Plan, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  the page's style sheet decides about colour
    """The page. It asks for nothing from elsewhere and runs no script."""
    return template("page.html.j2", "courtesy.rendering.plan.page").render(page=page(plan, policy))
