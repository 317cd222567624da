"""What an entry says. Plain text: calendars show no markup, or each its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.outcome import Outcome, Status
from courtesy.model.policy import Level
from courtesy.rendering import titles
from courtesy.rendering.citation import origin
from courtesy.rendering.obligations import phrases as obligations
from courtesy.rendering.plan.phrases import due, is_late
from courtesy.rendering.waivers.phrases import granted
from courtesy.wording import times
from courtesy.wording.people import name_of
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.case import Case
    from courtesy.model.plan import Plan, PlannedAction
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Finding, Obligation


def summary(planned: PlannedAction) -> str:
    """The act in words: `Follow-up e-mail to interviewer, copied to hr`."""
    return titles.capital(planned.verdict.description or planned.action.id)


def description(planned: PlannedAction, plan: Plan, policy: PolicySource, *, optional: bool) -> str:
    """Why the act is planned and when it is due, to which addresses it goes, and what to mind."""
    checked = f"Checked as part of the whole plan by {plan.policy.id} {planned.verdict.policy.version}, as of"
    return "\n".join(
        (
            *_why(planned, plan, policy, optional=optional),
            *_addresses(planned, plan.case, policy),
            *dict.fromkeys(line for finding in planned.verdict.findings if (line := _advice(finding, policy))),
            *_origin(planned, policy),
            f"{checked} {times.day_and_clock(plan.now)}. Check again before you move it.",
        )
    )


def _why(planned: PlannedAction, plan: Plan, policy: PolicySource, *, optional: bool) -> Iterator[str]:
    reason = planned.reason
    rule = next((rule for rule in policy.rules if rule.id == reason.rule_id), None)
    because = f" {sentence(rule.because)}" if rule is not None and rule.because else ""
    yield f"{'Optional' if optional else 'Why'}: {sentence(reason.title)}{because}"
    for later in plan.actions:
        if later.action.id == reason.prepares:
            yield f"Comes before: {sentence(summary(later))}"
    if reason.due_by is not None:
        late = "; late is better than never" if is_late(planned.verdict.at, reason.due_by) else ""
        yield f"Due by {due(reason.due_by, planned.verdict.at, plan.now)}{late}."


def _addresses(planned: PlannedAction, case: Case, policy: PolicySource) -> Iterator[str]:
    if policy.vocabulary.channel(planned.action.channel).by_email:
        for label, contacts in (("To", planned.action.to), ("Copy to", planned.action.cc)):
            if known := joined(_addresses_of(contacts, case)):
                yield f"{label}: {known}"


def _addresses_of(contacts: Iterable[str], case: Case) -> Iterator[str]:
    for contact_id in contacts:
        contact = case.contacts.get(contact_id)
        if contact is not None and contact.emails:
            yield f"{name_of(contact)} <{contact.emails[0]}>"


def _advice(finding: Finding, policy: PolicySource) -> str | None:
    """What to mind about a rule that is not met, or not yet known to be."""
    title = finding.title or finding.rule_id
    if finding.waived is not None:
        return f"Waived: {sentence(title)} It is {granted(finding.waived)}."
    match finding.outcome, finding.status, finding.level:
        case Outcome.WARN, _, _:
            return " ".join(
                (
                    f"Against advice: {sentence(title)}",
                    sentence(finding.message),
                    *([sentence(finding.remedy)] if finding.remedy else []),
                )
            )
        case Outcome.UNDETERMINED, _, _:
            return f"Not certain yet: {sentence(title)} Tell us: {titles.facts(finding.missing, policy)}."
        case _, Status.UNDETERMINED, Level.SHOULD:
            return f"Note: {sentence(title)}"
        case _:
            return None


def _origin(planned: PlannedAction, policy: PolicySource) -> Iterator[str]:
    for rule in policy.rules:
        if rule.id == planned.reason.rule_id:
            if rule.source is not None:
                yield f"Source: {origin(rule.source, policy, interpretation=rule.interpretation)}."
            yield f"Rule: {rule.id} ({rule.level.value})."


def what_is_owed(owed: Obligation, plan: Plan, policy: PolicySource) -> str:
    """What is owed and why, and why the plan does not hold it."""
    lines = [sentence(owed.message), *(f"{label}: {said}" for label, said in obligations.rows(owed, policy))]
    for omission in plan.omissions:
        if (omission.rule_id, omission.contact) == (owed.rule_id, owed.contact):
            stands = joined(rule_title(rule_id, policy) for rule_id in omission.rules)
            facts = titles.facts(omission.missing, policy)
            lines.append(f"Not planned: {sentence(omission.message)}")
            lines.extend(f"{label}: {said}" for label, said in (("Blocked by", stands), ("Tell us", facts)) if said)
    lines.append(f"Rule: {owed.rule_id} ({owed.level.value}).")
    return "\n".join(lines)
