"""A verdict as text for a terminal of 80 columns, for someone who has never seen the policy."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from courtesy.model.outcome import Outcome
from courtesy.rendering import titles
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import WIDTH, block, columns, one_line, wrapped
from courtesy.rendering.notices import text as notices
from courtesy.rendering.obligations import phrases as obligation_phrases
from courtesy.rendering.obligations import text as obligations
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.rendering.verdict import report as phrases
from courtesy.rendering.waivers.phrases import waiver_rows
from courtesy.wording import times
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.verdict import Finding, Verdict
    from courtesy.rendering.ink import Paint
    from courtesy.rendering.verdict.report import Group, Instead, Report

_MARKS = {
    Outcome.DENY: ("x", Ink.BAD),
    Outcome.UNDETERMINED: ("?", Ink.QUESTION),
    Outcome.WARN: ("!", Ink.CAUTION),
}
_HINT_MARK = ("-", Ink.FAINT)
_LABEL_WIDTH = 9
_WORD_WIDTH = max(len(outcome.value) for outcome in Outcome) + 2


def render(reports: Sequence[Report], paint: Paint) -> str:
    """All verdicts, one after another, each under the name of its case where it has one; then what several come to."""
    shown = [block(_report(report, paint)) for report in reports]
    if len(reports) > 1:
        shown.append(block(wrapped(phrases.summary(reports), paint=paint, ink=Ink.STRONG)))
    return "\n".join(shown)


def _report(report: Report, paint: Paint) -> Iterator[str]:
    verdict = report.verdict
    if report.name is not None:
        yield from wrapped(report.name, paint=paint, ink=Ink.STRONG)
        yield paint("=" * min(columns(one_line(report.name)), WIDTH), Ink.FAINT)
        yield ""
    for action in verdict.actions:
        yield from _action(action, report, paint)
        yield ""
    if verdict.obligations:
        yield paint(obligation_phrases.title(verdict.obligations, "What is owed"), Ink.STRONG)
        yield from obligations.lines(verdict.obligations, report.policy, paint)
        yield ""
    if len(verdict.actions) > 1:
        yield from wrapped(phrases.plan_summary(verdict), paint=paint, ink=Ink.STRONG)
        for action in verdict.actions:
            yield from _reminder(action, paint)
        yield ""
    if told := phrases.waived(verdict):
        yield from (*wrapped(told, paint=paint, ink=Ink.STRONG), "")
    if told := phrases.as_a_whole(verdict, verdict.outcome):
        yield from wrapped(told, paint=paint, ink=Ink.STRONG)
        yield ""
    if verdict.notices:
        yield from (*islice(notices.lines(verdict.notices, paint), 1, None), "")
    yield from wrapped(phrases.judged_by(verdict), paint=paint, ink=Ink.FAINT)


def _action(action: Verdict, report: Report, paint: Paint) -> Iterator[str]:
    yield from _headline(action, report, paint)
    yield from notices.lines(action.notices, paint, indent=2)
    for part in phrases.parts(action, report.policy):
        yield ""
        if isinstance(part, phrases.Instead):
            yield from _instead(part, paint)
        else:
            yield from _group(part, action, report, paint)


def _instead(part: Instead, paint: Paint) -> Iterator[str]:
    yield from wrapped(part.heading, indent=2, paint=paint, ink=Ink.STRONG)
    for line in part.lines:
        yield from wrapped(line, indent=2, label="-")
    if part.none:
        yield from wrapped(part.none, indent=2)


def _headline(action: Verdict, report: Report, paint: Paint) -> Iterator[str]:
    word = action.outcome.value.upper()
    ink = OUTCOME_INK[action.outcome]
    yield from wrapped(
        phrases.act(action), label=word, label_width=len(word) + 2, paint=paint, ink=Ink.STRONG, label_ink=ink
    )
    yield from wrapped(phrases.time(action, report.verdict), indent=len(word) + 2, paint=paint, ink=Ink.FAINT)
    yield from wrapped(phrases.advice(action, report), indent=len(word) + 2)


def _reminder(action: Verdict, paint: Paint) -> Iterator[str]:
    word = action.outcome.value.upper()
    ink = OUTCOME_INK[action.outcome]
    yield from wrapped(phrases.act(action), indent=2, label=word, label_width=_WORD_WIDTH, paint=paint, label_ink=ink)
    later = f"; permitted from {times.day_and_clock(action.earliest)}" if action.earliest is not None else ""
    yield from wrapped(f"{phrases.clock(action)}{later}", indent=2 + _WORD_WIDTH, paint=paint, ink=Ink.FAINT)


def _group(group: Group, action: Verdict, report: Report, paint: Paint) -> Iterator[str]:
    yield from wrapped(group.heading, indent=2, paint=paint, ink=Ink.FAINT if group.brief else Ink.STRONG)
    for subject, finding in phrases.told(group, action):
        if group.brief:
            yield from wrapped(f"{subject} [{finding.rule_id}]", indent=2, label="-")
        else:
            yield from _finding(subject, finding, action, report, paint)


def _finding(subject: str, finding: Finding, action: Verdict, report: Report, paint: Paint) -> Iterator[str]:
    mark, ink = _MARKS.get(finding.outcome, _HINT_MARK)
    yield from wrapped(subject, indent=2, label=mark, paint=paint, ink=Ink.STRONG, label_ink=ink)
    yield from wrapped(sentence(finding.message), indent=4)
    for label, said in _rows(finding, action, report):
        if said:
            yield from wrapped(said, indent=4, label=label, label_width=_LABEL_WIDTH, paint=paint, label_ink=Ink.FAINT)


def _rows(finding: Finding, action: Verdict, report: Report) -> Iterator[tuple[str, str]]:
    yield "Why", sentence(finding.because) if finding.because else ""
    yield from waiver_rows(finding.waived)
    yield "To do", phrases.remedy(finding, action)
    if not phrases.tells_missing(action, finding):
        yield "Tell us", titles.facts(finding.missing, report.policy)
    yield "Source", phrases.finding_origin(finding, report.policy)
    yield "Rule", f"{finding.rule_id} ({finding.level.value})"
