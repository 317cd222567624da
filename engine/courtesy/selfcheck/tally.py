"""What a self-check has seen, so that it can be told that nothing was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from courtesy.model.outcome import Outcome, Status

if TYPE_CHECKING:
    from courtesy.model.verdict import PlanVerdict, Verdict
    from courtesy.selfcheck.examiner import Effort


@dataclass
class Tally:
    """Counts over cases. `findings` are by rule type and status, all in the words of verdicts.

    `times` are the refused cases whose earliest times were tried; of these `grids` on every quarter of an hour.
    `waived` are the cases in which a waiver lifted a rule, `by_lines` those that were judged by a line of versions too,
    `by_children` those that were by a policy that builds on another. `audited` are the acts whose audits were compared,
    `missing` the modules without which none could be.
    """

    cases: int = 0
    policies: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    undecided: int = 0
    waived: int = 0
    outside: int = 0
    clock_changes: int = 0
    times: int = 0
    grids: int = 0
    plans: int = 0
    alternatives: int = 0
    windows: int = 0
    by_lines: int = 0
    by_children: int = 0
    schema: int = 0
    audited: int = 0
    missing: set[str] = field(default_factory=set)
    matchers: set[str] = field(default_factory=set)

    def add(self, verdict: Verdict | None, effort: Effort) -> None:
        """Count one case by its verdict with all findings; None where the policy's version does not hold."""
        self.cases += 1
        if verdict is None:
            self.outside += 1
            return
        refused = verdict.outcome.refused
        self.outcomes[verdict.outcome.value] += 1
        self.undecided += any(finding.status is Status.UNDETERMINED for finding in verdict.findings)
        self.waived += bool(verdict.waived)
        self.times += refused
        self.grids += refused and effort.grid
        self.alternatives += effort.alternatives and (refused or verdict.outcome is Outcome.WARN)
        self.windows += effort.windows
        self.schema += effort.schema
        self.matchers.update(verdict.matcher.used)
        for finding in verdict.findings:
            self.findings[finding.type, finding.status.value] += 1

    def add_plan(self, verdict: PlanVerdict) -> None:
        """Count one case judged as a plan."""
        self.plans += 1
        self.owed.update(one.standing.value for one in verdict.obligations)

    def merge(self, other: Tally) -> None:
        """Count in what another run has seen."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, int):
                setattr(self, one.name, mine + theirs)
            else:
                mine.update(theirs)
