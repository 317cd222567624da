"""What a plan comes to, and in which order findings are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.outcome import Outcome, Status, worst
from courtesy.model.policy import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.verdict import Finding, Obligation

_STATUS_ORDER = {status: place for place, status in enumerate(Status)}
_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


def outcome_with(actions: tuple[Outcome, ...], owed: Iterable[Obligation]) -> Outcome:
    """The outcome of a plan: the worst of its actions and its obligations, none of which changes that of an action."""
    return worst((*actions, *(one.outcome for one in owed)))


def by_weight(finding: Finding) -> tuple[int, int, str, str]:
    """What comes first in a verdict."""
    return (
        _LEVEL_ORDER[finding.level],  # binding rules before advice
        _STATUS_ORDER[finding.status],  # broken before undecided before the rest
        finding.rule_id,
        finding.recipient or "",
    )
