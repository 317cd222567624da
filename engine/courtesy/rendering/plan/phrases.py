"""What every format says about a plan: its headline, its days, why each act is in it, and what is left out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.instants import instant
from courtesy.model.outcome import Outcome, Status
from courtesy.model.policy import Level
from courtesy.rendering import judged, titles
from courtesy.rendering.obligations.phrases import unmet
from courtesy.rendering.verdict.report import as_a_whole, matchers
from courtesy.rendering.waivers.phrases import granted
from courtesy.wording import times
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import agree, joined, plural_noun, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from courtesy.model.agenda import Agenda
    from courtesy.model.plan import ClosedChannel, Conflict, Omission, Plan, PlannedAction, Reason
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Finding, Obligation

CONFLICT = "What stands in the way"
"""What stands above the rules where there is no plan."""
Row = tuple[str, str]
"""A label and what stands under it."""


class Day(Struct, frozen=True):
    """The acts of one day, on the clock of whom the plan is for."""

    title: str
    actions: tuple[PlannedAction, ...]


# ---------------------------------------------------------------- the whole


def title(plan: Plan) -> str:
    """What the plan is: `A plan of 5 actions`."""
    if plan.conflict is not None:
        if plan.conflict.missing:
            return "There is no plan yet"
        return "There is no plan" if plan.conflict.rules else "There is nothing to plan"
    return f"A plan of {agree(len(plan.actions), 'action')}" if plan.actions else "Nothing to do"


def span(plan: Plan | Agenda) -> tuple[str, str]:
    """From when to when it reaches."""
    return f"from {times.day_and_clock(plan.now)}", f"to {times.day_and_clock(plan.until)}"


def advice(plan: Plan, policy: PolicySource) -> str:
    """What the plan comes to for whom it is for."""
    if plan.conflict is not None:
        return sentence(plan.conflict.message)
    if not plan.actions and plan.omissions:
        return "Nothing can be planned in this period. What was left out, and why, is listed below."
    parts = [_acts_advice(plan, policy)] if plan.actions else ["Nothing needs to be done in this period."]
    parts.append(as_a_whole(plan.verdict, plan.outcome) if plan.verdict is not None else "")
    if plan.obligations and not any(owed.level is not Level.MAY for owed in unmet(plan.obligations)):
        parts.append("Nothing more is owed.")
    return " ".join(filter(None, parts))


def _acts_advice(plan: Plan, policy: PolicySource) -> str:
    undecided = [
        finding
        for planned in plan.actions
        for finding in _undecided(planned.verdict.findings)
        if finding.level is Level.MUST
    ]
    if undecided:
        names = dict.fromkeys(name for finding in undecided for name in finding.missing)
        return f"Not all of it can be decided yet. Tell us first: {titles.facts(names, policy)}."
    warned = sum(planned.verdict.outcome is Outcome.WARN for planned in plan.actions)
    if not warned:
        go = "Go ahead: every" if plan.outcome is Outcome.ALLOW else "Every"
        return f"{go} action is permitted at its time."
    which = "" if len(plan.actions) == 1 else f"{agree(warned, 'action', 'goes')} "
    return f"Permitted, but {which}against advice: see the notes."


def made_by(plan: Plan) -> str:
    """Which policy the plan was made by, as of when, and which matchers checked it."""
    checked = f"; {matchers(plan.verdict.matcher)}" if plan.verdict is not None else ""
    named = judged.versions(plan.policy, [planned.verdict.policy for planned in plan.actions])
    return f"According to {named} as of {times.day_and_clock(plan.now)}{checked}."


# ---------------------------------------------------------------- the acts


def days(plan: Plan) -> tuple[Day, ...]:
    """The acts by the day on which they are due, on the clock of `plan.now`."""
    zone = plan.now.tzinfo
    dated = groupby(plan.actions, key=lambda planned: times.day(planned.verdict.at.astimezone(zone)))
    return tuple(Day(day, tuple(actions)) for day, actions in dated)


def act(planned: PlannedAction) -> str:
    """The act in words, with a capital letter: `Follow-up e-mail to interviewer, copied to hr`."""
    return titles.capital(planned.verdict.description or planned.action.id)


def when(at: datetime, now: datetime) -> str:
    """The time of an act on the clock of `now`, and on its recipient's where they differ: `10:00 EST (09:00 CST)`."""
    own = at.astimezone(now.tzinfo)
    return f"{times.clock(own)} {times.zone_name(own)}{times.in_brackets(at, own)}"


def rows(planned: PlannedAction, plan: Plan, policy: PolicySource) -> Iterator[Row]:
    """Why the act is in the plan, until when it is owed, and what to mind in doing it."""
    described = {other.action.id: other.verdict.description for other in plan.actions}
    yield from reason_rows(planned.reason, described)
    if planned.reason.due_by is not None:
        yield "Due", f"by {due(planned.reason.due_by, planned.verdict.at, plan.now)}"
    yield from (("Note", said) for said in reminders(planned.verdict.findings, policy))


def reason_rows(reason: Reason, described: dict[str, str]) -> Iterator[Row]:
    """Why there is an act. `described` has the other acts in words, by id."""
    named = reason.title == reason.rule_id
    because = reason.title if named else titles.capital(reason.title)
    yield "Why", because if named or not reason.rule_id else f"{because} [{reason.rule_id}]"
    if reason.prepares:
        yield "Before", described.get(reason.prepares) or reason.prepares


def due(due_by: datetime, at: datetime, now: datetime) -> str:
    """Until when an action is owed, and whether that has passed, or is missed by what is planned for `at`."""
    missed = ", which has passed" if is_late(now, due_by) else ", which this action misses"
    return f"{times.on_own_clock(due_by, now.tzinfo)}{missed if is_late(at, due_by) else ''}"


def is_late(at: datetime, due_by: datetime) -> bool:
    """Whether `at` is later than what is due."""
    return instant(at) > instant(due_by)


def reminders(findings: Iterable[Finding], policy: PolicySource) -> Iterator[str]:
    """What to mind: advice that the act does not keep at its time, what is waived, and what is not known of it yet.

    Rules about a message that is still to be written read as reminders for who writes it.
    """
    # What is so for several recipients is told once.
    listed = tuple(dict.fromkeys(replace(one, recipient=None, recipient_name=None, copied=False) for one in findings))
    for finding in listed:
        if finding.outcome is Outcome.WARN:
            yield f"{_titled(finding)}: {finding.message}"
        if finding.waived is not None:
            yield f"{_titled(finding)}: {granted(finding.waived)}"
    unwritten = []
    for finding in _undecided(listed):
        if all(map(policy.vocabulary.known_later, finding.missing)):
            unwritten.append(sentence(finding.title or finding.rule_id))
        else:
            yield f"{_titled(finding)}: tell us {titles.facts(finding.missing, policy)}"
    if unwritten:
        yield " ".join(unwritten)


def _undecided(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.status is Status.UNDETERMINED]


def _titled(finding: Finding) -> str:
    return f"{finding.title} [{finding.rule_id}]" if finding.title else finding.rule_id


# ---------------------------------------------------------------- what is not in it


def besides(owed: Iterable[Obligation], omissions: Iterable[Omission]) -> tuple[Obligation, ...]:
    """The obligations without those that what is left out tells already; one with a due time is told there and here."""
    told = {(one.rule_id, one.contact) for one in omissions}
    return tuple(one for one in owed if one.due_by is not None or (one.rule_id, one.contact) not in told)


def in_the_way(rules: Iterable[str], policy: PolicySource) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Rules that stand in the way, each by title, with its reason, remedy and id."""
    stated = {rule.id: rule for rule in policy.rules}
    for rule_id in rules:
        rule = stated.get(rule_id)
        found: list[Row] = []
        if rule is not None and rule.because:
            found.append(("Why", sentence(rule.because)))
        if rule is not None and rule.remedy:
            found.append(("To do", sentence(rule.remedy)))
        level = f" ({rule.level.value})" if rule is not None else ""
        yield rule_title(rule_id, policy), (*found, ("Rule", f"{rule_id}{level}"))


def together(omissions: Iterable[Omission]) -> Iterator[tuple[str, Omission]]:
    """What is left out for the same reason but to whom as one: what it is with all these contacts, and one of them."""
    alike: dict[Omission, list[str]] = {}
    for one in omissions:
        called = one.contact_name or one.contact
        alike.setdefault(replace(one, contact=None, contact_name=None), []).extend((called,) if called else ())
    for one, contacts in alike.items():
        title = titles.capital(one.title)
        yield f"{title} (to {joined(contacts)})" if contacts else title, one


def omission_rows(left_out: Omission, policy: PolicySource, now: datetime) -> Iterator[Row]:
    """Why it is left out, and what would change that, on the clock of `now`."""
    if left_out.rules:
        yield (
            "Rules" if len(left_out.rules) > 1 else "Rule",
            joined(titles.rule(name, policy) for name in left_out.rules),
        )
    if left_out.missing:
        yield "Tell us", titles.facts(left_out.missing, policy)
    when = "" if left_out.earliest is None else times.on_own_clock(left_out.earliest, now.tzinfo)
    if when not in left_out.message:
        yield "Later", f"possible from {when}"


def never(closed: Iterable[ClosedChannel], policy: PolicySource) -> Iterator[tuple[str, str]]:
    """The channels that are never permitted, those that the same rules forbid together, and these rules."""
    by_rules: dict[tuple[str, ...], list[str]] = {}
    for one in closed:
        by_rules.setdefault(one.rules, []).append(plural_noun(policy.vocabulary.noun_for("channel", one.channel)))
    for rules, channels in by_rules.items():
        yield titles.capital(joined(channels)), joined(titles.rule(name, policy) for name in rules)


# ---------------------------------------------------------------- where there is no plan


def conflict_help(
    conflict: Conflict, policy: PolicySource, now: datetime, until: datetime | None = None
) -> Iterator[str]:
    """What would help, one line each, on the clock of `now`. `until` is where the plan was to end."""
    yield from (f"Tell us: {titles.fact(name, policy)}." for name in conflict.missing)
    if conflict.earliest is not None:
        further = "With more time, a" if until is not None and conflict.earliest > until else "A"
        yield f"{further} plan is possible from {times.on_own_clock(conflict.earliest, now.tzinfo)}."
    if conflict.rules and not conflict.missing:
        # Not every conflict is proven to be the smallest: no more is promised than that it may help.
        several = len(conflict.rules) > 1
        waiting = "No later time was found that helps. " if conflict.earliest is None else ""
        yield (
            f"{waiting}A plan may be possible without {'one of these rules' if several else 'this rule'}. Whoever "
            f"maintains the policy decides {'which one' if several else 'whether it'} may give way."
        )
