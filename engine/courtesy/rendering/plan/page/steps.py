"""The steps of a plan for the page: when, what, to whom, why, and what to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.outcome import Outcome, Status
from courtesy.model.policy import Level
from courtesy.rendering.citation import origin
from courtesy.rendering.plan.phrases import due, is_late
from courtesy.rendering.waivers.phrases import granted
from courtesy.wording import times
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.plan import PlannedAction, Reason
    from courtesy.model.verdict import Finding, Verdict
    from courtesy.rendering.plan.page.names import Names

LEVELS = {Level.MUST: "required", Level.SHOULD: "advised", Level.MAY: "suggested", None: "optional"}
"""How binding something is, in a word."""
_VIOLATED = {
    Level.MUST: "Required, but not met",
    Level.SHOULD: "Against advice",
    Level.MAY: "Hint",
}


class Mind(Struct, frozen=True):
    """Something to mind about a step. `kind` is advice, check (the reader can see to it) or settle (before the act)."""

    kind: str
    label: str
    text: str


class Step(Struct, frozen=True, kw_only=True):
    """One step, on the reader's clock, and in brackets on the recipient's where that differs.

    `before` is the number of the step that it prepares, with `rows` of labels and words about it; `source` is where its
    rule comes from, or empty.
    """

    number: int
    iso: str
    weekday: str
    date: str
    clock: str
    their_clock: str
    act: str
    to: tuple[str, ...]
    copied: tuple[str, ...]
    level: str
    why: str
    before: int | None
    rows: tuple[tuple[str, str], ...]
    source: str
    minds: tuple[Mind, ...]


def steps(names: Names) -> tuple[Step, ...]:
    """All steps, in the order of the plan."""
    numbers = {planned.action.id: number for number, planned in enumerate(names.plan.actions, start=1)}
    return tuple(_step(number, planned, numbers, names) for number, planned in enumerate(names.plan.actions, start=1))


def _step(number: int, planned: PlannedAction, numbers: dict[str, int], names: Names) -> Step:
    action, at, reason = planned.action, planned.verdict.at, planned.reason
    own = at.astimezone(names.plan.now.tzinfo)
    weekday, date = times.day(own).split(" ", 1)
    return Step(
        number=number,
        iso=at.isoformat(),
        weekday=weekday,
        date=date,
        clock=f"{times.clock(own)} {times.zone_name(own)}",
        their_clock=times.in_brackets(at, own).strip(),
        act=names.act(action.channel, action.purpose),
        to=tuple(map(names.contact, action.to)),
        copied=tuple(map(names.contact, action.cc)),
        level=LEVELS[reason.level],
        why=_why(reason, names),
        before=numbers.get(reason.prepares) if reason.prepares is not None else None,
        rows=tuple(_rows(planned, names)),
        source=_source(reason, names),
        minds=tuple(_minds(planned.verdict, names)),
    )


def _why(reason: Reason, names: Names) -> str:
    """What the act is for, and the policy's own reason for that."""
    rule = names.rule(reason.rule_id) if reason.rule_id is not None else None
    return " ".join([sentence(reason.title), *([sentence(rule.because)] if rule is not None and rule.because else [])])


def _rows(planned: PlannedAction, names: Names) -> Iterator[tuple[str, str]]:
    reason, message = planned.reason, planned.action.message
    if message is not None and message.subject:
        yield "Subject", message.subject
    if reason.due_by is not None:
        late = "; late is better than never" if is_late(planned.verdict.at, reason.due_by) else ""
        yield "Due by", due(reason.due_by, planned.verdict.at, names.plan.now) + late


def _source(reason: Reason, names: Names) -> str:
    rule = names.rule(reason.rule_id) if reason.rule_id is not None else None
    if rule is None or rule.source is None:
        return "the policy's own interpretation" if rule is not None and rule.interpretation else ""
    return origin(rule.source, names.policy, interpretation=rule.interpretation)


def _minds(verdict: Verdict, names: Names) -> Iterator[Mind]:
    """What is violated, gravest first; what is waived; what must be settled; and, together, what the reader checks."""
    for level, label in _VIOLATED.items():
        for finding in verdict.findings:
            if finding.status is Status.VIOLATED and finding.level is level:
                yield Mind("advice", label, _violated(finding, verdict, names))
    for finding in verdict.findings:
        if finding.waived is not None:
            said = f"{sentence(finding.title or finding.rule_id)} It is {granted(finding.waived)}."
            yield Mind("check", "Waived", said)
    unknown = [finding for finding in verdict.findings if finding.status is Status.UNDETERMINED]
    for finding in unknown:
        if finding.level is Level.MUST:
            yield Mind("settle", "To be settled first", _open([finding], names))
    if own := [finding for finding in unknown if finding.level is not Level.MUST]:
        yield Mind("check", "Check yourself", _open(own, names))


def _violated(finding: Finding, verdict: Verdict, names: Names) -> str:
    said = [sentence(finding.title or finding.rule_id), sentence(finding.message) if finding.message else ""]
    said.append(sentence(finding.remedy) if finding.remedy else "")
    if finding.earliest is not None and verdict.outcome is Outcome.WARN:
        said.append(f"Better from {times.on_own_clock(finding.earliest, names.plan.now.tzinfo)}.")
    return " ".join(filter(None, said))


def _open(findings: list[Finding], names: Names) -> str:
    titles = "; ".join(dict.fromkeys(finding.title or finding.rule_id for finding in findings))
    known_later = names.policy.vocabulary.known_later
    asked = (name for finding in findings for name in finding.missing if not known_later(name))  # a text is written yet
    missing = dict.fromkeys(map(names.fact, asked))
    return f"{titles} (not known yet: {joined(missing)})." if missing else sentence(titles)
