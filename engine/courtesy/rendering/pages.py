"""Templates and style sheets of self-contained pages, to read on a screen or on paper."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from courtesy.rendering.layout import one_line

if TYPE_CHECKING:
    from jinja2 import Template


@lru_cache(maxsize=8)
def template(name: str, *rooms: str) -> Template:
    """The template of that name, looked for in those packages in turn, with the style sheets of all, the last first.

    Pages made by it ask for nothing from elsewhere, and run no script.
    """

    def file(wanted: str) -> str | None:
        found = (files(room).joinpath(wanted) for room in rooms)
        return next((one.read_text("utf-8") for one in found if one.is_file()), None)

    environment = Environment(
        loader=FunctionLoader(file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_fit_to_show,
    )
    sheets = "".join(files(room).joinpath("page.css").read_text("utf-8") for room in reversed(rooms))
    # Our own style sheets are the one text that is not escaped.
    environment.globals["style"] = Markup(sheets)  # noqa: S704
    return environment.get_template(name)


def made_here(html: str) -> Markup:
    """HTML that a renderer has made, and in which it has escaped whatever is not its own."""
    return Markup(html)  # noqa: S704  that is what it says


def _fit_to_show(value: object) -> object:
    """Whatever the template shows: on one line and without characters that would move or turn what is around them."""
    return value if isinstance(value, Markup) else one_line(str(value))
