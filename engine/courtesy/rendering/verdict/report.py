"""A verdict with what its reader needs beside it, and the words that every format of it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from msgspec import Struct
from msgspec.structs import replace

from courtesy.model.outcome import Outcome, Standing, Status, worst
from courtesy.model.policy import Level
from courtesy.rendering import judged, titles
from courtesy.rendering.citation import origin
from courtesy.rendering.outcomes import HINTS
from courtesy.wording import times
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import agree, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from courtesy.model.origin import MatcherReport
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Alternative, Finding, PlanVerdict, Verdict


class Report(Struct, frozen=True, kw_only=True):
    """One verdict to show. `policy` gives the titles of its sources and facts; `name` says which case it is about."""

    verdict: PlanVerdict
    policy: PolicySource
    name: str | None = None


class Group(Struct, frozen=True):
    """Findings that mean the same to a reader. `brief` ones are listed by title alone."""

    heading: str
    findings: tuple[Finding, ...]
    brief: bool = False


class Instead(Struct, frozen=True):
    """What to do instead of an action: one line for each alternative, or that there is none."""

    heading: str
    lines: tuple[str, ...]
    none: str = ""


_HEADINGS = {
    Outcome.DENY: "Required, but not met",
    Outcome.UNDETERMINED: "Required, but not known yet",
    Outcome.WARN: "Advised, but not met",
}
_INSTEAD, _BETTER = "What you could do instead", "What would be better"
_NOTHING_HELPS = "We found no change of time, channel, copies, length or purpose that would make it permitted."
_WAIVED = "Waived"
_BRIEF = {Status.SATISFIED: "Met", Status.NOT_APPLICABLE: "Does not apply here"}


def parts(action: Verdict, policy: PolicySource) -> tuple[Group | Instead, ...]:
    """What there is to say about an action: what is wrong, what could be done instead, and what changes nothing."""
    found = groups(action)
    lesser = {HINTS, *_BRIEF.values()}
    instead = _instead(action, policy)
    return (
        *(group for group in found if group.heading not in lesser),
        *(() if instead is None else (instead,)),
        *(group for group in found if group.heading in lesser),
    )


def _instead(action: Verdict, policy: PolicySource) -> Instead | None:
    """The alternatives of an action; None where none were looked for, none is needed, or it is done."""
    if action.done_at is not None or action.alternatives is None:
        return None
    if not (action.alternatives or action.outcome.refused):
        return None
    lines = tuple(_alternative(found, policy) for found in action.alternatives)
    return Instead(_INSTEAD if action.outcome.refused else _BETTER, lines, "" if lines else _NOTHING_HELPS)


def _alternative(found: Alternative, policy: PolicySource) -> str:
    said = found.description.rstrip(".")
    still = joined(rule_title(rule_id, policy) for rule_id in found.still)
    return f"{said} (still against advice: {still})" if still else said


def groups(action: Verdict) -> tuple[Group, ...]:
    """The findings of an action, gravest first; groups without findings are left out."""
    headings = (*_HEADINGS.values(), _WAIVED, HINTS, *_BRIEF.values())
    found: dict[str, list[Finding]] = {heading: [] for heading in headings}
    for finding in action.findings:
        by_outcome = _HEADINGS.get(finding.outcome, HINTS)
        heading = _WAIVED if finding.waived is not None else _BRIEF.get(finding.status) or by_outcome
        found[heading].append(finding)
    brief = set(_BRIEF.values())
    return tuple(Group(heading, tuple(listed), heading in brief) for heading, listed in found.items() if listed)


def act(action: Verdict) -> str:
    """The act in words, with a capital letter: `Follow-up e-mail to interviewer`."""
    return titles.capital(action.description or action.id)


def time(action: Verdict, verdict: PlanVerdict) -> str:
    """When the act is to be done, or was: `planned for Friday 27 November 2026, 15:30 CST`.

    With the version that judges it, where not all of the verdict's acts are judged by the same.
    """
    said = f"{'planned for' if action.done_at is None else 'done on'} {clock(action)}"
    alike = all(other.policy.version == action.policy.version for other in verdict.actions)
    return said if alike else f"{said}, judged by {action.policy.id} {action.policy.version}"


def clock(action: Verdict) -> str:
    """The time that the act is planned for or was done at."""
    return times.day_and_clock(action.planned_at or action.at)


def advice(action: Verdict, report: Report) -> str:
    """What the outcome means for who wants to act."""
    if action.done_at is None:
        return _advice(action, report)
    return "This is done, but was not permitted." if action.outcome.refused else "This is done. Nothing is left to do."


def _advice(action: Verdict, report: Report) -> str:
    match action.outcome:
        case Outcome.ALLOW:
            return "Go ahead."
        case Outcome.WARN:
            return "Permitted, but against advice."
        case Outcome.WAIT if action.earliest is not None:
            return f"Not yet. Permitted from {times.day_and_clock(action.earliest)}."
        case Outcome.WAIT:
            return "Not yet."
        case Outcome.DENY:
            return "Do not do this."
        case Outcome.UNDETERMINED:
            facts = missing(action, report)
            return f"Cannot be decided yet. Tell us first: {facts}." if facts else "Cannot be decided yet."
        case _:
            assert_never(action.outcome)


def tells_missing(action: Verdict, finding: Finding) -> bool:
    """Whether the advice on the action already names what this finding misses."""
    return action.outcome is finding.outcome is Outcome.UNDETERMINED


def missing(action: Verdict, report: Report) -> str:
    """The facts whose absence leaves a required rule open, each by title and name."""
    return titles.facts(action.missing, report.policy)


def told(group: Group, action: Verdict) -> Iterator[tuple[str, Finding]]:
    """The findings of a group, those that say the same of several contacts as one: its subject, and one of them."""
    alike: dict[Finding, list[Finding]] = {}
    for finding in group.findings:
        alike.setdefault(replace(finding, recipient=None, recipient_name=None, copied=False), []).append(finding)
    return ((_subject(same, action), same[0]) for same in alike.values())


def _subject(alike: Sequence[Finding], action: Verdict) -> str:
    """The rule's title, with whom it is about where that is not everyone whom the act addresses."""
    title = alike[0].title or alike[0].rule_id
    addressed = {one.recipient for one in action.findings if not one.copied and one.recipient is not None}
    to = [one for one in alike if not one.copied and one.recipient is not None]
    copied = [one for one in alike if one.copied]
    if not copied and {one.recipient for one in to} == addressed:
        return title
    people = ((link, joined(map(_called, some))) for link, some in (("to", to), ("copied to", copied)) if some)
    about = ", ".join(f"{link} {names}" for link, names in people)
    return f"{title} ({about})" if about else title


def _called(finding: Finding) -> str:
    return finding.recipient_name or finding.recipient or ""


def remedy(finding: Finding, action: Verdict) -> str:
    """What would make it right: the policy's words, and a time at which the action is permitted and keeps the rule.

    Empty where nothing is known to be wrong yet.
    """
    if finding.status in {Status.UNDETERMINED, Status.WAIVED}:
        return ""
    parts = [sentence(finding.remedy)] if finding.remedy else []
    if finding.level is Level.MUST and finding.earliest is not None and action.earliest is not None:
        parts.append(f"Wait until {times.day_and_clock(action.earliest)}.")
    elif finding.earliest is not None and (better := _kept_from(finding, action)) is not None:
        parts.append(f"Better from {times.day_and_clock(better)}.")
    return " ".join(parts)


def _kept_from(finding: Finding, action: Verdict) -> datetime | None:
    """The first time among the alternatives, which were checked, that keeps the rule of a finding of advice."""
    kept = (one.change.at for one in action.alternatives or () if finding.rule_id not in one.still)
    return min((at for at in kept if at is not None), default=None) if finding.level is Level.SHOULD else None


def finding_origin(finding: Finding, policy: PolicySource) -> str:
    """Where a finding's rule comes from, or that it is the policy's own."""
    if finding.source is None:
        return "the policy's own interpretation" if finding.interpretation else ""
    return origin(finding.source, policy, interpretation=finding.interpretation)


def judged_by(verdict: PlanVerdict) -> str:
    """Which policy judged as of when, and which matchers."""
    policies = [action.policy for action in verdict.actions] or [verdict.policy]
    when = times.day_and_clock(verdict.now)
    named = judged.versions(verdict.policy, policies)
    return f"Judged by {named} as of {when}; {judged.digests(policies)}; {matchers(verdict.matcher)}."


def judged_by_all(reports: Sequence[Report]) -> str:
    """Which policies judged the cases, each once, in brief."""
    verdicts = [report.verdict for report in reports]
    named = (judged.versions(one.policy, [action.policy for action in one.actions]).rstrip(",") for one in verdicts)
    return f"Judged by {'; '.join(dict.fromkeys(named))}."


def matchers(report: MatcherReport) -> str:
    """Which matchers ran: `two matchers agree (durable, native)`."""
    if len(report.used) == 1:
        return f"matcher {report.used[0]} alone"
    return f"the matchers {joined(report.used)} agree"


_TOLD = (
    (Outcome.ALLOW, "may go ahead"),
    (Outcome.WARN, "may go ahead against advice"),
    (Outcome.UNDETERMINED, "cannot be decided yet"),
    (Outcome.WAIT, "must wait"),
    (Outcome.DENY, "must not be done"),
)


def plan_summary(verdict: PlanVerdict) -> str:
    """How many actions of a plan come to what, such as "Of 3 actions, 1 may go ahead and 2 must wait."."""
    return " ".join((_summary(verdict.actions, ""), *_waived_of([verdict])))


def summary(reports: Sequence[Report]) -> str:
    """The same of several cases: "Of 12 actions in 9 cases, 7 may go ahead and 5 must wait."."""
    actions = [action for report in reports for action in report.verdict.actions]
    told = [_summary(actions, f" in {agree(len(reports), 'case')}")]
    worse = [owed for report in reports for owed in report.verdict.obligations if owed.outcome is not Outcome.ALLOW]
    unknown = sum(owed.standing is Standing.UNDETERMINED for owed in worse)
    for count, what in ((len(worse) - unknown, "not met"), (unknown, "not known to be met")):
        told += [f"{agree(count, 'obligation', 'is')} {what}."] if count else []
    return " ".join((*told, *_waived_of([report.verdict for report in reports])))


def _waived_of(verdicts: Sequence[PlanVerdict]) -> Iterator[str]:
    """How many findings and obligations are waived, where any is."""
    findings = sum(len(verdict.waived) for verdict in verdicts)
    owed = sum(one.waived is not None for verdict in verdicts for one in verdict.obligations)
    counted = ((findings, "finding"), (owed, "obligation"))
    if any(count for count, _ in counted):
        said = joined(agree(count, noun) for count, noun in counted if count)
        yield f"{said} {'is' if findings + owed == 1 else 'are'} waived."


def waived(verdict: PlanVerdict) -> str:
    """How many findings and obligations of a verdict on one action are waived; empty where none is."""
    return " ".join(_waived_of([verdict])) if len(verdict.actions) <= 1 else ""


def _summary(actions: Sequence[Verdict], where: str) -> str:
    ahead = [action.outcome for action in actions if action.done_at is None]
    counted = [(ahead.count(outcome), phrases) for outcome, phrases in _TOLD]
    done = len(actions) - len(ahead)
    counted.append((done, "is done" if done == 1 else "are done"))
    told = joined(f"{count:,} {said}" for count, said in counted if count)
    return f"Of {agree(len(actions), 'action')}{where}, {told}."


def as_a_whole(verdict: PlanVerdict, outcome: Outcome) -> str:
    """What the whole comes to where what is owed makes it worse than each of its actions; else nothing."""
    if outcome is worst(tuple(action.outcome for action in verdict.actions)):
        return ""
    owed = [one for one in verdict.obligations if one.outcome is verdict.outcome]
    why = joined(dict.fromkeys(_WHY[one.level, one.standing] for one in owed))
    missed = joined(dict.fromkeys(one.title or one.rule_id for one in owed))
    return f"As a whole: {outcome.value.upper()}, because {why}: {missed}."


_WHY = {
    (Level.MUST, Standing.OVERDUE): "something required is overdue",
    (Level.MUST, Standing.DUE): "something required is planned too late",
    (Level.MUST, Standing.UNDETERMINED): "it is not known whether something required is done",
    (Level.SHOULD, Standing.OVERDUE): "something advised is overdue",
    (Level.SHOULD, Standing.DUE): "something advised is planned too late",
}
"""How an obligation makes a plan worse than each of its actions."""
