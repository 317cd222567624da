"""A verdict with what its reader needs beside it, and the words that every format of it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

from courtesy.model.policy import Level
from courtesy.model.verdict import Outcome, Status
from courtesy.rendering.citation import origin
from courtesy.wording import times
from courtesy.wording.text import joined, plural, sentence

if TYPE_CHECKING:
    from courtesy.model.policy import Policy
    from courtesy.model.verdict import ActionVerdict, Finding, MatcherReport, Verdict


class Report(Struct, frozen=True, kw_only=True):
    """One verdict to show. `policy` gives the titles of its sources and facts; `name` says which case it is about."""

    verdict: Verdict
    policy: Policy
    name: str | None = None


class Group(Struct, frozen=True):
    """Findings that mean the same to a reader. `brief` ones are listed by title alone."""

    heading: str
    findings: tuple[Finding, ...]
    brief: bool = False


_HEADINGS = {
    (Status.VIOLATED, Level.MUST): "Required, and not met",
    (Status.UNDETERMINED, Level.MUST): "Required, and not known yet",
    (Status.VIOLATED, Level.SHOULD): "Advised, and not met",
}
_HINTS = "Hints, which change nothing"
_BRIEF = {Status.SATISFIED: "Met", Status.NOT_APPLICABLE: "Do not apply here"}


def groups(action: ActionVerdict) -> tuple[Group, ...]:
    """The findings of an action, gravest first; groups without findings are left out."""
    found: dict[str, list[Finding]] = {heading: [] for heading in (*_HEADINGS.values(), _HINTS, *_BRIEF.values())}
    for finding in action.findings:
        heading = _BRIEF.get(finding.status) or _HEADINGS.get((finding.status, finding.level), _HINTS)
        found[heading].append(finding)
    brief = set(_BRIEF.values())
    return tuple(Group(heading, tuple(listed), heading in brief) for heading, listed in found.items() if listed)


def act(action: ActionVerdict) -> str:
    """The act in words, with a capital letter: `Follow-up e-mail to interviewer`."""
    described = action.description or action.id
    return f"{described[:1].upper()}{described[1:]}"


def time(action: ActionVerdict) -> str:
    """When the act is to be done: `Friday 27 November 2026, 15:30 CST`."""
    return times.day_and_clock(action.at)


def advice(action: ActionVerdict, report: Report) -> str:
    """What the outcome means for who wants to act."""
    match action.outcome:
        case Outcome.ALLOW:
            return "Go ahead."
        case Outcome.WARN:
            return "Permitted, but it would be better otherwise."
        case Outcome.WAIT if action.earliest is not None:
            return f"Not yet: from {times.day_and_clock(action.earliest)} on."
        case Outcome.WAIT:
            return "Not yet."
        case Outcome.DENY:
            return "Do not do this."
        case Outcome.UNDETERMINED:
            facts = missing(action, report)
            return f"Cannot be decided yet. Tell us first: {facts}." if facts else "Cannot be decided yet."
        case _:
            assert_never(action.outcome)


def tells_missing(action: ActionVerdict, finding: Finding) -> bool:
    """Whether the advice on the action already names what this finding misses."""
    return action.outcome is Outcome.UNDETERMINED and finding.level is Level.MUST


def missing(action: ActionVerdict, report: Report) -> str:
    """The facts whose absence leaves a required rule open, each by title and name."""
    open_findings = [f for f in action.findings if f.status is Status.UNDETERMINED and f.level is Level.MUST]
    names = dict.fromkeys(name for finding in open_findings for name in finding.missing)
    return joined(fact(name, report) for name in names)


_CASE_PARTS = {"message.body": "the text of the message", "history": "what has happened so far"}
"""What may be missing from a case and is no fact that rules name."""


def fact(name: str, report: Report) -> str:
    """A fact by title and name: `end of the interview (interview.ended_at)`."""
    declaration = report.policy.vocabulary.facts.get(name)
    title = declaration.title if declaration else _CASE_PARTS.get(name)
    return f"{title} ({name})" if title else name


def subject(finding: Finding, action: ActionVerdict) -> str:
    """The rule's title, with the recipient where the action has several."""
    several = len({other.recipient for other in action.findings}) > 1
    title = finding.title or finding.rule_id
    return f"{title} (to {finding.recipient})" if several and finding.recipient else title


def remedy(finding: Finding) -> str:
    """What would make it right: the policy's words, and the earliest time where time alone heals it.

    Empty where nothing is known to be wrong yet.
    """
    if finding.status is Status.UNDETERMINED:
        return ""
    parts = [sentence(finding.remedy)] if finding.remedy else []
    if finding.earliest is not None:
        when = times.day_and_clock(finding.earliest)
        if not any(when in part for part in parts):
            parts.append(f"Wait until {when}." if finding.level is Level.MUST else f"Better from {when} on.")
    return " ".join(parts)


def finding_origin(finding: Finding, policy: Policy) -> str:
    """Where a finding's rule comes from, or that it is the policy's own."""
    if finding.source is None:
        return "the policy's own interpretation" if finding.interpretation else ""
    return origin(finding.source, policy, interpretation=finding.interpretation)


def judged_by(verdict: Verdict) -> str:
    """Which policy judged as of when, and which matchers."""
    policy = verdict.policy
    when = times.day_and_clock(verdict.now)
    return f"Judged by {policy.id} {policy.version} as of {when}; {matchers(verdict.matcher)}."


def matchers(report: MatcherReport) -> str:
    """Which matchers ran: `two matchers agree (durable, native)`."""
    if len(report.used) == 1:
        return f"matcher {report.used[0]} alone"
    return f"the matchers {joined(report.used)} agree"


_TOLD = (
    (Outcome.ALLOW, "may go ahead"),
    (Outcome.WARN, "may go ahead but would be better otherwise"),
    (Outcome.UNDETERMINED, "cannot be decided yet"),
    (Outcome.WAIT, "must wait"),
    (Outcome.DENY, "must not be done"),
)


def plan_summary(verdict: Verdict) -> str:
    """How many actions of a plan come to what, such as "Of 3 actions, 1 may go ahead and 2 must wait."."""
    counted = [(sum(action.outcome is outcome for action in verdict.actions), words) for outcome, words in _TOLD]
    told = joined(f"{count} {said}" for count, said in counted if count)
    return f"Of {plural(len(verdict.actions), 'action')}, {told}."
