"""A verdict as Markdown, for a ticket, a chat or a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import titles
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import code, escaped
from courtesy.rendering.notices import markdown as notices
from courtesy.rendering.obligations import markdown as obligations
from courtesy.rendering.obligations import phrases as obligation_phrases
from courtesy.rendering.verdict import report as phrases
from courtesy.rendering.waivers.phrases import waiver_rows
from courtesy.values import SECOND, Truth
from courtesy.wording.text import agree, sentence, singular_noun
from courtesy.wording.times import length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.verdict import Condition, Finding, Verdict
    from courtesy.rendering.ink import Paint
    from courtesy.rendering.verdict.report import Group, Report

_HOLDS = {Truth.FALSE: "no", Truth.UNKNOWN: "not known", Truth.TRUE: "yes"}


def render(reports: Sequence[Report], paint: Paint) -> str:  # noqa: ARG001  Markdown has no colour
    """All verdicts, one after another, each under the name of its case where it has one; then what several come to."""
    shown = [block(_report(report)) for report in reports]
    if len(reports) > 1:
        shown.append(block((f"**{escaped(phrases.summary(reports))}**",)))
    return "\n".join(shown)


def _report(report: Report) -> Iterator[str]:
    verdict = report.verdict
    if report.name is not None:
        yield from (f"# {escaped(report.name)}", "")
    for action in verdict.actions:
        yield from (f"## {action.outcome.value.upper()}: {escaped(phrases.act(action))}", "")
        when = titles.capital(phrases.time(action, verdict))
        yield from (f"{escaped(when)}. {escaped(phrases.advice(action, report))}", "")
        yield from notices.lines(action.notices, level=3)
        for part in phrases.parts(action, report.policy):
            if isinstance(part, phrases.Instead):
                yield from (f"### {part.heading}", "", *(f"- {escaped(line)}" for line in part.lines))
                yield from (escaped(part.none), "") if part.none else ("",)
            else:
                yield from _group(part, action, report)
    if verdict.obligations:
        yield from (f"## {obligation_phrases.title(verdict.obligations, 'What is owed')}", "")
        yield from obligations.lines(verdict.obligations, report.policy)
    if len(verdict.actions) > 1:
        yield from (escaped(phrases.plan_summary(verdict)), "")
    if waived := phrases.waived(verdict):
        yield from (escaped(waived), "")
    if told := phrases.as_a_whole(verdict, verdict.outcome):
        yield from (f"**{escaped(told)}**", "")
    yield from notices.lines(verdict.notices)
    yield escaped(phrases.judged_by(verdict))


def _group(group: Group, action: Verdict, report: Report) -> Iterator[str]:
    yield from (f"### {group.heading}", "")
    for subject, finding in phrases.told(group, action):
        if group.brief:
            yield f"- {escaped(subject)} ({code(finding.rule_id)})"
        else:
            yield from _finding(subject, finding, action, report)
    yield ""


def _finding(subject: str, finding: Finding, action: Verdict, report: Report) -> Iterator[str]:
    title, message = escaped(subject), escaped(sentence(finding.message))
    yield f"- **{title}** ({code(finding.rule_id)}, {finding.level.value})<br>{message}"
    rows = (
        ("Why", sentence(finding.because) if finding.because else ""),
        *waiver_rows(finding.waived),
        ("To do", phrases.remedy(finding, action)),
        ("Tell us", titles.facts(finding.missing, report.policy)),
        ("Source", phrases.finding_origin(finding, report.policy)),
    )
    for label, said in rows:
        if said:
            yield f"  - {label}: {escaped(said)}"
    for condition in finding.conditions:
        yield f"  - {_condition(condition)}"


def _condition(condition: Condition) -> str:
    observed = "not known" if condition.observed is None else _measured(condition.observed, condition.unit)
    wanted = f"{condition.operator.replace('_', ' ')} {_measured(condition.expected, condition.unit)}"
    return f"{code(condition.fact)}: {escaped(observed)}; {escaped(wanted)}: {_HOLDS[condition.holds]}"


def _measured(value: object, unit: str | None) -> str:
    """A value with its unit; lengths of time in the units that people use."""
    if unit is None or not isinstance(value, int | float):
        return _value(value)
    if unit == "seconds":
        return length(int(value * SECOND))
    return agree(value, singular_noun(unit)) if isinstance(value, int) else f"{value} {unit}"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
