"""One rule's finding: status, words, measured conditions. The explanation is held to the verdict it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import FaultError
from courtesy.explanation.conditions import measured_conditions
from courtesy.model.truth import terms, truth
from courtesy.model.verdict import Finding, Status
from courtesy.values import Truth
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet
    from courtesy.model.vocabulary import Vocabulary


class ExplanationDiffersError(FaultError):
    """The matchers and the meaning of the tree give different answers for one rule."""

    code = "explanation-differs"

    def __init__(self, rule_id: str, matched: Status, explained: Status) -> None:
        super().__init__()
        self.rule_id, self.matched, self.explained = rule_id, matched, explained

    def __str__(self) -> str:
        return f"rule `{self.rule_id}` was matched as {self.matched.value} but explains as {self.explained.value}"


def status_of(rule: CompiledRule, sheet: FactSheet) -> Status:
    """How the rule stands, by the meaning of its tree."""
    holds = truth(rule.truth, sheet.value_of)
    if holds is Truth.FALSE:
        return Status.VIOLATED
    if holds is Truth.UNKNOWN:
        return Status.UNDETERMINED
    applies = truth(rule.applies, sheet.value_of)
    return Status.NOT_APPLICABLE if applies is Truth.FALSE else Status.SATISFIED


def explain(
    rule: CompiledRule,
    status: Status,
    sheet: FactSheet,
    *,
    recipient: str | None,
    words: Vocabulary,
    earliest: datetime | None = None,
) -> Finding:
    """The finding of one rule for one action and recipient.

    Raises ExplanationDiffersError where the sheet does not explain the status that the matchers gave.
    """
    explained = status_of(rule, sheet)
    if explained is not status:
        raise ExplanationDiffersError(rule.rule.id, status, explained)
    conditions = measured_conditions((rule.applies, rule.unless, rule.required), sheet.measure, words)
    missing = _missing(rule, sheet) if status is Status.UNDETERMINED else ()
    stated = rule.rule
    return Finding(
        rule_id=stated.id,
        type=stated.type,
        level=stated.level,
        status=status,
        message=_message(rule, status, sheet, words, missing),
        title=stated.title,
        recipient=recipient,
        because=stated.because,
        remedy=stated.remedy,
        earliest=earliest,
        conditions=conditions,
        missing=missing,
        source=stated.source,
        interpretation=stated.interpretation,
        policy_span=stated.span,
    )


def _message(rule: CompiledRule, status: Status, sheet: FactSheet, words: Vocabulary, missing: tuple[str, ...]) -> str:
    match status:
        case Status.VIOLATED:
            return rule.requirement.message(sheet.measure, words)
        case Status.UNDETERMINED:
            names, verb = joined(f"`{name}`" for name in missing), "is" if len(missing) == 1 else "are"
            return f"this cannot be decided: {names} {verb} not known"
        case Status.SATISFIED:
            return f"holds: {rule.requirement.summary(words)}"
        case Status.NOT_APPLICABLE:
            return "does not apply to this act"


def _missing(rule: CompiledRule, sheet: FactSheet) -> tuple[str, ...]:
    """The facts that would settle the rule, each once."""
    names = [name for term in terms(rule.truth) for name in sheet.measure(term).missing if sheet.value_of(term) is None]
    return tuple(dict.fromkeys(names))
