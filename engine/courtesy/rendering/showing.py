"""Which renderer shows a value: those that have Markdown by it, all others by their text as it is on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.model.comparison import Comparison
from courtesy.model.coverage import Coverage
from courtesy.model.ledger import LedgerReport
from courtesy.model.lint import LintReport
from courtesy.model.log_report import LogReport
from courtesy.model.mutation import MutationReport
from courtesy.model.plan import NextSteps, Plan
from courtesy.model.policy import PolicySource
from courtesy.model.policy_tests import TestReport
from courtesy.model.replay import Replay
from courtesy.model.timetable import Timetable
from courtesy.model.verdict import PlanVerdict, Verdict, plan_of_one
from courtesy.rendering import renderer
from courtesy.rendering.html_of_markdown import html_of_markdown
from courtesy.rendering.html_of_text import html_of_text, marked
from courtesy.rendering.ink import plain
from courtesy.rendering.markdown_text import fenced
from courtesy.rendering.verdict.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgspec import Struct

    from courtesy.rendering.ink import Paint

_BY_POLICY: dict[type, str] = {Plan: "plan", Timetable: "windows", NextSteps: "next_steps"}
"""What is told in the words of the policy that gave it."""
_REPORTS: dict[type, tuple[str, bool]] = {
    TestReport: ("tests", True),
    LintReport: ("lint", True),
    Coverage: ("coverage", False),
    MutationReport: ("mutation", False),
    Replay: ("replay", False),
    LogReport: ("log", False),
    LedgerReport: ("ledger", False),
}
"""Reports that have no Markdown, and whether their renderer takes several of them."""


def markdown_of(value: Struct, policy: PolicySource | None) -> str:
    """A value as Markdown. Raises TypeError."""
    if (written := _markdown(value, policy)) is not None:
        return written
    return fenced(_text(value, plain))


def html_of(value: Struct, policy: PolicySource | None) -> str:
    """A value as HTML. Raises TypeError."""
    if (written := _markdown(value, policy)) is not None:
        return html_of_markdown(written)
    return html_of_text(_text(value, marked))


def _markdown(value: Any, policy: PolicySource | None) -> str | None:
    """By the renderer that writes Markdown, where there is one."""
    if isinstance(value, Comparison):
        return renderer("comparison", "markdown")(value, plain)
    if isinstance(value, Verdict):
        value = plan_of_one(value)
    if isinstance(value, PlanVerdict):
        report = Report(verdict=value, policy=policy or _policy_of(value))
        return renderer("verdict", "markdown")([report], plain)
    subject = _BY_POLICY.get(type(value))
    return None if subject is None else renderer(subject, "markdown")(value, policy or _policy_of(value), plain)


def _text(value: Any, paint: Paint) -> str:
    """By the renderer for terminals."""
    found = _REPORTS.get(type(value))
    if found is None:
        what = f"a value of type `{type(value).__qualname__:.60}` has no form for readers of its own"
        raise TypeError(what)
    subject, several = found
    render: Callable[..., str] = renderer(subject, "text")
    return render([value] if several else value, paint)


def _policy_of(value: Any) -> PolicySource:
    """The policy that gave a result, as far as the result itself tells: without its rules."""
    named = value.policy
    return PolicySource(id=named.id, version=named.version, title=named.id, rules=())
