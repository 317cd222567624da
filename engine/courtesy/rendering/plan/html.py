"""A plan as one self-contained page, to read on a screen or on paper."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from courtesy.rendering.layout import one_line
from courtesy.rendering.plan.page.page import page

if TYPE_CHECKING:
    from jinja2 import Template

    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.ink import Paint


def render(plan: Plan, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  the page's style sheet decides about colour
    """The page. It asks for nothing from elsewhere and runs no script."""
    return _template().render(page=page(plan, policy))


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_fit_to_show,
    )
    # Our own style sheet is the one text that is not escaped.
    environment.globals["style"] = Markup(_file("page.css"))  # noqa: S704
    return environment.get_template("page.html.j2")


def _file(name: str) -> str:
    """A template or style sheet, wherever the package is installed."""
    return files("courtesy.rendering.plan.page").joinpath(name).read_text("utf-8")


def _fit_to_show(value: object) -> object:
    """Whatever the template shows: on one line and without characters that would move or turn what is around them."""
    return value if isinstance(value, Markup) else one_line(str(value))
