"""Results as Markdown and HTML, by what shows them anyway: for notebooks, tickets and pages of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgspec import Struct

    from courtesy.model.policy import PolicySource


def to_markdown(value: Struct, policy: PolicySource | None = None) -> str:
    """A result as Markdown: a verdict, a plan, a timetable, next steps, or a report of a review.

    `policy` (`Policy.to_read(now)`) gives the titles of rules and sources; without it they are told by their ids where
    the result itself has no titles. Raises TypeError.
    """
    from courtesy.rendering.showing import markdown_of  # noqa: PLC0415  cold start: all formats of Markdown

    return markdown_of(value, policy)


def to_html(value: Struct, policy: PolicySource | None = None) -> str:
    """The same as a piece of HTML that stands by itself: no script, no style sheet, in the colours around it.

    Raises TypeError.
    """
    from courtesy.rendering.showing import html_of  # noqa: PLC0415  cold start

    return html_of(value, policy)
