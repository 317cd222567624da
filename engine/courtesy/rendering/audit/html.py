"""The report on an audit as one self-contained page, to read on a screen or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.audit import phrases
from courtesy.rendering.audit.markdown import touch_lines
from courtesy.rendering.html_of_markdown import html_of_markdown
from courtesy.rendering.ink import plain
from courtesy.rendering.pages import made_here, template

if TYPE_CHECKING:
    from courtesy.model.audit_report import AuditedTouch, AuditReport
    from courtesy.rendering.ink import Paint

_ROOMS = ("courtesy.rendering.audit.page", "courtesy.rendering.plan.page")
"""Its own parts, and those that it shares with the page about a plan."""


def render(report: AuditReport, paint: Paint) -> str:  # noqa: ARG001  the page's style sheet decides about colour
    """The page. It asks for nothing from elsewhere and runs no script."""
    lead, *others = phrases.summary(report)
    worst = [
        (
            phrases.case_heading(case),
            [(heading, _verdict(one)) for heading, one in phrases.touches(case)],
            phrases.left_out(case),
        )
        for case in report.worst
    ]
    return template("audit.html.j2", *_ROOMS).render(
        title=phrases.TITLE, lead=lead, others=others, tables=list(phrases.tables(report)), worst=worst,
        worst_title=phrases.WORST, engine=report.engine.courtesy,
    )  # fmt: skip


def _verdict(touch: AuditedTouch) -> object:
    # Headings are one level deeper on pages than in Markdown.
    return made_here(html_of_markdown("\n".join(touch_lines(touch, plain, deeper=2))))
