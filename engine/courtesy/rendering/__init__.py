"""Verdicts and policies for readers: one file per format, all pure functions from model to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.rendering.ink import Paint
    from courtesy.rendering.report import Report

    Renderer = Callable[[Sequence[Report], Paint], str]


class UnknownFormatError(CourtesyError):
    """There is no such output format."""

    code: ClassVar[str] = "unknown-format"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"unknown format `{self.name}`"

    def help(self) -> str:
        """The formats that there are."""
        return f"one of {', '.join(FORMATS)}"


FORMATS = ("text", "json", "markdown")
"""The output formats; the module of the same name beside this file renders each."""


def renderer(name: str) -> Renderer:
    """The renderer of a format. Raises `UnknownFormatError`.

    A format's module is imported only when it is asked for: a cold start needs one.
    """
    match name:
        case "text":
            from courtesy.rendering.text import render  # noqa: PLC0415  cold start
        case "json":
            from courtesy.rendering.json import render  # noqa: PLC0415  cold start
        case "markdown":
            from courtesy.rendering.markdown import render  # noqa: PLC0415  cold start
        case _:
            raise UnknownFormatError(name)
    return render
