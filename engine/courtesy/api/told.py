"""How the form in JSON of each value differs from its fields; where nothing is said, a field is its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.model.comparison import (
    Comparison,
    DutyChange,
    Example,
    Recorded,
    RuleChange,
)
from courtesy.model.coverage import Coverage, CoveredPart
from courtesy.model.lint import IgnoredFinding, LintReport
from courtesy.model.mutation import Mutant, MutationReport
from courtesy.model.plan import Omission, Plan, PlannedAction, Reason, Step
from courtesy.model.policy_tests import TestedFile, UntriedRule
from courtesy.model.rule_parts import RulePart
from courtesy.model.verdict import Finding, Obligation
from courtesy.spans import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Told = Mapping[str, Any]

KEYS: Mapping[type, Mapping[str, str]] = {
    Finding: {"rule_id": "rule"},
    Obligation: {"rule_id": "rule", "standing": "status"},
    Reason: {"rule_id": "rule"},
    Omission: {"rule_id": "rule"},
    TestedFile: {"results": "tests"},
    UntriedRule: {"rule_id": "rule"},
    CoveredPart: {"rule_id": "rule", "gaps": "missing"},
    RulePart: {"rule_id": "rule"},
    Mutant: {"line": "line_text"},
    MutationReport: {"mutants": "changes"},
    Comparison: {"trials": "made_up"},
    RuleChange: {"rule_id": "rule"},
    Recorded: {"duties": "obligations"},
    DutyChange: {"rule_id": "rule"},
    Example: {"change": "verdict", "duty": "obligation"},
}
"""Where the key of a field is not its name."""
AMONG: Mapping[type, tuple[str, ...]] = {
    Plan: ("verdict",),
    PlannedAction: ("action", "verdict"),
    Step: ("action",),
    IgnoredFinding: ("finding",),
    Mutant: ("part",),
}
"""Fields whose value is told among the other keys: a key of its own tells only what differs, or null for none."""


def is_nowhere(data: Told) -> bool:
    """Whether no place is told among other keys."""
    return data["file"] is None and not isinstance(data.get("path"), list)


def span_of(data: Told) -> Span:
    """The place that is told among other keys. Of a part of a rule `path` is text, and no path in a document."""
    if is_nowhere(data):
        return NOWHERE
    line, column, end_line, end_column = (data[key] or 0 for key in ("line", "column", "end_line", "end_column"))
    path = tuple(data["path"]) if isinstance(data.get("path"), list) else None
    return Span(data["file"] or NOWHERE.file, line, column, end_line, end_column, path)


def _named(data: Told) -> Told:
    """What is told of a policy beside the rest."""
    return {**data, **data["policy"]}


def _lint_report(data: Told) -> Told:
    return {**data, **data["policy"], "policy": data["policy"]["id"]}


def _coverage(data: Told) -> Told:
    return {**_named(data), "covered": [part for rule in data["rules"] for part in _parts(rule)]}


def _parts(rule: Told) -> Iterator[Told]:
    yield {"measure": "rules", **rule}
    yield from ({"rule": rule["rule"], **part} for part in rule["parts"])


def _duty(data: Told) -> Told:
    found = dict(data)
    for side in ("old", "new"):
        owed = data[side] or {}
        found |= {side: owed.get("standing"), f"{side}_due": owed.get("due_by")}
    return found


UNFOLDED: Mapping[type, Callable[[Told], Told]] = {
    LintReport: _lint_report,
    Coverage: _coverage,
    MutationReport: _named,
    DutyChange: _duty,
}
"""What is told in another order than that of its fields."""
